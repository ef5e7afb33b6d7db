// A tab as it is drawn, and what a person can do with it: shared by the strip, its tabs and its menu.
import type { WindowId } from '../../shared/ids.ts';
import type { Mark } from '../store/selectors.ts';

export interface TabItem {
  readonly id: WindowId;
  readonly title: string;
  /** Given by the user; empty: `title` is the active pane's. */
  readonly name: string;
  readonly mark: Mark;
  readonly isPrivate: boolean;
}

export interface TabStripProps {
  readonly items: readonly TabItem[];
  readonly active: WindowId | null;
  readonly renaming: WindowId | null;
  readonly isSidebarShown: boolean;
  readonly onToggleSidebar: () => void;
  readonly onCreate: () => void;
  readonly onSelect: (window: WindowId) => void;
  readonly onClose: (window: WindowId) => void;
  readonly onStartRename: (window: WindowId) => void;
  readonly onRename: (window: WindowId, name: string | null) => void;
  readonly onMove: (window: WindowId, index: number) => void;
  readonly onLeave: () => void;
}
