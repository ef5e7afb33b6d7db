// Gets a port, and another whenever one closes. The host outlives the page's port only while the app is well; should it
// not answer, asking again costs nothing.
import type { EverpaneBridge } from '../../shared/bridge.ts';
import type { AppState } from '../store/app-state.ts';
import type { Store } from '../store/store.ts';
import type { HostClient } from './host-client.ts';
import { requestPorts } from './message-port.ts';

const RETRY_MS = 500;

export interface KeepConnectedOptions {
  readonly bridge: EverpaneBridge;
  readonly client: HostClient;
  readonly store: Store<AppState>;
  readonly page: globalThis.Window;
  /** What must be there before anything is shown; the port is asked for meanwhile. Never rejects. */
  readonly ready: Promise<void>;
}

/** Returns what to call when the port was lost. */
export function keepConnected({ bridge, client, store, page, ready }: KeepConnectedOptions): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  requestPorts(bridge, page, (port) => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    void ready.then(() => client.connect(port));
  });
  const ask = (): void => {
    timer = setTimeout(ask, RETRY_MS);
    bridge.requestPort();
  };
  return () => {
    store.update((state) => ({ ...state, connection: 'reconnecting' }));
    if (timer === null) ask();
  };
}
