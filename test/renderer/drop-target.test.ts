import { describe, expect, it } from 'vitest';
import { osWindowAt, sideOf } from '../../renderer/app/drop-target.ts';
import { firstRun, run } from '../support/workspaces.ts';

describe('where a dragged pane goes', () => {
  const box = { x: 100, y: 50, width: 400, height: 200 };

  it('should be the side whose edge is near, and the place itself in the middle', () => {
    expect(sideOf(box, { x: 110, y: 150 })).toBe('left');
    expect(sideOf(box, { x: 490, y: 150 })).toBe('right');
    expect(sideOf(box, { x: 300, y: 55 })).toBe('up');
    expect(sideOf(box, { x: 300, y: 245 })).toBe('down');
    expect(sideOf(box, { x: 300, y: 150 })).toBe('centre');
  });

  it('should weigh edges by the shape of the pane', () => {
    // Forty pixels are a tenth of its width and a fifth of its height.
    expect(sideOf(box, { x: 140, y: 90 })).toBe('left');
  });
});

describe('the window of the desktop under the pointer', () => {
  const bounds = { x: 0, y: 0, width: 800, height: 600 };
  const two = run(
    run(run(firstRun(), 'window.create', {}), 'window.detach', { window: 'w2', bounds }),
    'os-window.place',
    { osWindow: 'o1', bounds: { ...bounds, x: 700 }, mode: 'normal' },
  );

  it('should be another one than that of the drag', () => {
    expect(osWindowAt(two, 'o1', { x: 750, y: 10 })?.id).toBe('o2');
    expect(osWindowAt(two, 'o2', { x: 750, y: 10 })?.id).toBe('o1');
    expect(osWindowAt(two, 'o2', { x: 100, y: 10 })).toBeNull();
    expect(osWindowAt(two, null, { x: 5000, y: 10 })).toBeNull();
  });
});
