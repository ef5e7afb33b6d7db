// What an attached terminal tells the host, over a real message channel and with a real emulator.
import { MessageChannel } from 'node:worker_threads';
import headless from '@xterm/headless';
import { describe, expect, it, onTestFinished } from 'vitest';
import { HostClient } from '../../renderer/port/host-client.ts';
import { wrapMessagePort } from '../../renderer/port/message-port.ts';
import { PaneAttachment } from '../../renderer/terminal/pane-attachment.ts';
import { StreamWriter, type WritableEmulator } from '../../renderer/terminal/stream-writer.ts';
import type { ClientMessage, HostMessage } from '../../shared/protocol.ts';
import { emptyView } from '../../shared/snapshot.ts';
import type { StreamPosition } from '../../shared/stream.ts';

const size = { cols: 80, rows: 24 };
/** As host/pane-views.ts has it: below this a program that was held up goes on. */
const lowBytes = 100_000;

const query = new TextEncoder().encode('\x1b[c');
const start = { incarnation: 1, offset: 0 };

/** A terminal that is attached, with the host's end of the channel. */
function openAttached() {
  const { port1: host, port2 } = new MessageChannel();
  onTestFinished(() => host.close());
  const terminal = new headless.Terminal({ ...size, allowProposedApi: true });
  const client = new HostClient();
  client.connect(wrapMessagePort(port2 as unknown as MessagePort));
  let wake: () => void = () => undefined;
  const woken = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
    });
  /** What was written while it parses nothing; null while it parses. */
  let held: Parameters<typeof terminal.write>[] | null = null;
  const emulator: WritableEmulator = {
    cols: size.cols,
    rows: size.rows,
    write(...written) {
      if (held === null) terminal.write(...written);
      else held.push(written);
      wake();
    },
    resize: (cols, rows) => terminal.resize(cols, rows),
    reset: () => terminal.reset(),
    clear: () => terminal.clear(),
  };
  const attachment = new PaneAttachment({
    pane: 'p1',
    client,
    writer: new StreamWriter(emulator),
    measure: () => size,
    events: { onReplay: () => undefined, onViewWritten: () => undefined },
  });
  terminal.onData((data) => attachment.answer(data));
  attachment.attach();
  const heard: ClientMessage[] = [];
  host.on('message', (message: ClientMessage) => {
    heard.push(message);
    wake();
  });
  const post = (message: HostMessage): void => host.postMessage(message);
  return {
    attachment,
    terminal,
    heard,
    post,
    show: (number: number, position: StreamPosition = start): void =>
      post({ kind: 'attached', attachment: number, view: emptyView(position, size) }),
    print: (number: number, position: StreamPosition, data: Uint8Array): void =>
      post({ kind: 'stream', attachment: number, entries: [{ kind: 'output', ...position, data }] }),
    until: async (isMet: (messages: readonly ClientMessage[]) => boolean): Promise<void> => {
      while (!isMet(heard)) await woken();
    },
    /** From now on nothing is parsed; what is returned resolves when the query is next. */
    hold: async (): Promise<void> => {
      held = [];
      while (!held.some(([data]) => Buffer.from(data).equals(query))) await woken();
    },
    parse: (): void => {
      const written = held ?? [];
      held = null;
      for (const each of written) terminal.write(...each);
    },
  };
}

const has =
  (kind: ClientMessage['kind']) =>
  (messages: readonly ClientMessage[]): boolean =>
    messages.some((message) => message.kind === kind);

const answers = (heard: readonly ClientMessage[]): unknown[] =>
  heard.flatMap((message) => (message.kind === 'answer' ? [message.attachment] : []));

describe('an attached terminal', () => {
  it('should keep the messages few, and never leave so much unsaid that its program stays held up', async () => {
    const { heard, show, print, until } = openAttached();
    show(1);
    const piece = new TextEncoder().encode('x'.repeat(100));
    const pieces = 4_000;
    const at = (index: number): StreamPosition => ({ ...start, offset: index * piece.length });
    for (let index = 0; index < pieces; index++) print(1, at(index), piece);
    // Its answer to a query comes after everything before it was parsed, and so do the acknowledgements.
    print(1, at(pieces), query);
    await until(has('answer'));
    const acknowledged = heard.flatMap((message) => (message.kind === 'ack' ? [message.bytes] : []));
    const sum = acknowledged.reduce((total, bytes) => total + bytes, 0);
    expect(sum).toBeGreaterThan(pieces * piece.length - lowBytes / 2);
    expect(sum).toBeLessThanOrEqual(pieces * piece.length);
    expect(acknowledged.length).toBeLessThan(pieces / 100);
  });
});

describe('a terminal that is hidden', () => {
  it('should answer what had come before, and then let go', async () => {
    const { attachment, heard, show, print, post, hold, parse, until } = openAttached();
    const came = hold();
    show(1);
    print(1, start, query);
    await came;
    attachment.detach();
    post({ kind: 'detached', attachment: 1 });
    await until(has('detach'));
    parse();
    await until(has('release'));
    expect(heard.map(({ kind }) => kind)).toEqual(['attach', 'detach', 'answer', 'release']);
    expect(answers(heard)).toEqual([1]);
  });

  it('should answer what is still under way to it', async () => {
    const { attachment, heard, show, print, post, until } = openAttached();
    attachment.detach();
    show(1);
    print(1, start, query);
    post({ kind: 'detached', attachment: 1 });
    await until(has('release'));
    expect(answers(heard)).toEqual([1]);
  });

  it('should not go back to an older screen where it is shown again already', async () => {
    const { attachment, terminal, heard, show, print, post, until } = openAttached();
    attachment.detach();
    attachment.attach();
    const later = { incarnation: 1, offset: 100 };
    show(2, later);
    print(2, later, new TextEncoder().encode('newer'));
    show(1);
    print(1, start, query);
    post({ kind: 'detached', attachment: 1 });
    print(2, { incarnation: 1, offset: 105 }, query);
    await until(has('answer'));
    expect(answers(heard)).toEqual([2]);
    expect(terminal.buffer.active.getLine(0)?.translateToString(true)).toBe('newer');
  });
});

describe('a terminal whose pane has another process', () => {
  it('should not answer it what the one before had asked', async () => {
    const { heard, show, print, post, hold, parse, until } = openAttached();
    const came = hold();
    show(1);
    print(1, start, query);
    await came;
    post({ kind: 'stale', attachment: 1 });
    await until((messages) => messages.filter(({ kind }) => kind === 'attach').length === 2);
    parse();
    const next = { incarnation: 2, offset: 0 };
    show(2, next);
    print(2, next, new TextEncoder().encode('\x1b[5n'));
    const isOfNext = (message: ClientMessage): boolean =>
      message.kind === 'answer' && message.data === '\x1b[0n';
    await until((messages) => messages.some(isOfNext));
    expect(heard.filter(({ kind }) => kind === 'answer')).toEqual([
      { kind: 'answer', attachment: 2, data: '\x1b[0n' },
    ]);
  });
});
