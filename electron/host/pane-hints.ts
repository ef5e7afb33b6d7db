// What a process was seen to do (its title, its directory, what runs in it) as records of its pane: only what differs, cleaned and
// cut, for all of it comes from whatever runs there. Pure.
import type { Pane } from '../../shared/model.ts';
import type { DurableRecord } from '../../shared/records.ts';
import type { ProcessHints } from './pane-process.ts';

/** Titles and command lines are cut at this many characters. */
const hintLength = 4_096;

export function hintRecords(pane: Pane, hints: ProcessHints): DurableRecord[] {
  const records: DurableRecord[] = [];
  const title = hints.title === undefined ? undefined : clean(hints.title);
  if (title !== undefined && title !== pane.title) records.push({ kind: 'pane.title', pane: pane.id, title });
  if (hints.cwd !== undefined && hints.cwd !== pane.cwd) {
    records.push({ kind: 'pane.cwd', pane: pane.id, cwd: hints.cwd });
  }
  if (hints.running !== undefined) {
    const command = hints.running === null ? null : clean(hints.running);
    const isTyped = hints.isTyped ?? pane.isTyped;
    if (command !== pane.running || isTyped !== pane.isTyped) {
      records.push({ kind: 'pane.running', pane: pane.id, command, isTyped });
    }
  }
  return records;
}

/** One line without control characters, of bounded length. */
function clean(text: string): string {
  return text
    .replace(/\p{Cc}/gu, ' ')
    .slice(0, hintLength)
    .trim();
}
