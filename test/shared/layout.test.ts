import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PaneId } from '../../shared/ids.ts';
import {
  type Direction,
  isLayout,
  neighbourOf,
  normaliseRatios,
  panesOf,
  placeLayout,
  removeFromLayout,
  resizeInLayout,
  setRatios,
  splitLayout,
  swapInLayout,
} from '../../shared/layout.ts';
import type { Layout } from '../../shared/model.ts';

const directions: readonly Direction[] = ['left', 'right', 'up', 'down'];

/** A layout grown by random splits of random panes. */
const layouts = fc
  .array(
    fc.tuple(fc.nat(), fc.constantFrom(...directions), fc.double({ min: 0.05, max: 0.95, noNaN: true })),
    {
      maxLength: 12,
    },
  )
  .map((splits) => {
    let layout: Layout = 'p1';
    for (const [index, [pick, direction, ratio]] of splits.entries()) {
      const panes = panesOf(layout);
      const target = panes[pick % panes.length] ?? 'p1';
      layout = splitLayout(layout, target, `p${index + 2}`, { direction, ratio });
    }
    return layout;
  });

describe('splitting a layout', () => {
  it('should add a sibling when the parent has the same direction', () => {
    const row = splitLayout('p1', 'p1', 'p2', { direction: 'right' });
    const three = splitLayout(row, 'p2', 'p3', { direction: 'right' });
    expect(three).toEqual({ dir: 'row', ratios: [0.5, 0.25, 0.25], children: ['p1', 'p2', 'p3'] });
  });

  it('should give the new pane its ratio of the pane that was split', () => {
    const row = splitLayout('p1', 'p1', 'p2', { direction: 'left', ratio: 0.2 });
    expect(row).toEqual({ dir: 'row', ratios: [0.2, 0.8], children: ['p2', 'p1'] });
  });

  it('should nest when the direction differs', () => {
    const row = splitLayout('p1', 'p1', 'p2', { direction: 'right' });
    const nested = splitLayout(row, 'p2', 'p3', { direction: 'up' });
    expect(nested).toEqual({
      dir: 'row',
      ratios: [0.5, 0.5],
      children: ['p1', { dir: 'column', ratios: [0.5, 0.5], children: ['p3', 'p2'] }],
    });
  });

  it('should keep every invariant whatever is split', () => {
    fc.assert(
      fc.property(layouts, (layout) => {
        expect(isLayout(layout)).toBe(true);
        const panes = panesOf(layout);
        expect(new Set(panes).size).toBe(panes.length);
      }),
    );
  });
});

describe('removing from a layout', () => {
  it('should leave exactly the other panes, in order, and a valid layout', () => {
    fc.assert(
      fc.property(layouts, fc.nat(), (layout, pick) => {
        const panes = panesOf(layout);
        const gone = panes[pick % panes.length] ?? 'p1';
        const left = removeFromLayout(layout, gone);
        if (panes.length === 1) expect(left).toBeNull();
        else {
          expect(isLayout(left)).toBe(true);
          expect(left === null ? [] : panesOf(left)).toEqual(panes.filter((pane) => pane !== gone));
        }
      }),
    );
  });

  it('should share the room among the siblings in proportion', () => {
    const layout: Layout = { dir: 'row', ratios: [0.5, 0.25, 0.25], children: ['p1', 'p2', 'p3'] };
    expect(removeFromLayout(layout, 'p1')).toEqual({
      dir: 'row',
      ratios: [0.5, 0.5],
      children: ['p2', 'p3'],
    });
  });
});

describe('resizing in a layout', () => {
  it('should give the pane its share and scale the others', () => {
    const layout: Layout = { dir: 'row', ratios: [0.5, 0.25, 0.25], children: ['p1', 'p2', 'p3'] };
    const resized = resizeInLayout(layout, 'p1', 0.8);
    expect(resized).toMatchObject({ dir: 'row' });
    expect(typeof resized === 'object' ? resized?.ratios : []).toEqual([
      0.8,
      expect.closeTo(0.1),
      expect.closeTo(0.1),
    ]);
  });

  it('should have nothing to do for a pane that is alone', () => {
    expect(resizeInLayout('p1', 'p1', 0.5)).toBeNull();
  });

  it('should ignore ratios that do not fit the split', () => {
    const layout: Layout = { dir: 'row', ratios: [0.5, 0.5], children: ['p1', 'p2'] };
    expect(setRatios(layout, [], [1, 1, 1])).toEqual(layout);
  });

  it('should make any positive numbers ratios that add up to 1', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 2, maxLength: 20 }),
        (shares) => {
          const ratios = normaliseRatios(shares);
          expect(ratios.reduce((sum, ratio) => sum + ratio, 0)).toBeCloseTo(1, 9);
          expect(ratios.every((ratio) => ratio > 0)).toBe(true);
        },
      ),
    );
  });
});

describe('placing a layout', () => {
  it('should cover the area exactly, without overlap, in whole pixels', () => {
    fc.assert(
      fc.property(
        layouts,
        fc.integer({ min: 0, max: 3000 }),
        fc.integer({ min: 0, max: 2000 }),
        fc.integer({ min: 0, max: 3 }),
        (layout, w, h, gap) => {
          const { panes, handles } = placeLayout(layout, { x: 7, y: 11, width: w, height: h }, gap);
          const areas = [...panes.values(), ...handles.map((handle) => handle.bounds)];
          expect(areas.reduce((sum, area) => sum + area.width * area.height, 0)).toBe(w * h);
          expect(areas.every((area) => Object.values(area).every(Number.isInteger))).toBe(true);
          expect(areas.every(({ width, height }) => width >= 0 && height >= 0)).toBe(true);
        },
      ),
    );
  });
});

describe('finding a neighbour', () => {
  const layout: Layout = {
    dir: 'row',
    ratios: [0.5, 0.5],
    children: ['p1', { dir: 'column', ratios: [0.3, 0.7], children: ['p2', 'p3'] }],
  };

  it('should take the pane that shares most of the edge', () => {
    expect(neighbourOf(layout, 'p1', 'right')).toBe('p3');
    expect(neighbourOf(layout, 'p2', 'left')).toBe('p1');
    expect(neighbourOf(layout, 'p3', 'up')).toBe('p2');
  });

  it('should be null at the border', () => {
    expect(neighbourOf(layout, 'p1', 'left')).toBeNull();
    expect(neighbourOf(layout, 'p3', 'down')).toBeNull();
  });

  it('should be found from every pane that is not alone in its direction, and never be itself', () => {
    fc.assert(
      fc.property(layouts, fc.constantFrom(...directions), (tree, direction) => {
        for (const pane of panesOf(tree)) {
          const found: PaneId | null = neighbourOf(tree, pane, direction);
          expect(found).not.toBe(pane);
        }
      }),
    );
  });
});

describe('swapping in a layout', () => {
  it('should exchange two places and nothing else', () => {
    const layout: Layout = { dir: 'row', ratios: [0.7, 0.3], children: ['p1', 'p2'] };
    expect(swapInLayout(layout, 'p1', 'p2')).toEqual({ ...layout, children: ['p2', 'p1'] });
    expect(swapInLayout(layout, 'p1', 'p9')).toEqual({ ...layout, children: ['p9', 'p2'] });
  });
});
