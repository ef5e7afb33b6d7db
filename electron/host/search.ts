// Looking for a pattern in what every pane has. The matching itself is the screen worker's; this asks it pane by pane, so
// that whatever else the worker has to do comes in between.
import { idNumber, type PaneId } from '../../shared/ids.ts';
import type { HostPane } from './pane.ts';
import type { SearchHit } from './types.ts';

/** The pattern cannot be tried on a pane's text in reasonable time. */
export class PatternTooSlowError extends Error {
  readonly code = 'refused';
  constructor(pattern: RegExp, pane: PaneId) {
    super(
      `${pattern} takes too long on what ${pane} shows; make it simpler (a repetition within a repetition is what costs)`,
    );
  }
}

/** `panes`: those that are there now. One that is closed meanwhile is left out. */
export async function searchPanes(
  panes: () => readonly HostPane[],
  pattern: RegExp,
  signal?: AbortSignal,
): Promise<readonly SearchHit[]> {
  const hits: SearchHit[] = [];
  const inOrder = [...panes()].sort((a, b) => idNumber(a.id) - idNumber(b.id));
  for (const pane of inOrder) {
    if (signal?.aborted === true) break;
    if (!panes().includes(pane)) continue;
    const found = await pane.search(pattern);
    if (found.kind === 'too-slow') throw new PatternTooSlowError(pattern, pane.id);
    for (const { line, text, matches } of found.value) hits.push({ pane: pane.id, line, text, matches });
  }
  return hits;
}
