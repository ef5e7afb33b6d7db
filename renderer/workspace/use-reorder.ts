// Dragging an item of a list to another place with the pointer. While it is held nothing in the workspace changes: the
// items step aside by transforms, and only letting go asks for the move.
import { type PointerEvent, type RefObject, useRef, useState } from 'react';
import { dropIndex, type Extent, stepAside } from './drop-index.ts';

export interface ReorderOptions {
  readonly axis: 'x' | 'y';
  /** Holds the items as its children, in order. */
  readonly list: RefObject<HTMLElement | null>;
  readonly onMove: (from: number, to: number) => void;
}

interface Drag {
  readonly from: number;
  readonly to: number;
  readonly delta: number;
  readonly extents: readonly Extent[];
}

export interface Reorder {
  /** Index of the item that is held, or null. */
  readonly held: number | null;
  /** Pixels along the axis by which an item is drawn away from its place. */
  offsetOf(index: number): number;
  handlePointerDown(event: PointerEvent<HTMLElement>, index: number): void;
}

/** Less than this is a click. */
const THRESHOLD = 4;

export function useReorder({ axis, list, onMove }: ReorderOptions): Reorder {
  const [drag, setDrag] = useState<Drag | null>(null);
  const current = useRef<Drag | null>(null);

  const update = (next: Drag | null) => {
    current.current = next;
    setDrag(next);
  };

  return {
    held: drag?.from ?? null,
    offsetOf(index) {
      if (drag === null) return 0;
      return index === drag.from ? drag.delta : stepAside(drag.extents, index, drag.from, drag.to);
    },
    handlePointerDown(event, from) {
      if (event.button !== 0 || list.current === null) return;
      const target = event.currentTarget;
      const origin = axis === 'x' ? event.clientX : event.clientY;
      const extents = [...list.current.children].map((child): Extent => {
        const box = child.getBoundingClientRect();
        return axis === 'x' ? { start: box.left, size: box.width } : { start: box.top, size: box.height };
      });
      const handleMove = (move: globalThis.PointerEvent) => {
        const delta = (axis === 'x' ? move.clientX : move.clientY) - origin;
        if (current.current === null) {
          if (Math.abs(delta) < THRESHOLD) return;
          target.setPointerCapture(move.pointerId);
        }
        update({ from, to: dropIndex(extents, from, delta), delta, extents });
      };
      const handleEnd = (end: globalThis.PointerEvent) => {
        target.removeEventListener('pointermove', handleMove);
        target.removeEventListener('pointerup', handleEnd);
        target.removeEventListener('pointercancel', handleEnd);
        const done = current.current;
        update(null);
        if (done !== null && end.type === 'pointerup' && done.to !== from) onMove(from, done.to);
      };
      target.addEventListener('pointermove', handleMove);
      target.addEventListener('pointerup', handleEnd);
      target.addEventListener('pointercancel', handleEnd);
    },
  };
}
