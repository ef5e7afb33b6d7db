import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { mapAtOnce } from '../../electron/persistence/at-once.ts';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('mapAtOnce', () => {
  it('should give the results in the order of the items, whichever comes first', async () => {
    const turnsOf = (item: number): number => (item * 7) % 5;
    const results = await mapAtOnce(numbers(40), async (item) => {
      for (let turn = 0; turn < turnsOf(item); turn += 1) await setImmediate();
      return item * 2;
    });
    expect(results).toEqual(numbers(40).map((item) => item * 2));
  });

  it('should have many under way at a time, but not all of a thousand', async () => {
    let underWay = 0;
    let most = 0;
    await mapAtOnce(numbers(1000), async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await setImmediate();
      underWay -= 1;
    });
    expect(most).toBe(16);
  });

  it('should reject with the failure when nothing is under way any more, and begin no more', async () => {
    let underWay = 0;
    let begun = 0;
    const mapping = mapAtOnce(numbers(100), async (item) => {
      begun += 1;
      underWay += 1;
      await setImmediate();
      if (item > 5) for (let turn = 0; turn < 10; turn += 1) await setImmediate();
      underWay -= 1;
      if (item === 5) throw new Error('no more');
    });
    await expect(mapping).rejects.toThrow('no more');
    expect(underWay).toBe(0);
    expect(begun).toBeLessThan(30);
  });

  it('should do nothing for nothing', async () => {
    expect(await mapAtOnce([], () => Promise.reject(new Error('asked')))).toEqual([]);
  });
});
