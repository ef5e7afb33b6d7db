// Dragging an item of a list to another place with the pointer, or away from the list. While it is held nothing in the
// workspace changes: the items step aside by transforms, and only letting go asks for the move.
import { type PointerEvent, type RefObject, useRef, useState } from 'react';
import { dropIndex, type Extent, stepAside } from './drop-index.ts';
import { followPointer } from './follow-pointer.ts';

export interface ReorderOptions {
  readonly axis: 'x' | 'y';
  /** Holds the items as its children, in order. */
  readonly list: RefObject<HTMLElement | null>;
  readonly onMove: (from: number, to: number) => void;
  /** Null: items cannot leave the list. */
  readonly away: AwayDrag | null;
}

/** Takes over while an item is held away from its list. */
export interface AwayDrag {
  handleMove(from: number, event: globalThis.PointerEvent): void;
  handleDrop(from: number, event: globalThis.PointerEvent): void;
  /** Back in the list, or given up. */
  handleCancel(): void;
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

/** Pixels beside the list that still are the list: nobody drags along a line. */
const GRASP = 12;

export function useReorder({ axis, list, onMove, away }: ReorderOptions): Reorder {
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
      const { current: box } = list;
      if (box === null) return;
      const origin = axis === 'x' ? event.clientX : event.clientY;
      const extents = [...box.children].map((child): Extent => {
        const { left, top, width, height } = child.getBoundingClientRect();
        return axis === 'x' ? { start: left, size: width } : { start: top, size: height };
      });
      let isAway = false;
      followPointer(event, {
        handleMove(move) {
          const isOut = away !== null && isBeside(move, box.getBoundingClientRect(), axis);
          if (isOut) away.handleMove(from, move);
          else if (isAway) away?.handleCancel();
          isAway = isOut;
          const delta = isOut ? 0 : (axis === 'x' ? move.clientX : move.clientY) - origin;
          update({ from, to: dropIndex(extents, from, delta), delta, extents });
        },
        handleDrop(end) {
          const done = current.current;
          update(null);
          if (isAway) away?.handleDrop(from, end);
          else if (done !== null && done.to !== from) onMove(from, done.to);
        },
        handleCancel() {
          update(null);
          if (isAway) away?.handleCancel();
        },
      });
    },
  };
}

/** Across the list's axis; along it a list may be left as far as one likes, up to the window's edge. */
function isBeside(
  { clientX, clientY }: globalThis.PointerEvent,
  box: DOMRect,
  axis: ReorderOptions['axis'],
): boolean {
  const { innerWidth, innerHeight } = window;
  if (clientX < 0 || clientY < 0 || clientX > innerWidth || clientY > innerHeight) return true;
  return axis === 'x'
    ? clientY < box.top - GRASP || clientY > box.bottom + GRASP || clientX < box.left - 4 * GRASP
    : clientX < box.left - GRASP || clientX > box.right + GRASP;
}
