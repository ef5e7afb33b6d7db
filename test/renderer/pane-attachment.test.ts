// What an attached terminal tells the host, over a real message channel and with a real emulator.
import { MessageChannel } from 'node:worker_threads';
import headless from '@xterm/headless';
import { afterEach, describe, expect, it } from 'vitest';
import { HostClient } from '../../renderer/port/host-client.ts';
import { wrapMessagePort } from '../../renderer/port/message-port.ts';
import { PaneAttachment } from '../../renderer/terminal/pane-attachment.ts';
import { StreamWriter } from '../../renderer/terminal/stream-writer.ts';
import type { ClientMessage, HostMessage } from '../../shared/protocol.ts';
import { emptyView } from '../../shared/snapshot.ts';

const size = { cols: 80, rows: 24 };
/** As host/pane-views.ts has it: below this a program that was held up goes on. */
const lowBytes = 100_000;

describe('an attached terminal', () => {
  const { port1: host, port2 } = new MessageChannel();
  const heard: ClientMessage[] = [];
  afterEach(() => host.close());

  it('should keep the messages few, and never leave so much unsaid that its program stays held up', async () => {
    const terminal = new headless.Terminal({ ...size, allowProposedApi: true });
    const client = new HostClient();
    client.connect(wrapMessagePort(port2 as unknown as MessagePort));
    const attachment = new PaneAttachment({
      pane: 'p1',
      client,
      writer: new StreamWriter(terminal),
      measure: () => size,
      events: { onReplay: () => undefined, onViewWritten: () => undefined },
    });
    attachment.attach();
    const post = (message: HostMessage): void => host.postMessage(message);
    const start = { incarnation: 1, offset: 0 };
    post({ kind: 'attached', attachment: 1, view: emptyView(start, size) });
    const piece = new TextEncoder().encode('x'.repeat(100));
    const pieces = 4_000;
    for (let index = 0; index < pieces; index++) {
      const entry = { kind: 'output', incarnation: 1, offset: index * piece.length, data: piece } as const;
      post({ kind: 'stream', attachment: 1, entries: [entry] });
    }
    // Its answer to a query comes after everything before it was parsed, and so do the acknowledgements.
    terminal.onData((data) => attachment.answer(data));
    const query = new TextEncoder().encode('\x1b[c');
    post({
      kind: 'stream',
      attachment: 1,
      entries: [{ kind: 'output', incarnation: 1, offset: pieces * piece.length, data: query }],
    });
    await new Promise<void>((resolve) => {
      host.on('message', (message: ClientMessage) => {
        heard.push(message);
        if (message.kind === 'answer') resolve();
      });
    });
    const acknowledged = heard.flatMap((message) => (message.kind === 'ack' ? [message.bytes] : []));
    const sum = acknowledged.reduce((total, bytes) => total + bytes, 0);
    expect(sum).toBeGreaterThan(pieces * piece.length - lowBytes / 2);
    expect(sum).toBeLessThanOrEqual(pieces * piece.length);
    expect(acknowledged.length).toBeLessThan(pieces / 100);
  });
});
