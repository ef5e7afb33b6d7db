// What would be lost by closing something that runs, for the person who is asked.
import type { PaneId } from '../../shared/ids.ts';
import { isPaneId, isWindowId } from '../../shared/ids.ts';
import { panesOf } from '../../shared/layout.ts';
import type { Workspace } from '../../shared/model.ts';
import type { CloseTarget } from '../store/app-state.ts';

const MOST_NAMED = 3;

/** `refusal`: what the host answered; used where the workspace does not know a command line. */
export function closeQuestion(workspace: Workspace, target: CloseTarget, refusal: string): string {
  const running = panesIn(workspace, target)
    .map((id) => workspace.panes[id]?.running ?? null)
    .filter((command) => command !== null);
  if (running.length === 0) return refusal;
  const named = running.slice(0, MOST_NAMED).join(', ');
  const others = running.length > MOST_NAMED ? ` and ${running.length - MOST_NAMED} more` : '';
  return `${named}${others} ${running.length === 1 ? 'is' : 'are'} still running and will be ended.`;
}

function panesIn(workspace: Workspace, target: CloseTarget): PaneId[] {
  if (isPaneId(target)) return [target];
  const ids = isWindowId(target) ? [target] : (workspace.sessions[target]?.windows ?? []);
  return ids.flatMap((id) => {
    const window = workspace.windows[id];
    return window === undefined ? [] : panesOf(window.layout);
  });
}
