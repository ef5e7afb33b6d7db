// Whether the system's clock can be right: times in the journal, restore points and their thinning hang on it.
import { existsSync } from 'node:fs';
import { lastWriteAt } from '../../electron/persistence/last-write.ts';
import { configuredStateDir } from '../state-dir.ts';
import { type Check, ok, warning } from './finding.ts';

/** Everpane did not exist before; a clock that lost its battery starts far earlier. */
const earliest = Date.UTC(2025, 0, 1);
/** Clocks that are set by the network move by seconds. */
const toleranceMs = 60_000;
const mend = 'set the clock; until then times and the timeline are wrong, and nothing else is';

export const checkClock: Check = async (cli) => {
  const dir = await configuredStateDir(cli);
  const written = existsSync(dir) ? await lastWriteAt(dir) : null;
  return judgeClock(Date.now(), written);
};

/** Both in milliseconds since 1970. Pure. */
export function judgeClock(now: number, lastWrite: number | null): Awaited<ReturnType<Check>> {
  const shown = new Date(now).toISOString();
  if (now < earliest) return warning(`it says ${shown}, which cannot be`, mend);
  if (lastWrite !== null && lastWrite > now + toleranceMs) {
    return warning(
      `it says ${shown}, but the journal was written at ${new Date(lastWrite).toISOString()}`,
      mend,
    );
  }
  return ok(shown);
}
