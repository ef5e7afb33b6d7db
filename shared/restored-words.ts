// What is said of a pane that came back: on its divider, in its header, and by `capture --json`.
import type { Restored } from './model.ts';
import { clockTime } from './times.ts';

/** "restored 10:32, after a crash; was running npm run dev". `now`: milliseconds since the epoch. */
export function restoredWords(restored: Restored, now: number): string {
  const when = `restored ${clockTime(restored.at, now)}`;
  const cause = restored.cause === 'crash' ? ', after a crash' : '';
  const running = restored.wasRunning === null ? '' : `; was running ${restored.wasRunning}`;
  return `${when}${cause}${running}`;
}
