// The window's end of the wire: commands with their answers, attachments with their streams, one port at a time. A closed
// port ends every attachment and refuses every open command; a new port starts clean. Knows no DOM and no terminal.
import type { CommandName, CommandOutcome, CommandParams } from '../../shared/commands.ts';
import { assertNever } from '../../shared/exhaustive.ts';
import type { PaneId } from '../../shared/ids.ts';
import type { AttachmentId, ClientMessage, HostMessage, Port } from '../../shared/protocol.ts';
import type { ViewState } from '../../shared/snapshot.ts';
import type { StreamEntry } from '../../shared/stream.ts';
import type { StateMessage } from '../store/apply-message.ts';

export type HostPort = Port<ClientMessage, HostMessage>;

/** Whoever shows a pane. After `handleDetached`, `handleStale` or `handleLost` nothing more comes for that attachment. */
export interface AttachmentReceiver {
  handleAttached(view: ViewState): void;
  handleStream(entries: readonly StreamEntry[]): void;
  /** It was detached: all that came is there, and to be released once it has been parsed. */
  handleDetached(): void;
  /** The pane has a new process: attach again. */
  handleStale(): void;
  /** The port closed: attach again once there is another. */
  handleLost(): void;
}

export interface Attachment {
  /** The view has parsed this many more bytes of output. */
  ack(bytes: number): void;
  answer(data: string): void;
  /** What is under way still comes, until `handleDetached`. */
  detach(): void;
  /** No answer comes any more. */
  release(): void;
}

export interface HostClientListener {
  readonly onState: (message: StateMessage) => void;
  /** The port closed by itself. */
  readonly onLost: () => void;
}

const lost: CommandOutcome<never> = {
  kind: 'refused',
  error: { code: 'failed', message: 'The window lost its connection; it is being made again.' },
};

export class HostClient {
  #listener: HostClientListener | null = null;
  #port: HostPort | null = null;
  #nextSeq = 1;
  #nextAttachment: AttachmentId = 1;
  readonly #pending = new Map<number, (outcome: CommandOutcome) => void>();
  readonly #attachments = new Map<AttachmentId, AttachmentReceiver>();

  /** Who hears of the state and of a lost port; set it before the first `connect`. */
  listen(listener: HostClientListener): void {
    this.#listener = listener;
  }

  get isConnected(): boolean {
    return this.#port !== null;
  }

  /** Takes a new port; the previous one, if any, is given up. */
  connect(port: HostPort): void {
    this.#drop();
    this.#port = port;
    port.onMessage((message) => {
      if (this.#port === port) this.#receive(message);
    });
    port.onClose(() => {
      if (this.#port !== port) return;
      this.#drop();
      this.#listener?.onLost();
    });
  }

  /** Never rejects; resolves with a refusal when there is no port or it closes before the answer. */
  command<N extends CommandName>(name: N, params: CommandParams<N>): Promise<CommandOutcome<N>> {
    const port = this.#port;
    if (port === null) return Promise.resolve(lost);
    const seq = this.#nextSeq++;
    return new Promise((resolve) => {
      // The host answers a command of one name with that name's outcome.
      this.#pending.set(seq, (outcome) => resolve(outcome as CommandOutcome<N>));
      port.post({ kind: 'command', seq, name, params });
    });
  }

  /** Without a port the receiver hears of the loss at once (in a microtask). */
  attach(pane: PaneId, size: { cols: number; rows: number }, receiver: AttachmentReceiver): Attachment {
    const attachment = this.#nextAttachment++;
    const isOpen = () => this.#attachments.has(attachment);
    if (this.#port === null) {
      queueMicrotask(() => receiver.handleLost());
    } else {
      this.#attachments.set(attachment, receiver);
      this.#port.post({ kind: 'attach', attachment, pane, cols: size.cols, rows: size.rows });
    }
    return {
      ack: (bytes) => {
        if (isOpen()) this.#port?.post({ kind: 'ack', attachment, bytes });
      },
      answer: (data) => {
        if (isOpen()) this.#port?.post({ kind: 'answer', attachment, data });
      },
      detach: () => {
        if (isOpen()) this.#port?.post({ kind: 'detach', attachment });
      },
      release: () => {
        if (!isOpen()) return;
        this.#attachments.delete(attachment);
        this.#port?.post({ kind: 'release', attachment });
      },
    };
  }

  resize(pane: PaneId, cols: number, rows: number): void {
    this.#port?.post({ kind: 'resize', pane, cols, rows });
  }

  /** Typed or pasted by a person. */
  input(pane: PaneId, data: string | Uint8Array): void {
    this.#port?.post({ kind: 'input', pane, data });
  }

  #receive(message: HostMessage): void {
    switch (message.kind) {
      case 'outcome': {
        const resolve = this.#pending.get(message.seq);
        this.#pending.delete(message.seq);
        resolve?.(message.outcome);
        return;
      }
      case 'attached':
        this.#attachments.get(message.attachment)?.handleAttached(message.view);
        return;
      case 'stream':
        this.#attachments.get(message.attachment)?.handleStream(message.entries);
        return;
      case 'detached':
        this.#attachments.get(message.attachment)?.handleDetached();
        return;
      case 'stale': {
        const receiver = this.#attachments.get(message.attachment);
        this.#attachments.delete(message.attachment);
        receiver?.handleStale();
        return;
      }
      case 'welcome':
      case 'records':
      case 'status':
      case 'config':
      case 'recovery':
      case 'notice':
        this.#listener?.onState(message);
        return;
      default:
        assertNever(message);
    }
  }

  #drop(): void {
    const port = this.#port;
    // First forgotten, then closed: a close event that comes of it is not about our port any more.
    this.#port = null;
    port?.close();
    const pending = [...this.#pending.values()];
    const receivers = [...this.#attachments.values()];
    this.#pending.clear();
    this.#attachments.clear();
    for (const resolve of pending) resolve(lost);
    for (const receiver of receivers) receiver.handleLost();
  }
}
