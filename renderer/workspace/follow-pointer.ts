// A drag, from the press to the end of it: what is held hears every move once the pointer has left the place where it was
// pressed, then that it was let go or given up (Escape, or the system takes the pointer).
import type { PointerEvent } from 'react';

export interface PointerFollower {
  handleMove(event: globalThis.PointerEvent): void;
  handleDrop(event: globalThis.PointerEvent): void;
  handleCancel(): void;
}

/** Less than this many pixels is a click. */
const THRESHOLD = 4;

/** Follows the primary button's press `down`; anything else is left alone. */
export function followPointer(down: PointerEvent<HTMLElement>, follower: PointerFollower): void {
  if (down.button !== 0) return;
  const target = down.currentTarget;
  const { clientX, clientY } = down;
  let isHeld = false;
  const handleMove = (move: globalThis.PointerEvent): void => {
    if (!isHeld) {
      if (Math.hypot(move.clientX - clientX, move.clientY - clientY) < THRESHOLD) return;
      isHeld = true;
      target.setPointerCapture(move.pointerId);
      page.addEventListener('keydown', handleKey, { capture: true });
    }
    follower.handleMove(move);
  };
  const handleEnd = (end: globalThis.PointerEvent): void => {
    stop();
    if (!isHeld) return;
    if (end.type === 'pointerup') follower.handleDrop(end);
    else follower.handleCancel();
  };
  const handleKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopImmediatePropagation();
    stop();
    follower.handleCancel();
  };
  // Of the page, not of the target: a quick hand has left it with its first move, before it is captured.
  const page = target.ownerDocument;
  const stop = (): void => {
    page.removeEventListener('pointermove', handleMove);
    page.removeEventListener('pointerup', handleEnd);
    page.removeEventListener('pointercancel', handleEnd);
    page.removeEventListener('keydown', handleKey, { capture: true });
  };
  page.addEventListener('pointermove', handleMove);
  page.addEventListener('pointerup', handleEnd);
  page.addEventListener('pointercancel', handleEnd);
}
