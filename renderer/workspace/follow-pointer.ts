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
  const page = target.ownerDocument;
  const stop = (): void => {
    target.removeEventListener('pointermove', handleMove);
    target.removeEventListener('pointerup', handleEnd);
    target.removeEventListener('pointercancel', handleEnd);
    page.removeEventListener('keydown', handleKey, { capture: true });
  };
  target.addEventListener('pointermove', handleMove);
  target.addEventListener('pointerup', handleEnd);
  target.addEventListener('pointercancel', handleEnd);
}
