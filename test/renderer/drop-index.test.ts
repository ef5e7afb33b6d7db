import { describe, expect, it } from 'vitest';
import { dropIndex, stepAside } from '../../renderer/workspace/drop-index.ts';

const tabs = [0, 100, 200, 300].map((start) => ({ start, size: 100 }));

describe('dropping a dragged tab', () => {
  it('should stay where it is until it passes the middle of a neighbour', () => {
    expect(dropIndex(tabs, 1, 49)).toBe(1);
    expect(dropIndex(tabs, 1, 51)).toBe(2);
    expect(dropIndex(tabs, 1, -51)).toBe(0);
  });

  it('should go no further than the ends', () => {
    expect(dropIndex(tabs, 0, 5000)).toBe(3);
    expect(dropIndex(tabs, 3, -5000)).toBe(0);
  });

  it('should make room by the size of the dragged one, between where it was and where it goes', () => {
    expect(tabs.map((_, at) => stepAside(tabs, at, 0, 2))).toEqual([0, -100, -100, 0]);
    expect(tabs.map((_, at) => stepAside(tabs, at, 3, 1))).toEqual([0, 100, 100, 0]);
  });
});
