// The power goes after every single operation of a workload, and of the recoveries themselves; what is left is opened and
// judged. EVERPANE_CRASH_IMAGES sets the number of images (default 20,000; a release is tried with 1,000,000), EVERPANE_CRASH_FROM
// where to begin among them, so that many can be tried piece by piece.
import { describe, expect, it } from 'vitest';
import { crashPoints, freshDisk, imageOf, judgeImage } from './crash-points.ts';
import { judge, Oracle, runWorkload } from './crash-workload.ts';

const IMAGES = Number(process.env.EVERPANE_CRASH_IMAGES ?? 20_000);
const FROM = Number(process.env.EVERPANE_CRASH_FROM ?? 0);
const HOUR_MS = 3_600_000;

describe('a power cut', () => {
  it('should leave a prefix with everything confirmed, after every operation', {
    timeout: HOUR_MS,
  }, async () => {
    const oracle = new Oracle();
    const fs = freshDisk();
    const points = await crashPoints(
      fs,
      () => oracle.promised,
      () => runWorkload(fs, oracle),
    );
    const first = Math.floor(FROM / points.length);
    let images = 0;
    for (let variant = first; images < IMAGES; variant += 1) {
      for (const [index, point] of points.entries()) {
        await judgeImage(point, variant, variant * 100_003 + index, oracle);
        images += 1;
      }
    }
    expect(images).toBeGreaterThanOrEqual(IMAGES);
  });

  it('should leave the same state when it hits the recovery from a power cut', {
    timeout: HOUR_MS,
  }, async () => {
    const oracle = new Oracle();
    const fs = freshDisk();
    const points = await crashPoints(
      fs,
      () => oracle.promised,
      () => runWorkload(fs, oracle),
    );
    const every = Math.max(1, Math.floor((points.length * 100) / IMAGES));
    let images = 0;
    for (let index = 0; index < points.length; index += every * 3) {
      const point = points[index];
      if (point === undefined) continue;
      const seed = 7_000_001 + index;
      const image = imageOf(point, 2, seed);
      const judged = async (): Promise<void> => {
        const session = await judge(image, oracle, point.promised);
        // What recovery has found must still be found after the next crash, whatever that one takes.
        recovered = session.log.status().lsn;
      };
      let recovered = 0;
      const again = await crashPoints(
        image,
        () => ({ ...point.promised, durableLsn: Math.max(point.promised.durableLsn, recovered) }),
        judged,
      );
      for (const [step, inner] of again.entries()) {
        await judgeImage(inner, step % 3, seed * 31 + step, oracle);
        images += 1;
      }
    }
    expect(images).toBeGreaterThan(100);
  });

  it('should report a loss once: recovering twice changes nothing', { timeout: HOUR_MS }, async () => {
    const oracle = new Oracle();
    const fs = freshDisk();
    const points = await crashPoints(
      fs,
      () => oracle.promised,
      () => runWorkload(fs, oracle),
    );
    for (const [index, point] of points.entries()) {
      const image = imageOf(point, 2, 900_001 + index);
      const first = await judge(image, oracle, point.promised);
      const second = await judge(image, oracle, point.promised);
      expect(second.machine.items).toEqual(first.machine.items);
      expect(second.report.losses).toEqual([]);
      expect(second.log.status().lsn).toBe(first.log.status().lsn);
    }
  });
});
