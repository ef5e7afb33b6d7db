import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clampSize,
  comparePositions,
  decodeMark,
  encodeMark,
  positionAfter,
  type StreamMark,
} from '../../shared/stream.ts';

describe('stream marks', () => {
  it('should be these bytes on disk', () => {
    expect([...encodeMark({ kind: 'resize', cols: 300, rows: 24 })]).toEqual([1, 1, 44, 1, 24, 0]);
    expect([...encodeMark({ kind: 'clear' })]).toEqual([1, 2]);
  });

  it('should come back as they were', () => {
    const marks = fc.oneof(
      fc.constant<StreamMark>({ kind: 'clear' }),
      fc.record({
        kind: fc.constant('resize' as const),
        cols: fc.integer({ min: 2, max: 2000 }),
        rows: fc.integer({ min: 1, max: 1000 }),
      }),
    );
    fc.assert(
      fc.property(marks, (mark) => {
        expect(decodeMark(encodeMark(mark))).toEqual(mark);
      }),
    );
  });

  it('should be nothing, and no error, when they are of a later version or broken', () => {
    for (const bytes of [[], [1], [2, 1, 1, 1, 1, 1], [1, 9, 1], [1, 1, 80], [1, 1, 80, 0, 24]]) {
      expect(decodeMark(Uint8Array.from(bytes))).toBeNull();
    }
  });

  it('should bound the sizes that they carry', () => {
    expect(decodeMark(Uint8Array.of(1, 1, 0, 0, 0, 0))).toEqual({ kind: 'resize', cols: 2, rows: 1 });
    expect(decodeMark(Uint8Array.of(1, 1, 255, 255, 255, 255))).toEqual({
      kind: 'resize',
      cols: 2000,
      rows: 1000,
    });
    expect(clampSize({ cols: Number.NaN, rows: 24.9 })).toEqual({ cols: 2, rows: 24 });
  });
});

describe('stream positions', () => {
  it('should be ordered by incarnation, then by offset', () => {
    const [early, later, next] = [
      { incarnation: 1, offset: 5 },
      { incarnation: 1, offset: 9 },
      { incarnation: 2, offset: 0 },
    ];
    expect(comparePositions(early, later)).toBeLessThan(0);
    expect(comparePositions(next, later)).toBeGreaterThan(0);
    expect(comparePositions(later, { ...later })).toBe(0);
  });

  it('should count a byte and a mark as one unit each', () => {
    const data = new Uint8Array(7);
    expect(positionAfter({ kind: 'output', incarnation: 3, offset: 10, data })).toEqual({
      incarnation: 3,
      offset: 17,
    });
    const mark = { kind: 'clear' } as const;
    expect(positionAfter({ kind: 'mark', incarnation: 3, offset: 10, mark })).toEqual({
      incarnation: 3,
      offset: 11,
    });
  });
});
