// What a pane shows as text, for scripts: its rows without the blank end, and beside them what lies over the text and is no part
// of it. Knows no socket and no format.
import type { Workspace } from '../../shared/model.ts';
import { restoredWords } from '../../shared/restored-words.ts';
import type { HostPane } from './pane.ts';
import type { Capture, CaptureOptions } from './types.ts';

/** `workspace`: asked once the text is there. */
export async function capturePane(
  pane: HostPane,
  workspace: () => Workspace,
  { scrollback, ansi }: CaptureOptions,
): Promise<Capture> {
  const text = await pane.text({ extent: scrollback ? 'scrollback' : 'screen', ansi });
  const { cols, rows, cursor, alt, lines, incarnationRow } = text;
  const { panes, survivors } = workspace();
  const { title = '', cwd = '', restored = null } = panes[pane.id] ?? {};
  const isDivided = restored !== null && incarnationRow !== null && pane.isLive;
  const decorations = isDivided
    ? [
        {
          line: incarnationRow,
          kind: 'restored',
          text: restoredWords(restored, Date.now(), survivors[pane.id]),
        },
      ]
    : [];
  return { pane: pane.id, cols, rows, cursor, alt, lines: withoutBlankEnd(lines), title, cwd, decorations };
}

function withoutBlankEnd(lines: readonly string[]): readonly string[] {
  let end = lines.length;
  while (end > 0 && lines[end - 1] === '') end--;
  return lines.slice(0, end);
}
