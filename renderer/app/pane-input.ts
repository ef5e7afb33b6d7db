// What a person types into a pane: to its program, or, where none runs, Enter starts it.
import type { PaneId } from '../../shared/ids.ts';
import type { HostClient } from '../port/host-client.ts';
import type { AppState } from '../store/app-state.ts';
import type { Store } from '../store/store.ts';
import type { TerminalDeck } from '../terminal/terminal-deck.ts';
import { isTyped, receivers, recodeKeys } from './broadcast.ts';
import type { Commander } from './commander.ts';

export interface PaneInputContext {
  readonly store: Store<AppState>;
  readonly client: HostClient;
  readonly commander: Commander;
  readonly deck: () => TerminalDeck;
}

/** What a person did in a pane; what was typed goes to all panes of a tab that broadcasts. */
export function handlePaneInput(context: PaneInputContext, pane: PaneId, data: string | Uint8Array): void {
  const others = isTyped(data) ? otherReceivers(context.store.get(), pane) : [];
  sendToPane(context, pane, data);
  for (const other of others) {
    const terminal = context.deck().get(other);
    if (terminal === undefined) continue;
    context.client.input(other, recodeKeys(String(data), terminal.wantsApplicationCursor));
    terminal.scrollToEnd('bottom');
  }
}

/** Types a text that was weighed, into all panes of a tab that broadcasts: each as its program wants pastes. */
export function pasteIntoPane(context: PaneInputContext, pane: PaneId, text: string): void {
  for (const target of [pane, ...otherReceivers(context.store.get(), pane)]) {
    const terminal = context.deck().get(target);
    const data = terminal?.encodePaste(text) ?? '';
    if (data === '') continue;
    sendToPane(context, target, data);
    terminal?.scrollToEnd('bottom');
  }
}

function otherReceivers(state: AppState, pane: PaneId): readonly PaneId[] {
  const { panes, windows } = state.workspace;
  const window = panes[pane]?.window;
  const all = receivers(state, (window === undefined ? undefined : windows[window]) ?? null);
  return all.includes(pane) ? all.filter((other) => other !== pane) : [];
}

function sendToPane(
  { store, client, commander }: PaneInputContext,
  pane: PaneId,
  data: string | Uint8Array,
): void {
  const { isSafeMode, workspace } = store.get();
  const { live, panes } = workspace;
  const hasEnded = live[pane] === undefined && panes[pane]?.outcome != null;
  const waits = isSafeMode && live[pane] === undefined && !hasEnded;
  if (!hasEnded && !waits) client.input(pane, data);
  else if (data === '\r' && !commander.isStarting(pane)) {
    void commander.run(hasEnded ? 'pane.respawn' : 'pane.start', { pane });
    // The host keeps it for a program that is being started, else nobody gets it; what the one before asked to be told of the mouse
    // is not for the next.
  } else if (isTyped(data)) client.input(pane, data);
}
