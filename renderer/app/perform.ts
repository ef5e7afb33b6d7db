// What each action does. The table is complete by its type: an action without a deed does not compile.
import type { ActionId } from '../../shared/actions.ts';
import type { EverpaneBridge } from '../../shared/bridge.ts';
import { type Direction, neighbourOf } from '../../shared/layout.ts';
import type { Pane, Session, Window } from '../../shared/model.ts';
import { runningCommands } from '../../shared/running.ts';
import { isPossible } from '../actions/is-possible.ts';
import { type Subject, type SubjectId, subjectOf } from '../actions/subject.ts';
import { nudgeRatios } from '../panes/nudge-ratios.ts';
import { firstSettingsPage } from '../settings/settings-pages.ts';
import type { AppState } from '../store/app-state.ts';
import { addNotice } from '../store/apply-message.ts';
import { isSidebarShown } from '../store/selectors.ts';
import type { Store } from '../store/store.ts';
import type { PaneTerminal } from '../terminal/pane-terminal.ts';
import type { TerminalDeck } from '../terminal/terminal-deck.ts';
import { receivers } from './broadcast.ts';
import type { Commander } from './commander.ts';
import { toggleChromeFocus } from './focus-chrome.ts';
import { openMenuOf } from './open-menu.ts';
import type { Paster } from './paster.ts';
import { terminalDeeds } from './terminal-deeds.ts';
import {
  closeSettings,
  openFind,
  openOverlay,
  openSettings,
  startRenaming,
  toggleBroadcast,
  togglePalette,
  zoomFont,
} from './ui-state.ts';

export interface PerformContext {
  readonly store: Store<AppState>;
  readonly commander: Commander;
  readonly deck: TerminalDeck;
  readonly bridge: EverpaneBridge;
  readonly paster: Paster;
}

export interface Perform {
  /** Does what a key, a menu item or the palette asks for; `about`: the thing whose menu it was chosen from. */
  act(action: ActionId, about?: SubjectId): void;
  /** Whether it would do anything just now. */
  isPossible(action: ActionId, about?: SubjectId): boolean;
}

type Deed = (subject: Subject) => void;

