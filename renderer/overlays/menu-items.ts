// What the context menu of each place offers, in groups: actions of the one table, by their ids.
import type { ActionId } from '../../shared/actions.ts';
import type { MenuOf } from '../store/app-state.ts';

export const menuItems: Record<MenuOf['of'], readonly (readonly ActionId[])[]> = {
  pane: [
    ['edit.copy', 'edit.paste', 'edit.select-all', 'edit.find', 'edit.clear'],
    ['pane.split-right', 'pane.split-down', 'pane.zoom', 'pane.equalise'],
    ['pane.move-to-tab', 'pane.move-to-new-tab'],
    ['pane.rerun', 'pane.dismiss-restored', 'pane.respawn'],
    ['pane.reopen', 'pane.close'],
  ],
  tab: [
    ['tab.new', 'tab.new-private', 'tab.rename'],
    ['tab.move-left', 'tab.move-right', 'tab.move-to-session', 'tab.move-to-new-window'],
    ['pane.reopen', 'tab.close'],
  ],
  session: [
    ['session.new', 'session.rename', 'session.open-in-window'],
    ['session.move-up', 'session.move-down'],
    ['session.close'],
  ],
  empty: [
    ['tab.new', 'tab.new-private', 'tab.new-with-profile', 'tab.run-command', 'session.new', 'os-window.new'],
    ['pane.reopen'],
    ['view.palette', 'view.sidebar', 'view.settings'],
  ],
};
