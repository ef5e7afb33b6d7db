import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dragRatios } from '../../renderer/panes/drag-ratios.ts';
import { normaliseRatios } from '../../shared/layout.ts';

describe('dragging a split handle', () => {
  const drag = { ratios: [0.25, 0.25, 0.5], index: 0, length: 1000, least: 80 };

  const rounded = (ratios: readonly number[]) => ratios.map((ratio) => Math.round(ratio * 1e6) / 1e6);

  it('should give to one neighbour what it takes from the other', () => {
    expect(rounded(dragRatios({ ...drag, delta: 100 }))).toEqual([0.35, 0.15, 0.5]);
    expect(rounded(dragRatios({ ...drag, index: 1, delta: -50 }))).toEqual([0.25, 0.2, 0.55]);
  });

  it('should stop at the least size', () => {
    expect(rounded(dragRatios({ ...drag, delta: 900 }))).toEqual([0.42, 0.08, 0.5]);
    expect(rounded(dragRatios({ ...drag, delta: -900 }))).toEqual([0.08, 0.42, 0.5]);
  });

  it('should halve what is too small for two of the least size', () => {
    expect(dragRatios({ ...drag, length: 100, delta: 40 })).toEqual([0.25, 0.25, 0.5]);
  });

  it('should change nothing where there is nothing to change', () => {
    expect(dragRatios({ ...drag, delta: 0 })).toBe(drag.ratios);
    expect(dragRatios({ ...drag, index: 2, delta: 10 })).toBe(drag.ratios);
    expect(dragRatios({ ...drag, length: 0, delta: 10 })).toBe(drag.ratios);
  });

  it('should keep every share positive and their sum, however far the pointer goes', () => {
    const shares = fc
      .array(fc.double({ min: 0.05, max: 1, noNaN: true }), { minLength: 2, maxLength: 6 })
      .map(normaliseRatios);
    fc.assert(
      fc.property(shares, fc.nat(), fc.integer({ min: -5000, max: 5000 }), (ratios, at, delta) => {
        const index = at % (ratios.length - 1);
        const dragged = dragRatios({ ratios, index, delta, length: 1200, least: 64 });
        expect(dragged.every((ratio) => ratio > 0)).toBe(true);
        expect(dragged.reduce((sum, ratio) => sum + ratio, 0)).toBeCloseTo(1, 9);
      }),
    );
  });
});
