// What panes, windows and their states are called on screen.
import { assertNever } from '../../shared/exhaustive.ts';
import type { PaneId } from '../../shared/ids.ts';
import type { Pane, PaneOutcome, Window, Workspace } from '../../shared/model.ts';
import { clockTime } from '../../shared/times.ts';

const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** The program's own title, else what runs, else the name of the shell. */
export function paneTitle(pane: Pane): string {
  if (pane.title !== '') return pane.title;
  if (pane.running !== null) return pane.running;
  if (pane.program.command !== null) return pane.program.command.join(' ');
  return baseName(pane.program.shell);
}

/** The name that the user gave, else what its active pane does; of a shell that waits, where: tabs all called "bash" tell nothing. */
export function windowTitle(workspace: Workspace, window: Window): string {
  if (window.name !== '') return window.name;
  const pane = workspace.panes[window.activePane];
  if (pane === undefined) return window.id;
  const isIdleShell = pane.title === '' && pane.running === null && pane.program.command === null;
  return isIdleShell ? baseName(pane.cwd) || '/' : paneTitle(pane);
}

/** Where a pane is, for words that are read elsewhere: "main › builds › make"; null when it is gone. */
export function panePlace(workspace: Workspace, id: PaneId): string | null {
  const pane = workspace.panes[id];
  const window = pane === undefined ? undefined : workspace.windows[pane.window];
  if (pane === undefined || window === undefined) return null;
  const parts = [
    workspace.sessions[window.session]?.name ?? '',
    windowTitle(workspace, window),
    paneTitle(pane),
  ];
  // A tab is often called as its pane is.
  return parts.filter((part, index) => part !== '' && part !== parts[index - 1]).join(' › ');
}

/** How the last process ended, in the header's corner: "exited 1", "killed by signal 9", "failed to start". */
export function outcomeWords(outcome: PaneOutcome): string {
  switch (outcome.kind) {
    case 'exited':
      return outcome.signal > 0 ? `killed by signal ${outcome.signal}` : `exited ${outcome.exitCode}`;
    case 'failed':
      return 'failed to start';
    default:
      return assertNever(outcome);
  }
}

/** The line at the bottom of a pane whose process ended. */
export function outcomeLine(outcome: PaneOutcome, now: number): string {
  const words = `${outcomeWords(outcome)} at ${clockTime(outcome.at, now)}`;
  return outcome.kind === 'failed' ? `${words}: ${outcome.reason}` : words;
}
