import { describe, expect, it } from 'vitest';
import { nudgeRatios } from '../../renderer/panes/nudge-ratios.ts';
import type { Layout } from '../../shared/model.ts';

const grid: Layout = {
  dir: 'row',
  ratios: [0.5, 0.5],
  children: ['p1', { dir: 'column', ratios: [0.5, 0.5], children: ['p2', 'p3'] }],
};

describe('resizing a pane by keys', () => {
  it('should move the line behind the pane, and before the last one of a split', () => {
    expect(nudgeRatios(grid, 'p1', 'right')).toEqual({ path: [], ratios: [0.53, 0.47] });
    expect(nudgeRatios(grid, 'p1', 'left')).toEqual({ path: [], ratios: [0.47, 0.53] });
    expect(nudgeRatios(grid, 'p3', 'up')).toEqual({ path: [1], ratios: [0.47, 0.53] });
  });

  it('should take the nearest split of the axis', () => {
    expect(nudgeRatios(grid, 'p2', 'left')).toEqual({ path: [], ratios: [0.47, 0.53] });
    expect(nudgeRatios(grid, 'p2', 'down')).toEqual({ path: [1], ratios: [0.53, 0.47] });
  });

  it('should say that there is nothing to move', () => {
    expect(nudgeRatios('p1', 'p1', 'left')).toBeNull();
    expect(nudgeRatios(grid, 'p1', 'down')).toBeNull();
    const least: Layout = { dir: 'row', ratios: [0.02, 0.98], children: ['p1', 'p2'] };
    expect(nudgeRatios(least, 'p1', 'left')).toBeNull();
  });
});
