// Whether an action would do anything just now: menus and the palette dim what would not. Pure. An action that is not in the
// table is always possible.
import type { ActionId } from '../../shared/actions.ts';
import { type Direction, neighbourOf, panesOf } from '../../shared/layout.ts';
import type { OsWindow, Workspace } from '../../shared/model.ts';
import { nudgeRatios } from '../panes/nudge-ratios.ts';
import type { Subject } from './subject.ts';

export interface Circumstances extends Subject {
  readonly workspace: Workspace;
  /** Whether text is selected in the subject's pane. */
  readonly hasSelection: boolean;
}

type Test = (circumstances: Circumstances) => boolean;

const onPane: Test = ({ pane }) => pane !== null;
const onTab: Test = ({ window }) => window !== null;
const onSession: Test = ({ session }) => session !== null;
const isLive: Test = ({ pane, workspace }) => pane !== null && workspace.live[pane.id] !== undefined;
const hasSiblings: Test = ({ window }) => window !== null && panesOf(window.layout).length > 1;
const neighbour =
  (direction: Direction): Test =>
  ({ pane, window }) =>
    pane !== null && window !== null && neighbourOf(window.layout, pane.id, direction) !== null;
const resize =
  (direction: Direction): Test =>
  ({ pane, window }) =>
    pane !== null && window !== null && nudgeRatios(window.layout, pane.id, direction) !== null;
/** Whether the tab has another one `by` places further. */
const tabBeside =
  (by: number): Test =>
  ({ session, window }) =>
    window !== null && session?.windows[session.windows.indexOf(window.id) + by] !== undefined;
const sessionBeside =
  (by: number): Test =>
  ({ session, workspace }) =>
    session !== null && workspace.sessionOrder[workspace.sessionOrder.indexOf(session.id) + by] !== undefined;
const hasOtherTabs: Test = ({ session }) => session !== null && session.windows.length > 1;
const hasOtherSessions: Test = ({ session, workspace }) =>
  session !== null && workspace.sessionOrder.length > 1;

const tests: Partial<Record<ActionId, Test>> = {
  'pane.split-right': onPane,
  'pane.split-down': onPane,
  'pane.close': onPane,
  'pane.reopen': ({ workspace }) => workspace.closed.length > 0,
  'edit.copy': ({ hasSelection }) => hasSelection,
  'edit.paste': isLive,
  'edit.select-all': onPane,
  'edit.find': onPane,
  'edit.clear': isLive,
  'view.scroll-page-up': onPane,
  'view.scroll-page-down': onPane,
  'view.scroll-top': onPane,
  'view.scroll-bottom': onPane,
  'view.leave-terminal': onPane,
  'pane.focus-left': neighbour('left'),
  'pane.focus-right': neighbour('right'),
  'pane.focus-up': neighbour('up'),
  'pane.focus-down': neighbour('down'),
  'pane.zoom': hasSiblings,
  'pane.equalise': hasSiblings,
  'pane.resize-left': resize('left'),
  'pane.resize-right': resize('right'),
  'pane.resize-up': resize('up'),
  'pane.resize-down': resize('down'),
  'pane.swap-left': neighbour('left'),
  'pane.swap-right': neighbour('right'),
  'pane.swap-up': neighbour('up'),
  'pane.swap-down': neighbour('down'),
  'pane.move-to-tab': ({ pane, workspace }) => pane !== null && Object.keys(workspace.windows).length > 1,
  'pane.move-to-new-tab': hasSiblings,
  'pane.rerun': ({ pane }) => pane?.restored?.wasRunning != null,
  'pane.dismiss-restored': ({ pane }) => pane?.restored != null,
  'pane.respawn': (about) => about.pane !== null && !isLive(about),
  'tab.next': hasOtherTabs,
  'tab.previous': hasOtherTabs,
  'tab.rename': onTab,
  'tab.move-left': tabBeside(-1),
  'tab.move-right': tabBeside(1),
  'tab.move-to-session': (about) => onTab(about) && hasOtherSessions(about),
  'tab.move-to-new-window': (about) => onTab(about) && hasOtherTabs(about),
  'tab.close': onTab,
  'session.next': hasOtherSessions,
  'session.previous': hasOtherSessions,
  'session.rename': onSession,
  'session.move-up': sessionBeside(-1),
  'session.move-down': sessionBeside(1),
  'session.open-in-window': ({ session, workspace }) =>
    session !== null &&
    (Object.values(workspace.osWindows) as OsWindow[]).every((shown) => shown.session !== session.id),
  'session.close': onSession,
};

export function isPossible(action: ActionId, circumstances: Circumstances): boolean {
  return tests[action]?.(circumstances) ?? true;
}
