// States to go back to: complete by themselves, thinned by age and by room, out of the way of the newest.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type DatedPoint, outlived } from '../../electron/persistence/thinning.ts';
import type { CheckpointReason } from '../../electron/persistence/types.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openForTest, output, TEST_CONFIG, unchanged } from './open-for-test.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

describe('restore points', () => {
  it('should bring a state back that the log has long forgotten', async () => {
    const dir = join(await tempDir(), 'state');
    const config = { ...TEST_CONFIG, keepCheckpoints: 1, segmentBytes: 64 * 1024 };
    const first = await openForTest(dir, { config });
    first.add('then');
    first.log.append([output(1, 1, 0, 'folded '), output(2, 1, 0, 'unfolded')], 'soon');
    await first.log.putSnapshot(1, { incarnation: 1, offset: 7 }, Buffer.from('FOLDED'));
    const whole = { position: { incarnation: 1, offset: 8 }, data: Buffer.from('UNFOLDED') };
    const point = await first.log.keepRestorePoint(new Map([[2, whole]]), 'user');
    for (let round = 0; round < 20; round += 1) {
      first.add(`later ${round}`.padEnd(30_000, '.'));
      await first.log.flush();
    }
    first.log.dropStream(1);
    first.log.dropStream(2);
    await first.log.checkpoint('user');
    await first.log.close();

    const { log, machine } = await openForTest(dir, { config });
    expect(machine.items.length).toBe(21);
    expect(log.restorePoints()).toEqual([point]);
    const content = log.readRestorePoint(point.id);
    expect(JSON.parse(Buffer.from(content?.state ?? []).toString())).toEqual(['then']);
    expect(content?.streams).toEqual([2, 1]);
    expect(Buffer.from((await content?.snapshot(1))?.data ?? []).toString()).toBe('FOLDED');
    expect(Buffer.from((await content?.snapshot(2))?.data ?? []).toString()).toBe('UNFOLDED');
    expect(await content?.snapshot(3)).toBeNull();
    expect(log.readRestorePoint('c99')).toBeNull();
  });

  it('should let the oldest go first when there is no room, say how many, and never the log', async () => {
    const dir = join(await tempDir(), 'state');
    const clock = new ManualClock();
    const { log, add } = await openForTest(dir, {
      clock,
      config: { ...TEST_CONFIG, maxStateBytes: 250_000 },
    });
    const ids: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      clock.jump(10 * MINUTE_MS);
      const snapshot = { position: { incarnation: 1, offset: round }, data: Buffer.alloc(60_000, round) };
      ids.push((await log.keepRestorePoint(new Map([[1, snapshot]]), 'interval')).id);
    }
    add('x'.repeat(300_000));
    expect(log.restorePoints().map(({ id }) => id)).toEqual(ids.slice(-4).reverse());
    expect(log.status()).toMatchObject({ restorePoints: 4, restorePointsDroppedForRoom: 1 });
    await log.checkpoint('user');
    expect(log.status()).toMatchObject({
      mode: 'recording',
      restorePoints: 0,
      restorePointsDroppedForRoom: 5,
    });
    expect(await readdir(join(dir, 'scrollback'))).toEqual([]);
    // Larger than it may be, it records the newest all the same.
    add('the newest');
    await log.checkpoint('user');
    await log.close();
    const next = await openForTest(dir, { config: { ...TEST_CONFIG, maxStateBytes: 250_000 } });
    expect(next.machine.items.at(-1)).toBe('the newest');
    expect(next.machine.items).toHaveLength(2);
  });

  it('should keep what the user made when another one follows at once, as far as there is room', async () => {
    const dir = join(await tempDir(), 'state');
    const clock = new ManualClock();
    const { log } = await openForTest(dir, { clock, config: { ...TEST_CONFIG, maxStateBytes: 200_000 } });
    const keep = async (reason: CheckpointReason) => {
      clock.jump(1000);
      const snapshot = { position: { incarnation: 1, offset: 1 }, data: Buffer.alloc(50_000) };
      return (await log.keepRestorePoint(new Map([[1, snapshot]]), reason)).id;
    };
    const mine = await keep('user');
    await keep('interval');
    const before = await keep('restore');
    const newest = await keep('interval');
    expect(log.restorePoints().map(({ id }) => id)).toEqual([newest, before, mine]);
    const more = await keep('user');
    expect(log.restorePoints().map(({ id }) => id)).toEqual([more, before, mine]);
    const last = await keep('user');
    expect(log.restorePoints().map(({ id }) => id)).toEqual([last, more, before]);
    expect(log.status().restorePointsDroppedForRoom).toBe(1);
  });

  it('should not count as kept when there is no room for it', async () => {
    const dir = join(await tempDir(), 'state');
    const { log, add } = await openForTest(dir, { config: { ...TEST_CONFIG, maxStateBytes: 100_000 } });
    add('x'.repeat(150_000));
    await log.flush();
    await expect(log.keepRestorePoint(new Map(), 'restore')).rejects.toThrow('no room');
    expect(log.restorePoints()).toEqual([]);
  });

  it('should take a purged stream out of every point', async () => {
    const dir = join(await tempDir(), 'state');
    const { log } = await openForTest(dir);
    const secret = { position: { incarnation: 1, offset: 6 }, data: Buffer.from('secret') };
    const harmless = { position: { incarnation: 1, offset: 8 }, data: Buffer.from('harmless') };
    const { id } = await log.keepRestorePoint(
      new Map([
        [1, secret],
        [2, harmless],
      ]),
      'user',
    );
    await log.purge(new Set([1]), unchanged);
    expect(log.readRestorePoint(id)?.streams).toEqual([2]);
    expect((await readdir(join(dir, 'scrollback'))).length).toBe(1);
  });
});

