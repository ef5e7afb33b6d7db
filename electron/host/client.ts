// One renderer, served over its port: welcomed with all there is, told every later change, its commands carried out, its
// views fed. Whatever it sends is checked first; rubbish is dropped, for a view that misbehaves must hurt nobody.

import type { CommandOutcome, ParsedCommand } from '../../shared/commands.ts';
import { parseCommand } from '../../shared/commands.ts';
import { isPaneId } from '../../shared/ids.ts';
import type { AttachmentId, ClientMessage, ClientPort } from '../../shared/protocol.ts';
import type { HostPane } from './pane.ts';
import type { ViewPort } from './pane-views.ts';
import { refused } from './plan/plan.ts';
import type { Host } from './types.ts';

/** A paste of more than this is not typed into a shell. */
const longestInputBytes = 64 * 1024 * 1024;

export interface ClientHost extends Pick<Host, 'execute'> {
  paneOf(id: string): HostPane | undefined;
}

export class Client {
  readonly #host: ClientHost;
  readonly #port: ClientPort;
  /** The same port, as panes have it. */
  readonly #views: ViewPort;
  readonly #attachments = new Map<AttachmentId, HostPane>();
  /** Those that are detached and still have something to answer. */
  readonly #leaving = new Map<AttachmentId, HostPane>();

  constructor(host: ClientHost, port: ClientPort) {
    this.#host = host;
    this.#port = port;
    this.#views = {
      post: (message) => {
        // It begins again under another number.
        if (message.kind === 'stale') this.#forget(message.attachment);
        port.post(message);
      },
    };
    port.onMessage((message) => this.#handle(message));
  }

  /** The port is gone: nothing is shown there any more. */
  close(): void {
    const panes = [...this.#attachments.values(), ...this.#leaving.values()];
    for (const pane of panes) pane.screens.detachPort(this.#views);
    this.#attachments.clear();
    this.#leaving.clear();
  }

  #forget(attachment: AttachmentId): void {
    this.#attachments.delete(attachment);
    this.#leaving.delete(attachment);
  }

  #handle(message: ClientMessage): void {
    if (typeof message !== 'object' || message === null) return;
    switch (message.kind) {
      case 'command':
        void this.#execute(message.seq, message.name, message.params);
        break;
      case 'attach':
        if (isSize(message) && isCount(message.attachment)) this.#attach(message);
        break;
      case 'detach':
        if (isCount(message.attachment)) this.#detach(message.attachment);
        break;
      case 'release':
        this.#leaving.get(message.attachment)?.screens.release(this.#views, message.attachment);
        this.#leaving.delete(message.attachment);
        break;
      case 'ack':
        if (!isCount(message.bytes)) return;
        this.#attachments
          .get(message.attachment)
          ?.screens.ack(this.#views, message.attachment, message.bytes);
        break;
      case 'resize':
        if (isSize(message) && isPaneId(message.pane)) this.#host.paneOf(message.pane)?.resize(message);
        break;
      case 'input':
        if (isInput(message.data) && isPaneId(message.pane))
          this.#host.paneOf(message.pane)?.type(message.data);
        break;
      case 'answer':
        if (typeof message.data !== 'string' || message.data.length > 65_536) return;
        this.#answer(message.attachment, message.data);
        break;
      default:
        // A newer renderer cannot be (it ships with this host): drop it.
        break;
    }
  }

  async #execute(seq: number, name: unknown, params: unknown): Promise<void> {
    const parsed = parseCommand(name, params);
    const outcome = 'code' in parsed ? refused(parsed.code, parsed.message) : await this.#outcomeOf(parsed);
    this.#port.post({ kind: 'outcome', seq, outcome });
  }

  /** Never rejects: whatever goes wrong (a disk that fails) becomes the answer, which somebody waits for. */
  async #outcomeOf(command: ParsedCommand): Promise<CommandOutcome> {
    try {
      return await this.#host.execute(command);
    } catch (error) {
      return refused('failed', error instanceof Error ? error.message : String(error));
    }
  }

  #attach(message: Extract<ClientMessage, { kind: 'attach' }>): void {
    const { attachment } = message;
    const pane = isPaneId(message.pane) ? this.#host.paneOf(message.pane) : undefined;
    if (pane === undefined || this.#attachments.has(attachment) || this.#leaving.has(attachment)) return;
    this.#attachments.set(attachment, pane);
    const isWanted = () => this.#attachments.get(attachment) === pane;
    pane.attach({ port: this.#views, attachment, isWanted }, message).catch((cause: unknown) => {
      if (this.#leaving.has(attachment)) this.#port.post({ kind: 'detached', attachment });
      this.#forget(attachment);
      this.#port.post({
        kind: 'notice',
        notice: { level: 'error', pane: pane.id, text: `The pane could not be shown: ${String(cause)}` },
      });
    });
  }

  #detach(attachment: AttachmentId): void {
    const pane = this.#attachments.get(attachment);
    this.#attachments.delete(attachment);
    if (pane === undefined) this.#port.post({ kind: 'detached', attachment });
    else if (pane.screens.detach(this.#views, attachment)) this.#leaving.set(attachment, pane);
  }

  #answer(attachment: AttachmentId, data: string): void {
    const pane = this.#attachments.get(attachment) ?? this.#leaving.get(attachment);
    pane?.answer(this.#views, attachment, data);
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const isSize = (value: { cols: unknown; rows: unknown }): boolean =>
  isCount(value.cols) && isCount(value.rows);

function isInput(data: unknown): data is string | Uint8Array {
  return (typeof data === 'string' || data instanceof Uint8Array) && data.length <= longestInputBytes;
}
