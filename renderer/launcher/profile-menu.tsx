// Beside the button for a new tab: a new one with one of the profiles. There only where there are any.
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { useApp, useAppState } from '../app/app-context.ts';
import { openSettings } from '../app/ui-state.ts';
import { MenuList } from '../overlays/menu-list.tsx';
import { Popover } from '../overlays/popover.tsx';
import { useOpenTab } from './open-tab.ts';
import { ProfileIcon } from './profile-icon.tsx';

export function ProfileMenu() {
  const { store } = useApp();
  const openTab = useOpenTab();
  const profiles = useAppState(({ config }) => config.profiles);
  const [isOpen, setOpen] = useState(false);
  if (Object.keys(profiles).length === 0) return null;
  const choose = (profile: string) => {
    setOpen(false);
    openTab({ profile });
  };
  return (
    <div className="popover-anchor">
      <button
        type="button"
        className="icon-button profile-menu-button"
        aria-label="New tab with a profile"
        title="New tab with a profile"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => setOpen(!isOpen)}
      >
        <ChevronDown size={13} strokeWidth={1.5} />
      </button>
      {isOpen && (
        <Popover label="New tab with a profile" placement="below-start" onClose={() => setOpen(false)}>
          <MenuList label="New tab with a profile">
            {Object.entries(profiles).map(([name, profile]) => (
              <button
                key={name}
                type="button"
                className="menu-item"
                role="menuitem"
                onClick={() => choose(name)}
              >
                <span className="palette-icon">
                  <ProfileIcon icon={profile.icon} />
                </span>
                <span className="menu-item-words">{name}</span>
              </button>
            ))}
            <button
              type="button"
              className="menu-item"
              role="menuitem"
              onClick={() => {
                setOpen(false);
                store.update(openSettings('profiles'));
              }}
            >
              <span className="palette-icon" />
              <span className="menu-item-words">Make or change profiles…</span>
            </button>
          </MenuList>
        </Popover>
      )}
    </div>
  );
}