describe('thinning', () => {
  const now = Date.UTC(2026, 5, 15, 12, 0, 0);
  /** From the past to the present; ids grow as they do. */
  const every = (stepMs: number, spanMs: number, untilMs = now, firstId = 0): DatedPoint[] => {
    const count = Math.floor(spanMs / stepMs);
    return Array.from({ length: count }, (_, index) => ({
      id: firstId + index,
      atMs: untilMs - (count - 1 - index) * stepMs,
      reason: 'interval',
    }));
  };
  const kept = (points: readonly DatedPoint[], nowMs: number) => {
    const gone = new Set(outlived(points, nowMs));
    return points.filter(({ id }) => !gone.has(id));
  };
  const agesOf = (points: readonly DatedPoint[], nowMs: number) => points.map(({ atMs }) => nowMs - atMs);

  it('should keep one every five minutes for an hour, one an hour for a day, one a day for a week', () => {
    const ages = agesOf(kept(every(MINUTE_MS, 10 * DAY_MS), now), now);
    const agedUnder = (ms: number) => ages.filter((age) => age < ms).length;
    expect(agedUnder(60 * MINUTE_MS)).toBe(13);
    expect(agedUnder(DAY_MS)).toBe(13 + 23);
    expect(Math.max(...ages)).toBeGreaterThan(6.5 * DAY_MS);
    expect(Math.max(...ages)).toBeLessThan(7 * DAY_MS);
    expect(ages.length).toBeLessThanOrEqual(13 + 24 + 7);
  });

  it('should keep for an hour what was made on purpose, however soon the next one came', () => {
    const at = (minutes: number, reason: DatedPoint['reason'], id: number) => ({
      id,
      atMs: now - minutes * MINUTE_MS,
      reason,
    });
    const points = [
      at(0, 'interval', 9),
      at(11, 'interval', 8),
      at(11.5, 'interval', 7),
      at(12, 'user', 6),
      at(12.5, 'restore', 5),
      at(13, 'start', 4),
      at(13.5, 'interval', 3),
      at(72, 'interval', 2),
      at(72.5, 'user', 1),
    ];
    expect(outlived(points, now)).toEqual([7, 3, 1]);
  });

  it('should drop nothing more the second time', () => {
    const points = kept(every(7 * MINUTE_MS, 9 * DAY_MS), now);
    expect(outlived(points, now)).toEqual([]);
  });

  it('should always keep the newest, however old, and points from a future that the clock was set back from', () => {
    expect(outlived([{ id: 1, atMs: now - 100 * DAY_MS, reason: 'interval' }], now)).toEqual([]);
    const future = { id: 1, atMs: now + DAY_MS, reason: 'interval' } as const;
    expect(outlived([future, { id: 2, atMs: now, reason: 'interval' }], now)).toEqual([]);
    expect(outlived([], now)).toEqual([]);
  });

  it('should hold no point for old because nobody worked or the clock jumped ahead', () => {
    const before = kept(every(5 * MINUTE_MS, 10 * DAY_MS), now);
    const later = now + 400 * DAY_MS;
    const after = every(5 * MINUTE_MS, 5 * MINUTE_MS, later, 1_000_000);
    const left = kept([...before, ...after], later);
    expect(left.length).toBeGreaterThan(before.length - 3);
    expect(left.at(0)?.atMs).toBeLessThan(now - 5 * DAY_MS);
  });

  it('should go on as ever where the clock was set back behind many points', () => {
    const ahead = every(5 * MINUTE_MS, 2 * DAY_MS, now + 400 * DAY_MS);
    const present = every(MINUTE_MS, 2 * DAY_MS, now, 1_000_000);
    const left = kept([...ahead, ...present], now);
    expect(agesOf(left, now).filter((age) => age >= 0 && age < 60 * MINUTE_MS)).toHaveLength(13);
    expect(left.length).toBeLessThanOrEqual(13 + 25 + 8);
  });
});
