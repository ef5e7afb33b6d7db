// What each action does. The table is complete by its type: an action without a deed does not compile.
import type { ActionId } from '../../shared/actions.ts';
import type { EverpaneBridge } from '../../shared/bridge.ts';
import { type Direction, neighbourOf } from '../../shared/layout.ts';
import type { AppState, CloseTarget } from '../store/app-state.ts';
import { focusedPane, isSidebarShown, shownSession, shownWindow } from '../store/selectors.ts';
import type { Store } from '../store/store.ts';
import type { PaneTerminal } from '../terminal/pane-terminal.ts';
import type { TerminalDeck } from '../terminal/terminal-deck.ts';
import type { Commander } from './commander.ts';
import { toggleChromeFocus } from './focus-chrome.ts';
import { openFind, startRenaming, togglePalette, zoomFont } from './ui-state.ts';

export interface PerformContext {
  readonly store: Store<AppState>;
  readonly commander: Commander;
  readonly deck: TerminalDeck;
  readonly bridge: EverpaneBridge;
}

export function createPerform(context: PerformContext): (action: ActionId) => void {
  const { store, commander, deck, bridge } = context;

  const onPane = (act: (pane: NonNullable<ReturnType<typeof focusedPane>>) => void) => () => {
    const pane = focusedPane(store.get());
    if (pane !== null) act(pane);
  };
  const onTerminal = (act: (terminal: PaneTerminal) => void) =>
    onPane((pane) => {
      const terminal = deck.get(pane.id);
      if (terminal !== undefined) act(terminal);
    });
  const split = (direction: Direction) =>
    onPane((pane) => void commander.run('pane.split', { pane: pane.id, direction }));
  const focusNeighbour = (direction: Direction) => () => {
    const window = shownWindow(store.get());
    const target = window && neighbourOf(window.layout, window.activePane, direction);
    if (target !== null) void commander.run('focus', { target });
  };
  const close = (target: CloseTarget | undefined) => {
    if (target !== undefined) void commander.close(target);
  };
  const rename = (target: Parameters<typeof startRenaming>[0] | undefined) => {
    if (target !== undefined) store.update(startRenaming(target));
  };

  const newTab = (): void => {
    const session = shownSession(store.get());
    if (session === null) void commander.run('session.create', {});
    else void commander.run('window.create', { session: session.id });
  };
  const stepTab = (by: number) => () => {
    const session = shownSession(store.get());
    const target = session && stepIn(session.windows, session.activeWindow, by);
    if (target !== null) void commander.run('focus', { target });
  };
  const stepSession = (by: number) => () => {
    const state = store.get();
    const session = shownSession(state);
    const target = session && stepIn(state.workspace.sessionOrder, session.id, by);
    if (target !== null) void commander.run('focus', { target });
  };
  const toggleSidebar = (): void => {
    const state = store.get();
    if (state.osWindow === null) return;
    const shown = !isSidebarShown(state);
    void commander.run('os-window.sidebar', { osWindow: state.osWindow, shown });
  };
  const copy = onTerminal((terminal) => {
    const text = terminal.selection();
    if (text !== '') void bridge.writeClipboard(text);
  });
  const paste = onTerminal(async (terminal) => {
    terminal.paste(await bridge.readClipboard());
  });
  const equalise = (): void => {
    const window = shownWindow(store.get());
    if (window !== null && typeof window.layout !== 'string') {
      void commander.run('layout.equalise', { window: window.id, path: [] });
    }
  };

  const deeds: Record<ActionId, () => void> = {
    'tab.new': newTab,
    'session.new': () => void commander.run('session.create', {}),
    'os-window.new': () => void commander.run('os-window.open', {}),
    'pane.split-right': split('right'),
    'pane.split-down': split('down'),
    'pane.close': onPane((pane) => close(pane.id)),
    'pane.reopen': () => void commander.run('pane.reopen', {}),
    'edit.copy': copy,
    'edit.paste': paste,
    'edit.select-all': onTerminal((terminal) => terminal.selectAll()),
    'edit.find': onPane((pane) => store.update(openFind(pane.id))),
    'edit.clear': onPane((pane) => void commander.run('pane.clear', { pane: pane.id })),
    'view.palette': () => store.update(togglePalette),
    'view.sidebar': toggleSidebar,
    'view.font-larger': () => store.update(zoomFont(1)),
    'view.font-smaller': () => store.update(zoomFont(-1)),
    'view.font-reset': () => store.update(zoomFont(0)),
    'view.scroll-page-up': onTerminal((terminal) => terminal.scrollPages(-1)),
    'view.scroll-page-down': onTerminal((terminal) => terminal.scrollPages(1)),
    'view.scroll-top': onTerminal((terminal) => terminal.scrollToEnd('top')),
    'view.scroll-bottom': onTerminal((terminal) => terminal.scrollToEnd('bottom')),
    'view.leave-terminal': onPane((pane) => toggleChromeFocus(document, () => deck.get(pane.id)?.focus())),
    'pane.focus-left': focusNeighbour('left'),
    'pane.focus-right': focusNeighbour('right'),
    'pane.focus-up': focusNeighbour('up'),
    'pane.focus-down': focusNeighbour('down'),
    'pane.zoom': onPane((pane) => void commander.run('pane.zoom', { pane: pane.id })),
    'pane.equalise': equalise,
    'pane.rerun': onPane((pane) => void commander.run('pane.rerun', { pane: pane.id })),
    'pane.dismiss-restored': onPane((pane) => void commander.run('pane.dismiss-restored', { pane: pane.id })),
    'pane.respawn': onPane((pane) => void commander.run('pane.respawn', { pane: pane.id })),
    'tab.next': stepTab(1),
    'tab.previous': stepTab(-1),
    'tab.rename': () => rename(shownWindow(store.get())?.id),
    'tab.close': () => close(shownWindow(store.get())?.id),
    'session.next': stepSession(1),
    'session.previous': stepSession(-1),
    'session.rename': () => rename(shownSession(store.get())?.id),
    'session.close': () => close(shownSession(store.get())?.id),
  };
  return (action) => deeds[action]();
}

/** The neighbour in a ring; null when there is no other. */
function stepIn<T>(list: readonly T[], from: T, by: number): T | null {
  if (list.length < 2) return null;
  const index = (list.indexOf(from) + by + list.length) % list.length;
  return list[index] ?? null;
}
