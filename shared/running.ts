// What runs in the foreground of living panes, for whoever is about to end it. Pure.
import type { PaneId } from './ids.ts';
import type { Workspace } from './model.ts';

/** Command lines, in no promised order; `panes`: only of these. Shells that wait at their prompts are left out. */
export function runningCommands(
  workspace: Workspace,
  panes: readonly PaneId[] = Object.keys(workspace.live) as PaneId[],
): string[] {
  return panes.flatMap((id) => {
    const pane = workspace.panes[id];
    if (pane === undefined || workspace.live[id] === undefined) return [];
    const given = pane.incarnation === 1 ? pane.program.command?.join(' ') : undefined;
    const running = pane.running ?? given;
    return running === undefined ? [] : [running];
  });
}
