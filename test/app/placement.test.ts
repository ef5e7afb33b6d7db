import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameOffset, minHeight, minWidth, placeBounds } from '../../electron/app/placement.ts';

const left = { x: 0, y: 0, width: 1920, height: 1080 };
const right = { x: 1920, y: 200, width: 1280, height: 800 };

describe('placeBounds', () => {
  it('should leave a window where it was when it can be reached there', () => {
    const bounds = { x: 2000, y: 250, width: 900, height: 600 };
    expect(placeBounds(bounds, [left, right])).toEqual(bounds);
    const acrossBoth = { x: 1700, y: 300, width: 900, height: 600 };
    expect(placeBounds(acrossBoth, [left, right])).toEqual(acrossBoth);
    const mostlyOutside = { x: -700, y: 900, width: 900, height: 600 };
    expect(placeBounds(mostlyOutside, [left])).toEqual(mostlyOutside);
  });

  it('should bring a window back whose display is gone', () => {
    const bounds = { x: 2000, y: 250, width: 900, height: 600 };
    expect(placeBounds(bounds, [left])).toEqual({ x: 1020, y: 250, width: 900, height: 600 });
  });

  it('should bring back a window whose title bar is above the screen', () => {
    expect(placeBounds({ x: 100, y: -50, width: 900, height: 600 }, [left])).toMatchObject({ x: 100, y: 0 });
  });

  it('should shrink what is larger than the display it has to move to', () => {
    const bounds = { x: 5000, y: 0, width: 3000, height: 2000 };
    expect(placeBounds(bounds, [right])).toEqual(right);
  });

  it('should put a new window in the middle of the primary display', () => {
    expect(placeBounds(null, [left, right])).toEqual({ x: 360, y: 140, width: 1200, height: 800 });
    expect(placeBounds(null, [{ x: 0, y: 0, width: 800, height: 600 }])).toMatchObject({
      width: 800,
      height: 600,
    });
  });

  it('should have an answer without any display', () => {
    expect(placeBounds(null, [])).toMatchObject({ width: 1200, height: 800 });
  });

  it('should always leave something to take hold of', () => {
    const pixel = fc.integer({ min: -100_000, max: 100_000 });
    const size = fc.integer({ min: 1, max: 10_000 });
    fc.assert(
      fc.property(fc.record({ x: pixel, y: pixel, width: size, height: size }), (saved) => {
        const { x, y, width, height } = placeBounds(saved, [left, right]);
        const reached = [left, right].some((area) => {
          const seen = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
          return seen >= 120 && y >= area.y && y + 24 <= area.y + area.height;
        });
        expect(reached).toBe(true);
        expect(width).toBeGreaterThanOrEqual(minWidth);
        expect(height).toBeGreaterThanOrEqual(minHeight);
      }),
    );
  });
});

describe('a frame around a window', () => {
  const asked = { x: 60, y: 40, width: 900, height: 620 };

  it('should be what lies between the place that was asked for and the window', () => {
    expect(frameOffset(asked, { ...asked, x: 61, y: 60 })).toEqual({ x: 1, y: 20 });
    expect(frameOffset(asked, { ...asked, y: 67 })).toEqual({ x: 0, y: 27 });
  });

  it('should be none where the window lies as asked, was moved, or has another size', () => {
    for (const got of [
      asked,
      { ...asked, x: 50 },
      { ...asked, x: 400, y: 60 },
      { ...asked, y: 300 },
      { ...asked, x: 61, y: 60, width: 800 },
    ])
      expect(frameOffset(asked, got)).toBeNull();
  });
});
