// Which restore points are worth keeping: one every five minutes for an hour, one an hour for a day, one a day for a week; and
// for an hour each one that was made on purpose. Pure. Invariant: the newest always stays; running it twice drops nothing more.
import type { CheckpointReason } from './types.ts';

export interface DatedPoint {
  readonly id: number;
  readonly atMs: number;
  readonly reason: CheckpointReason;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const SPANS = [
  { youngerThanMs: HOUR_MS, everyMs: 5 * MINUTE_MS },
  { youngerThanMs: DAY_MS, everyMs: HOUR_MS },
  { youngerThanMs: 7 * DAY_MS, everyMs: DAY_MS },
] as const;

/** Somebody asked for it, or it is what was there before something else took its place: nobody expects it to be gone at once. */
const DELIBERATE: ReadonlySet<CheckpointReason> = new Set(['user', 'restore', 'start']);

/** Ids that have outlived their use at `nowMs`. Of each stretch of time the latest point stays, and what is young and deliberate. */
export function outlived(points: readonly DatedPoint[], nowMs: number): number[] {
  const newestFirst = [...points].sort((a, b) => b.atMs - a.atMs || b.id - a.id);
  const taken = new Set<string>();
  const dropped: number[] = [];
  for (const [index, { id, atMs, reason }] of newestFirst.entries()) {
    const stretch = stretchOf(atMs, nowMs);
    const stays = index === 0 || (DELIBERATE.has(reason) && nowMs - atMs < HOUR_MS);
    if (!stays && (stretch === null || taken.has(stretch))) dropped.push(id);
    else if (stretch !== null) taken.add(stretch);
  }
  return dropped;
}

/** null: too old for any. A point from the future (the clock was set back) counts as young. */
function stretchOf(atMs: number, nowMs: number): string | null {
  const ageMs = nowMs - atMs;
  const span = SPANS.find(({ youngerThanMs }) => ageMs < youngerThanMs);
  return span === undefined ? null : `${span.everyMs}:${Math.floor(atMs / span.everyMs)}`;
}
