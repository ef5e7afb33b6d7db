// What would be lost by closing or quitting while something runs, for the person who is asked.
import type { PaneId } from '../../shared/ids.ts';
import { isPaneId, isWindowId } from '../../shared/ids.ts';
import { panesOf } from '../../shared/layout.ts';
import type { Workspace } from '../../shared/model.ts';
import { runningCommands } from '../../shared/running.ts';
import type { CloseTarget } from '../store/app-state.ts';
import { cutMiddle } from './shorten-path.ts';

const MOST_NAMED = 3;
/** Characters of a command line: enough to know it by. */
const LONGEST = 48;

/** `refusal`: what the host answered; used where the workspace does not know a command line. */
export function closeQuestion(workspace: Workspace, target: CloseTarget, refusal: string): string {
  const running = runningCommands(workspace, panesIn(workspace, target));
  return running.length === 0 ? refusal : `${stillRunning(running)} and will be ended.`;
}

/** `running`: at least one command line. */
export function quitQuestion(running: readonly string[]): string {
  return `${stillRunning(running)} and will be ended. Everything else comes back when you start Everpane again.`;
}

function stillRunning(running: readonly string[]): string {
  const named = running
    .slice(0, MOST_NAMED)
    .map((line) => cutMiddle(line, LONGEST))
    .join(', ');
  const others = running.length > MOST_NAMED ? ` and ${running.length - MOST_NAMED} more` : '';
  return `${named}${others} ${running.length === 1 ? 'is' : 'are'} still running`;
}

function panesIn(workspace: Workspace, target: CloseTarget): PaneId[] {
  if (isPaneId(target)) return [target];
  const ids = isWindowId(target) ? [target] : (workspace.sessions[target]?.windows ?? []);
  return ids.flatMap((id) => {
    const window = workspace.windows[id];
    return window === undefined ? [] : panesOf(window.layout);
  });
}
