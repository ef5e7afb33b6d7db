// A tab as it is drawn, and what a person can do with it: shared by the strip, its tabs and its menu.
import type { ReactNode } from 'react';
import type { Profile } from '../../shared/config-tables.ts';
import type { WindowId } from '../../shared/ids.ts';
import type { Mark } from '../store/selectors.ts';

export interface TabItem {
  readonly id: WindowId;
  readonly title: string;
  /** Of its active pane's profile. */
  readonly icon: Profile['icon'];
  /** Given by the user; empty: `title` is the active pane's. */
  readonly name: string;
  readonly mark: Mark;
  readonly isPrivate: boolean;
}

export interface TabStripProps {
  readonly items: readonly TabItem[];
  readonly active: WindowId | null;
  /** The tab that a dragged pane would go to; `new`: one of its own. */
  readonly dropOn: WindowId | 'new' | null;
  readonly renaming: WindowId | null;
  /** The tab of the settings while they lie over the panes: then no other one is in front. */
  readonly settings: ReactNode;
  /** Beside the button for a new tab. */
  readonly besideNew: ReactNode;
  readonly isSidebarShown: boolean;
  readonly onToggleSidebar: () => void;
  readonly onCreate: () => void;
  readonly onSettings: () => void;
  /** Any tab was pressed, the active one as well: it is what the person wants to see. */
  readonly onPress: () => void;
  readonly onSelect: (window: WindowId) => void;
  readonly onClose: (window: WindowId) => void;
  readonly onStartRename: (window: WindowId) => void;
  readonly onRename: (window: WindowId, name: string | null) => void;
  readonly onMove: (window: WindowId, index: number) => void;
  /** Tabs that are dragged away from the strip. */
  readonly away: (window: WindowId) => AwayTab;
  readonly onLeave: () => void;
}

export interface AwayTab {
  handleMove(event: PointerEvent): void;
  handleDrop(event: PointerEvent): void;
  handleCancel(): void;
}
