// The client over a real message channel, with the host's side written out in the test.
import { MessageChannel, type MessagePort as NodePort } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AttachmentReceiver, HostClient, type HostPort } from '../../renderer/port/host-client.ts';
import { wrapMessagePort } from '../../renderer/port/message-port.ts';
import type { ClientMessage, HostMessage } from '../../shared/protocol.ts';
import type { StreamEntry } from '../../shared/stream.ts';

/** The host's end: what came, and a way to wait for more. */
class HostEnd {
  readonly client: HostPort;
  readonly #port: NodePort;
  readonly #received: ClientMessage[] = [];
  #wake: () => void = () => undefined;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    // Node's port and the browser's are the same thing but for their types.
    this.client = wrapMessagePort(port2 as unknown as MessagePort);
    port1.on('message', (message: ClientMessage) => {
      this.#received.push(message);
      this.#wake();
    });
  }

  async next(): Promise<ClientMessage> {
    while (this.#received.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#received.shift() as ClientMessage;
  }

  post(message: HostMessage): void {
    this.#port.postMessage(message);
  }

  close(): void {
    this.#port.close();
  }
}

class Recorder implements AttachmentReceiver {
  readonly heard: string[] = [];
  readonly lost: Promise<void>;
  readonly stale: Promise<void>;
  handleLost: () => void = () => undefined;
  handleDetached(): void {
    this.heard.push('detached');
  }
  handleStale: () => void = () => undefined;

  constructor() {
    this.lost = new Promise((resolve) => {
      this.handleLost = resolve;
    });
    this.stale = new Promise((resolve) => {
      this.handleStale = resolve;
    });
  }
  handleAttached(): void {
    this.heard.push('attached');
  }
  handleStream(entries: readonly StreamEntry[]): void {
    this.heard.push(`stream of ${entries.length}`);
  }
}

describe('the host client', () => {
  let host: HostEnd;
  let client: HostClient;
  let heard: { states: string[]; losses: number };
  beforeEach(() => {
    host = new HostEnd();
    client = new HostClient();
    // The last test's port may close only now: it counts for that test.
    const own = { states: [] as string[], losses: 0 };
    heard = own;
    client.listen({ onState: ({ kind }) => own.states.push(kind), onLost: () => own.losses++ });
    client.connect(host.client);
  });
  afterEach(() => host.close());

  it('should give every command its own answer, in whatever order they come', async () => {
    const first = client.command('pane.split', { pane: 'p1', direction: 'right' });
    const second = client.command('rename', { target: 's1', name: 'work' });
    const [a, b] = [await host.next(), await host.next()];
    if (a.kind !== 'command' || b.kind !== 'command') throw new Error('not commands');
    expect([a.name, b.name]).toEqual(['pane.split', 'rename']);
    host.post({ kind: 'outcome', seq: b.seq, outcome: { kind: 'done', value: null, warning: 'not saved' } });
    host.post({
      kind: 'outcome',
      seq: a.seq,
      outcome: { kind: 'done', value: { pane: 'p2' }, warning: null },
    });
    expect(await second).toEqual({ kind: 'done', value: null, warning: 'not saved' });
    expect(await first).toEqual({ kind: 'done', value: { pane: 'p2' }, warning: null });
  });

  it('should refuse open commands and end attachments when the port closes, and say so once', async () => {
    const receiver = new Recorder();
    client.attach('p1', { cols: 80, rows: 24 }, receiver);
    const command = client.command('focus', { target: 'p1' });
    await host.next();
    host.close();
    expect((await command).kind).toBe('refused');
    await receiver.lost;
    expect(heard.losses).toBe(1);
    expect(client.isConnected).toBe(false);
    expect((await client.command('focus', { target: 'p1' })).kind).toBe('refused');
  });

  it('should bring each stream to its attachment, and none to one that was released', async () => {
    const [one, two] = [new Recorder(), new Recorder()];
    const first = client.attach('p1', { cols: 80, rows: 24 }, one);
    client.attach('p2', { cols: 80, rows: 24 }, two);
    const ids = [await host.next(), await host.next()].map((message) =>
      message.kind === 'attach' ? message.attachment : Number.NaN,
    ) as [number, number];
    const data = new Uint8Array([65]);
    const entries: StreamEntry[] = [{ kind: 'output', incarnation: 1, offset: 0, data }];
    first.detach();
    expect(await host.next()).toEqual({ kind: 'detach', attachment: ids[0] });
    first.answer('what was under way is still answered');
    expect(await host.next()).toMatchObject({ kind: 'answer', attachment: ids[0] });
    first.release();
    expect(await host.next()).toEqual({ kind: 'release', attachment: ids[0] });
    host.post({ kind: 'stream', attachment: ids[0], entries });
    host.post({ kind: 'stream', attachment: ids[1], entries });
    host.post({ kind: 'stale', attachment: ids[1] });
    await two.stale;
    expect(one.heard).toEqual([]);
    expect(two.heard).toEqual(['stream of 1']);
    // What a gone attachment still has to say is not sent.
    first.ack(10);
    first.answer('x');
    client.input('p2', 'ls\r');
    expect(await host.next()).toEqual({ kind: 'input', pane: 'p2', data: 'ls\r' });
  });

  it('should hand on what changes the state', async () => {
    const answered = client.command('focus', { target: 'p1' });
    const message = await host.next();
    host.post({ kind: 'records', records: [] });
    host.post({ kind: 'notice', notice: { level: 'info', pane: null, text: 'hello' } });
    if (message.kind !== 'command') throw new Error('not a command');
    host.post({ kind: 'outcome', seq: message.seq, outcome: { kind: 'done', value: null, warning: null } });
    await answered;
    expect(heard.states).toEqual(['records', 'notice']);
  });

  it('should start clean on another port', async () => {
    const receiver = new Recorder();
    client.attach('p1', { cols: 80, rows: 24 }, receiver);
    const other = new HostEnd();
    client.connect(other.client);
    await receiver.lost;
    // Giving up the old port by ourselves is no loss to mend.
    expect(heard.losses).toBe(0);
    client.resize('p1', 100, 30);
    expect(await other.next()).toEqual({ kind: 'resize', pane: 'p1', cols: 100, rows: 30 });
    other.close();
  });
});
