// The menu of a pane, a tab, a session or an empty place: actions with their keys, dimmed where they would do nothing.
import { Content, Group, Item, Portal, Root, Separator, Trigger } from '@radix-ui/react-dropdown-menu';
import { useRef } from 'react';
import { type ActionId, actionTitle } from '../../shared/actions.ts';
import { isFocusFree } from '../app/focus-chrome.ts';
import type { MenuOf } from '../store/app-state.ts';
import { KeyCaps } from './key-caps.tsx';
import { menuItems } from './menu-items.ts';
import './context-menu.css';

export interface ContextMenuProps {
  readonly menu: MenuOf;
  readonly capsOf: (action: ActionId) => readonly string[];
  readonly isPossible: (action: ActionId) => boolean;
  readonly onAction: (action: ActionId) => void;
  readonly onClose: () => void;
}

const labels: Record<MenuOf['of'], string> = {
  pane: 'Pane',
  tab: 'Tab',
  session: 'Session',
  empty: 'Window',
};

export function ContextMenu({ menu, capsOf, isPossible, onAction, onClose }: ContextMenuProps) {
  const before = useRef(document.activeElement);
  const [first, ...more] = menuItems[menu.of];
  const group = (actions: readonly ActionId[] = []) =>
    actions.map((action) => (
      <Item
        key={action}
        className="context-item"
        disabled={!isPossible(action)}
        onSelect={() => onAction(action)}
      >
        <span className="context-words">{actionTitle(action)}</span>
        <KeyCaps caps={capsOf(action)} />
      </Item>
    ));
  return (
    <Root open modal={false} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Trigger
        className="context-anchor"
        aria-label={labels[menu.of]}
        tabIndex={-1}
        style={{ left: menu.at.x, top: menu.at.y }}
      />
      {/* In a landmark of the page, as all that is in it. */}
      <Portal container={document.querySelector('main')}>
        <Content
          className="context-menu"
          data-testid="context-menu"
          align="start"
          side="bottom"
          collisionPadding={8}
          loop
          onCloseAutoFocus={(event) => {
            // What was chosen may have taken the focus; otherwise it goes back to where it was.
            event.preventDefault();
            const { current } = before;
            if (isFocusFree(document) && current instanceof HTMLElement && current.isConnected)
              current.focus();
          }}
        >
          <Group>{group(first)}</Group>
          {more.map((actions) => (
            <Group key={actions[0]}>
              <Separator className="context-separator" />
              {group(actions)}
            </Group>
          ))}
        </Content>
      </Portal>
    </Root>
  );
}
