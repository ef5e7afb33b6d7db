// Which restore points are worth keeping: one every five minutes for an hour, one an hour for a day, one a day for a week; and
// for an hour each one that was made on purpose. Time in which there were no points does not count, so neither a holiday nor a
// clock that jumps makes points old. Pure. Invariant: the newest always stays; running it twice drops nothing more.
import type { CheckpointReason } from './types.ts';

export interface DatedPoint {
  /** Later points have larger ones, whatever the clock said. */
  readonly id: number;
  readonly atMs: number;
  readonly reason: CheckpointReason;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The latest point of so many stretches of time; one more than the span has, for the present one has only begun. */
const RULES = [
  { everyMs: 5 * MINUTE_MS, stretches: 12 + 1 },
  { everyMs: HOUR_MS, stretches: 24 + 1 },
  { everyMs: DAY_MS, stretches: 7 + 1 },
] as const;

/** Somebody asked for it, or it is what was there before something else took its place: nobody expects it to be gone at once. */
const DELIBERATE: ReadonlySet<CheckpointReason> = new Set(['user', 'restore', 'start']);

/** Ids that have outlived their use at `nowMs`, the latest first. */
export function outlived(points: readonly DatedPoint[], nowMs: number): number[] {
  const latestFirst = [...points].sort((a, b) => b.id - a.id);
  const kept = new Set<number>();
  for (const { id, atMs, reason } of latestFirst)
    if (DELIBERATE.has(reason) && nowMs - atMs < HOUR_MS) kept.add(id);
  for (const { everyMs, stretches } of RULES) {
    const taken = new Set<number>();
    for (const { id, atMs } of latestFirst) {
      if (taken.size === stretches) break;
      const stretch = Math.floor(atMs / everyMs);
      if (!taken.has(stretch)) kept.add(id);
      taken.add(stretch);
    }
  }
  return latestFirst.filter(({ id }) => !kept.has(id)).map(({ id }) => id);
}
