// What a person types into a pane: to its program, or, where none runs, Enter starts it.
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
  const { isSafeMode, workspace } = store.get();
  const { live, panes } = workspace;
  const hasEnded = live[pane] === undefined && panes[pane]?.outcome != null;
  const waits = isSafeMode && live[pane] === undefined && !hasEnded;
  if (!hasEnded && !waits) client.input(pane, data);
  else if (data === '\r') void commander.run(hasEnded ? 'pane.respawn' : 'pane.start', { pane });
}
