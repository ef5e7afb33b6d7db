// What is said of a pane that came back: on its divider, in its header, and by `capture --json`.
import type { Restored, Survivor } from './model.ts';
import { clockTime } from './times.ts';

/** A longer command would push the process id out of sight. */
const longestCommand = 40;

/**
 * "restored 10:32, after a crash; was running npm run dev". `now`: milliseconds since the epoch; `survivors`: what still
 * runs of the pane's old processes.
 */
export function restoredWords(restored: Restored, now: number, survivors: readonly Survivor[] = []): string {
  const when = `restored ${clockTime(restored.at, now)}`;
  const cause = restored.cause === 'crash' ? ', after a crash' : '';
  const runsStill = survivors.some(({ isCommand }) => isCommand);
  const running = restored.wasRunning === null || runsStill ? '' : `; was running ${restored.wasRunning}`;
  return `${when}${cause}${running}${survivors.map(survivorWords).join('')}`;
}

function survivorWords({ pid, command }: Survivor): string {
  const short = command.length > longestCommand ? `${command.slice(0, longestCommand - 1)}…` : command;
  return `; ${short} is still running, pid ${pid}`;
}
