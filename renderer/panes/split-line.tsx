// The line between two panes and its grab area. Dragging reports shares at most once a frame, and once more when done;
// the arrow keys move it as well.
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import type { SplitHandle } from '../../shared/layout.ts';
import { dragRatios } from './drag-ratios.ts';
import './split-line.css';

export interface SplitLineProps {
  readonly handle: SplitHandle;
  /** Of the split it belongs to. */
  readonly ratios: readonly number[];
  /** Length of that split in pixels, lines left out. */
  readonly length: number;
  readonly onRatios: (ratios: readonly number[], done: boolean) => void;
  readonly onEqualise: () => void;
}

/** Wide enough for a header's few words, high enough for two rows. */
const LEAST_PIXELS = { row: 80, column: 64 };
const KEY_STEP_PIXELS = 24;

export function SplitLine({ handle, ratios, length, onRatios, onEqualise }: SplitLineProps) {
  const { dir, index, bounds } = handle;
  const [isDragged, setDragged] = useState(false);
  const frame = useRef(0);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  const move = (from: readonly number[], delta: number) =>
    dragRatios({ ratios: from, index, delta, length, least: LEAST_PIXELS[dir] });

  const handlePointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    // The terminal keeps the keyboard.
    event.preventDefault();
    const target = event.currentTarget;
    const start = dir === 'row' ? event.clientX : event.clientY;
    let last: readonly number[] = ratios;
    target.setPointerCapture(event.pointerId);
    setDragged(true);
    const handleMove = (moved: globalThis.PointerEvent) => {
      last = move(ratios, (dir === 'row' ? moved.clientX : moved.clientY) - start);
      cancelAnimationFrame(frame.current);
      frame.current = requestAnimationFrame(() => onRatios(last, false));
    };
    const handleEnd = () => {
      target.removeEventListener('pointermove', handleMove);
      target.removeEventListener('lostpointercapture', handleEnd);
      cancelAnimationFrame(frame.current);
      setDragged(false);
      if (last !== ratios) onRatios(last, true);
    };
    target.addEventListener('pointermove', handleMove);
    target.addEventListener('lostpointercapture', handleEnd);
  };
  const handleKey = (event: KeyboardEvent) => {
    const [back, forth] = dir === 'row' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    const delta = event.key === back ? -KEY_STEP_PIXELS : event.key === forth ? KEY_STEP_PIXELS : 0;
    if (event.key === 'Enter') onEqualise();
    else if (delta !== 0) onRatios(move(ratios, delta), true);
    else return;
    event.preventDefault();
  };
  const before = ratios.slice(0, index + 1).reduce((sum, ratio) => sum + ratio, 0);
  return (
    // biome-ignore lint/a11y/useSemanticElements: an hr can be neither dragged nor focused in a useful way
    <div
      className="split-line"
      data-testid="split-handle"
      data-dir={dir}
      data-dragged={isDragged || undefined}
      role="separator"
      tabIndex={0}
      aria-label={dir === 'row' ? 'Width of the panes' : 'Height of the panes'}
      aria-orientation={dir === 'row' ? 'vertical' : 'horizontal'}
      aria-valuenow={Math.round(before * 100)}
      aria-valuemin={0}
      aria-valuemax={100}
      title="Drag to resize, double-click to equalise"
      style={{ left: bounds.x, top: bounds.y, width: bounds.width, height: bounds.height }}
      onPointerDown={handlePointerDown}
      onDoubleClick={onEqualise}
      onKeyDown={handleKey}
    />
  );
}
