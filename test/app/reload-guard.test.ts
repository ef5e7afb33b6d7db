import { describe, expect, it } from 'vitest';
import { ReloadGuard } from '../../electron/app/reload-guard.ts';

describe('ReloadGuard', () => {
  it('should allow deaths that are far apart and refuse one too many in a short time', () => {
    let time = 0;
    const guard = new ReloadGuard({ deaths: 3, withinMs: 30_000, now: () => time });
    const deathAt = (at: number): boolean => {
      time = at;
      return guard.mayReload();
    };
    expect([0, 20_000, 31_000].map(deathAt)).toEqual([true, true, true]);
    expect(deathAt(32_000)).toBe(false);
    guard.reset();
    expect(deathAt(33_000)).toBe(true);
  });
});