export function createPerform(context: PerformContext): Perform {
  const { store, commander, deck, bridge } = context;

  const onPane =
    (act: (pane: Pane) => void): Deed =>
    ({ pane }) => {
      if (pane !== null) act(pane);
    };
  const onTab =
    (act: (window: Window) => void): Deed =>
    ({ window }) => {
      if (window !== null) act(window);
    };
  const onSession =
    (act: (session: Session) => void): Deed =>
    ({ session }) => {
      if (session !== null) act(session);
    };
  const onTerminal = (act: (terminal: PaneTerminal) => void): Deed =>
    onPane((pane) => {
      const terminal = deck.get(pane.id);
      if (terminal !== undefined) act(terminal);
    });
  const split = (direction: Direction): Deed =>
    onPane((pane) => void commander.run('pane.split', { pane: pane.id, direction }));
  const neighbour =
    (direction: Direction, act: (pane: Pane['id'], other: Pane['id']) => void): Deed =>
    ({ pane, window }) => {
      const other = pane && window && neighbourOf(window.layout, pane.id, direction);
      if (pane !== null && other !== null) act(pane.id, other);
    };
  const focus = (direction: Direction): Deed =>
    neighbour(direction, (_pane, target) => void commander.run('focus', { target }));
  const swap = (direction: Direction): Deed =>
    neighbour(direction, (a, b) => void commander.run('pane.swap', { a, b }));
  const resize =
    (direction: Direction): Deed =>
    ({ pane, window }) => {
      const nudged = pane && window && nudgeRatios(window.layout, pane.id, direction);
      if (window === null || nudged === null) return;
      const { path, ratios } = nudged;
      const params = { window: window.id, path: [...path], ratios: [...ratios], done: true };
      void commander.run('layout.ratios', params);
    };

  const newTab: Deed = ({ session }) => {
    if (session === null) void commander.run('session.create', {});
    else void commander.run('window.create', { session: session.id });
  };
  const newPrivateTab: Deed = ({ session }) =>
    void commander.run('window.create', {
      ...(session === null ? {} : { session: session.id }),
      private: true,
    });
  const stepTab = (by: number): Deed =>
    onSession((session) => {
      const target = stepIn(session.windows, session.activeWindow, by);
      if (target !== null) void commander.run('focus', { target });
    });
  const moveTab =
    (by: number): Deed =>
    ({ session, window }) => {
      if (session === null || window === null) return;
      const index = session.windows.indexOf(window.id) + by;
      if (index >= 0) void commander.run('window.move', { window: window.id, session: session.id, index });
    };
  const stepSession = (by: number): Deed =>
    onSession((session) => {
      const target = stepIn(store.get().workspace.sessionOrder, session.id, by);
      if (target !== null) void commander.run('focus', { target });
    });
  const moveSession = (by: number): Deed =>
    onSession((session) => {
      const index = store.get().workspace.sessionOrder.indexOf(session.id) + by;
      if (index >= 0) void commander.run('session.move', { session: session.id, index });
    });
  const showSidebar = (shown: boolean): void => {
    const { osWindow } = store.get();
    if (osWindow !== null) void commander.run('os-window.sidebar', { osWindow, shown });
  };
  const renameSession = onSession((session) => {
    // Its name is edited where it stands.
    if (!isSidebarShown(store.get())) showSidebar(true);
    store.update(startRenaming(session.id));
  });
  const say = (text: string): void =>
    store.update((state) => addNotice(state, { level: 'info', pane: null, text }));
  const quit = (): void => {
    const { config, workspace } = store.get();
    const running = config.window.confirm_quit ? runningCommands(workspace) : [];
    if (running.length === 0) bridge.quit();
    else store.update(openOverlay({ kind: 'confirm-quit', running }));
  };

  const deeds: Record<ActionId, Deed> = {
    'tab.new': newTab,
    'tab.new-private': newPrivateTab,
    'tab.new-with-profile': () => store.update(openOverlay({ kind: 'launcher', of: 'profile' })),
    'tab.run-command': () => store.update(openOverlay({ kind: 'launcher', of: 'command' })),
    'view.settings': () => {
      const isOpen = store.get().ui.settings !== null;
      store.update(isOpen ? closeSettings : openSettings(firstSettingsPage));
    },
    'view.keyboard': () => store.update(openSettings('keyboard')),
    'session.new': () => void commander.run('session.create', {}),
    'os-window.new': () => void commander.run('os-window.open', {}),
    'os-window.quick': () => bridge.toggleQuickTerminal(),
    'pane.split-right': split('right'),
    'pane.split-down': split('down'),
    'pane.close': (subject) => {
      if (store.get().ui.settings !== null) store.update(closeSettings);
      else onPane((pane) => void commander.close(pane.id))(subject);
    },
    'pane.reopen': () => void commander.run('pane.reopen', {}),
    'app.quit': quit,
    ...terminalDeeds(context, onTerminal),
    'edit.find': onPane((pane) => store.update(openFind(pane.id))),
    'edit.clear': onPane((pane) => void commander.run('pane.clear', { pane: pane.id })),
    'view.palette': () => store.update(togglePalette),
    'view.timeline': () => store.update(openOverlay({ kind: 'timeline' })),
    'view.menu': () => openMenuOf(store, document),
    'view.sidebar': () => showSidebar(!isSidebarShown(store.get())),
    'view.font-larger': () => store.update(zoomFont(1)),
    'view.font-smaller': () => store.update(zoomFont(-1)),
    'view.font-reset': () => store.update(zoomFont(0)),
    'view.broadcast': onTab((window) => {
      store.update(toggleBroadcast(window.id));
      const state = store.get();
      if (state.ui.broadcast === window.id && receivers(state, window).length === 0) {
        store.update(toggleBroadcast(window.id));
        say('Typing into all panes needs a tab that shows two or more of them.');
      }
    }),
    'view.screen-reader': () => {
      const value = !store.get().config.terminal.screen_reader;
      void bridge.changeSettings([{ kind: 'set', path: ['terminal', 'screen_reader'], value }]);
      say(
        value ? 'Text of terminals is told to screen readers.' : 'Screen readers are not told of terminals.',
      );
    },
    'view.leave-terminal': onPane((pane) => toggleChromeFocus(document, () => deck.get(pane.id)?.focus())),
    'pane.focus-left': focus('left'),
    'pane.focus-right': focus('right'),
    'pane.focus-up': focus('up'),
    'pane.focus-down': focus('down'),
    'pane.zoom': onPane((pane) => void commander.run('pane.zoom', { pane: pane.id })),
    'pane.equalise': onTab(
      (window) => void commander.run('layout.equalise', { window: window.id, path: [] }),
    ),
    'pane.resize-left': resize('left'),
    'pane.resize-right': resize('right'),
    'pane.resize-up': resize('up'),
    'pane.resize-down': resize('down'),
    'pane.swap-left': swap('left'),
    'pane.swap-right': swap('right'),
    'pane.swap-up': swap('up'),
    'pane.swap-down': swap('down'),
    'pane.move-to-tab': onPane(({ id: pane }) =>
      store.update(openOverlay({ kind: 'palette', purpose: { kind: 'move-pane', pane } })),
    ),
    'pane.move-to-new-tab': onPane((pane) => void commander.run('pane.move', { pane: pane.id, to: 'new' })),
    'pane.rerun': onPane((pane) => void commander.run('pane.rerun', { pane: pane.id })),
    'pane.dismiss-restored': onPane((pane) => void commander.run('pane.dismiss-restored', { pane: pane.id })),
    'pane.respawn': onPane((pane) => void commander.run('pane.respawn', { pane: pane.id })),
    'tab.next': stepTab(1),
    'tab.previous': stepTab(-1),
    'tab.rename': onTab((window) => store.update(startRenaming(window.id))),
    'tab.move-left': moveTab(-1),
    'tab.move-right': moveTab(1),
    'tab.move-to-session': onTab(({ id: window }) =>
      store.update(openOverlay({ kind: 'palette', purpose: { kind: 'move-tab', window } })),
    ),
    'tab.move-to-new-window': onTab((window) => void commander.run('window.detach', { window: window.id })),
    'tab.close': onTab((window) => void commander.close(window.id)),
    'session.next': stepSession(1),
    'session.previous': stepSession(-1),
    'session.rename': renameSession,
    'session.move-up': moveSession(-1),
    'session.move-down': moveSession(1),
    'session.open-in-window': onSession(
      (session) => void commander.run('os-window.open', { session: session.id }),
    ),
    'session.close': onSession((session) => void commander.close(session.id)),
  };
  return {
    act(action, about) {
      deeds[action](subjectOf(store.get(), about ?? null));
    },
    isPossible(action, about) {
      const state = store.get();
      const subject = subjectOf(state, about ?? null);
      const terminal = subject.pane === null ? undefined : deck.get(subject.pane.id);
      const hasSelection = (terminal?.selection() ?? '') !== '';
      return isPossible(action, { ...subject, workspace: state.workspace, hasSelection });
    },
  };
}

/** The neighbour in a ring; null when there is no other. */
function stepIn<T>(list: readonly T[], from: T, by: number): T | null {
  if (list.length < 2) return null;
  const index = (list.indexOf(from) + by + list.length) % list.length;
  return list[index] ?? null;
}
