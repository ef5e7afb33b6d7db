// The menu of all tabs, for when they do not fit.
import { type KeyboardEvent, useRef } from 'react';
import type { WindowId } from '../../shared/ids.ts';
import { ProfileIcon } from '../launcher/profile-icon.tsx';
import { Popover } from '../overlays/popover.tsx';
import { MarkDot } from './mark-dot.tsx';
import type { TabItem } from './tab-item.ts';

export interface TabMenuProps {
  readonly items: readonly TabItem[];
  readonly active: WindowId | null;
  readonly onSelect: (window: WindowId) => void;
  readonly onClose: () => void;
}

export function TabMenu({ items, active, onSelect, onClose }: TabMenuProps) {
  const list = useRef<HTMLDivElement>(null);
  const handleKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const entries = [...(list.current?.children ?? [])] as HTMLElement[];
    const at = entries.indexOf(document.activeElement as HTMLElement);
    entries[(at + step + entries.length) % entries.length]?.focus();
  };
  return (
    <Popover label="All tabs" placement="below-end" onClose={onClose}>
      <div ref={list} className="menu" role="menu" aria-label="All tabs" onKeyDown={handleKey}>
        {items.map((item) => (
          <button
            key={item.id}
            type="button"
            className="menu-item"
            role="menuitemradio"
            aria-checked={item.id === active}
            onClick={() => onSelect(item.id)}
          >
            <ProfileIcon icon={item.icon} />
            <span className="menu-item-words">{item.title}</span>
            <MarkDot mark={item.mark} />
          </button>
        ))}
      </div>
    </Popover>
  );
}
