// The entries of a menu that a button unfolds: arrows, Home and End go through them, in a ring.
import { type KeyboardEvent, type ReactNode, useRef } from 'react';

export interface MenuListProps {
  readonly label: string;
  /** Buttons of class `menu-item`. */
  readonly children: ReactNode;
}

export function MenuList({ label, children }: MenuListProps) {
  const list = useRef<HTMLDivElement>(null);
  const handleKey = (event: KeyboardEvent) => {
    const entries = [...(list.current?.children ?? [])] as HTMLElement[];
    const to = nextIndex(event.key, entries.indexOf(document.activeElement as HTMLElement), entries.length);
    if (to === null) return;
    event.preventDefault();
    entries[to]?.focus();
  };
  return (
    <div ref={list} className="menu" role="menu" aria-label={label} onKeyDown={handleKey}>
      {children}
    </div>
  );
}

function nextIndex(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % count;
    case 'ArrowUp':
      return (at - 1 + count) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
