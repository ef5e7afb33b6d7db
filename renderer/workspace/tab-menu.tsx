// The menu of all tabs, for when they do not fit.
import type { WindowId } from '../../shared/ids.ts';
import { ProfileIcon } from '../launcher/profile-icon.tsx';
import { MenuList } from '../overlays/menu-list.tsx';
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
  return (
    <Popover label="All tabs" placement="below-end" onClose={onClose}>
      <MenuList label="All tabs">
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
      </MenuList>
    </Popover>
  );
}
