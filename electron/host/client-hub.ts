// The renderers that are connected now: each is welcomed with everything there is, and then told every change, the
// journal's status when it differs, and what has to be said. Knows no panes but through a client.
import type { OsWindowId } from '../../shared/ids.ts';
import type { ClientPort, HostMessage, Notice } from '../../shared/protocol.ts';
import type { PersistenceStatus } from '../../shared/status.ts';
import { Client, type ClientHost } from './client.ts';

export type Welcome = Omit<Extract<HostMessage, { kind: 'welcome' }>, 'kind' | 'osWindow'>;

export interface HubOptions {
  readonly host: ClientHost;
  welcome(): Welcome;
  status(): PersistenceStatus;
}

const statusEveryMs = 250;
/** What is said before anybody listens is kept for the first that does; more than this is not read by anybody. */
const mostUnheard = 100;

export class ClientHub {
  readonly #options: HubOptions;
  readonly #clients = new Map<Client, ClientPort>();
  readonly #noticeListeners = new Set<(notice: Notice) => void>();
  #unheard: Notice[] = [];
  #sentStatus = '';
  #isStopped = false;
  readonly #statusTimer: NodeJS.Timeout;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#statusTimer = setInterval(() => this.#sendStatus(), statusEveryMs);
  }

  connect(port: ClientPort, osWindow: OsWindowId): void {
    if (this.#isStopped) {
      port.close();
      return;
    }
    const client = new Client(this.#options.host, port);
    port.post({ kind: 'welcome', osWindow, ...this.#options.welcome() });
    for (const notice of this.#unheard) port.post({ kind: 'notice', notice });
    this.#unheard = [];
    this.#clients.set(client, port);
    port.onClose(() => {
      this.#clients.delete(client);
      client.close();
    });
  }

  broadcast(message: HostMessage): void {
    for (const port of this.#clients.values()) port.post(message);
  }

  notify(notice: Notice): void {
    for (const listener of this.#noticeListeners) listener(notice);
    if (this.#clients.size > 0) this.broadcast({ kind: 'notice', notice });
    else if (this.#unheard.length < mostUnheard) this.#unheard.push(notice);
  }

  subscribeNotices(listener: (notice: Notice) => void): () => void {
    this.#noticeListeners.add(listener);
    return () => this.#noticeListeners.delete(listener);
  }

  /** No more status, and nobody else is let in. */
  stop(): void {
    this.#isStopped = true;
    clearInterval(this.#statusTimer);
  }

  closeAll(): void {
    for (const [client, port] of this.#clients) {
      client.close();
      port.close();
    }
    this.#clients.clear();
  }

  #sendStatus(): void {
    if (this.#clients.size === 0) return;
    const status = this.#options.status();
    const text = JSON.stringify(status);
    if (text === this.#sentStatus) return;
    this.#sentStatus = text;
    this.broadcast({ kind: 'status', status });
  }
}
