// What a person types into a pane: to its program, or, where none runs any more, Enter starts it again.
import type { PaneId } from '../../shared/ids.ts';
import type { HostClient } from '../port/host-client.ts';
import type { AppState } from '../store/app-state.ts';
import type { Store } from '../store/store.ts';
import type { Commander } from './commander.ts';

export interface PaneInputContext {
  readonly store: Store<AppState>;
  readonly client: HostClient;
  readonly commander: Commander;
}

export function handlePaneInput(
  { store, client, commander }: PaneInputContext,
  pane: PaneId,
  data: string | Uint8Array,
): void {
  const { live, panes } = store.get().workspace;
  const hasEnded = live[pane] === undefined && panes[pane]?.outcome != null;
  if (!hasEnded) client.input(pane, data);
  else if (data === '\r') void commander.run('pane.respawn', { pane });
}
