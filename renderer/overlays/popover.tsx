// A small floating box beside what opened it. It takes the keyboard, and closes on Escape, on a press elsewhere and when the
// focus leaves it.
import { type ReactNode, useEffect, useRef } from 'react';
import './popover.css';

export interface PopoverProps {
  readonly label: string;
  readonly placement: 'below-end' | 'below-start' | 'above-end';
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Stands in an element of class `popover-anchor`, which also holds the button that opens it. */
export function Popover({ label, placement, onClose, children }: PopoverProps) {
  const box = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    const before = document.activeElement;
    (box.current?.querySelector<HTMLElement>('button') ?? box.current)?.focus();
    const handlePress = (event: PointerEvent) => {
      const isOutside = event.target instanceof Node && !box.current?.parentElement?.contains(event.target);
      if (isOutside) close.current();
    };
    const handleKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      close.current();
    };
    document.addEventListener('pointerdown', handlePress, { capture: true });
    document.addEventListener('keydown', handleKey, { capture: true });
    return () => {
      document.removeEventListener('pointerdown', handlePress, { capture: true });
      document.removeEventListener('keydown', handleKey, { capture: true });
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <div
      ref={box}
      className="popover"
      data-placement={placement}
      role="dialog"
      aria-label={label}
      tabIndex={-1}
      onBlur={({ currentTarget, relatedTarget }) => {
        // Gone to nothing is a press (heard above) or another window; gone elsewhere is leaving.
        if (relatedTarget !== null && !currentTarget.parentElement?.contains(relatedTarget)) onClose();
      }}
    >
      {children}
    </div>
  );
}
