import { describe, expect, it } from 'vitest';
import type { WorkspaceHost } from '../../electron/host/workspace-host.ts';
import { replay } from '../../electron/screen/replay.ts';
import { restoreView } from '../../electron/screen/view-state.ts';
import type { HostMessage } from '../../shared/protocol.ts';
import type { ViewState } from '../../shared/snapshot.ts';
import { comparePositions, positionAfter, type StreamPosition } from '../../shared/stream.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openTestHost, runCommand, TestClient, typeAndSee } from '../support/test-host.ts';

const size = { cols: 80, rows: 24 };

function connect(host: WorkspaceHost): TestClient {
  const client = new TestClient();
  host.connect(client.port, 'o1');
  return client;
}

function viewOf(messages: readonly HostMessage[], attachment: number): ViewState | undefined {
  for (const message of messages) {
    if (message.kind === 'attached' && message.attachment === attachment) return message.view;
  }
  return undefined;
}

async function attach(client: TestClient, attachment: number): Promise<ViewState> {
  client.say({ kind: 'attach', attachment, pane: 'p1', ...size });
  await client.until((messages) => viewOf(messages, attachment) !== undefined);
  const view = viewOf(client.received, attachment);
  if (view === undefined) throw new Error('not attached');
  return view;
}

/** The positions that an attachment was streamed, each as where it began and ended. */
function pieces(client: TestClient, attachment: number): { from: StreamPosition; to: StreamPosition }[] {
  return client.received.flatMap((message) =>
    message.kind === 'stream' && message.attachment === attachment
      ? message.entries.map((entry) => ({
          from: { incarnation: entry.incarnation, offset: entry.offset },
          to: positionAfter(entry),
        }))
      : [],
  );
}

describe('attaching a view', () => {
  it('should welcome a client with everything and tell it every change', async () => {
    const host = await openTestHost({ dir: await tempDir() });
    const client = connect(host);
    expect(client.received[0]).toMatchObject({
      kind: 'welcome',
      osWindow: 'o1',
      workspace: { activeSession: 's1' },
    });
    client.say({ kind: 'command', seq: 7, name: 'pane.split', params: { pane: 'p1', direction: 'right' } });
    await client.until((messages) => messages.some((message) => message.kind === 'outcome'));
    expect(client.received.find((message) => message.kind === 'outcome')).toMatchObject({
      seq: 7,
      outcome: { kind: 'done', value: { pane: 'p2' } },
    });
    const changes = client.received.flatMap((message) => (message.kind === 'records' ? message.records : []));
    expect(changes.map(({ kind }) => kind)).toContain('window.layout');
  });

  it('should leave no gap and double no byte when it attaches in the middle of output', async () => {
    const host = await openTestHost({ dir: await tempDir() });
    const client = connect(host);
    await typeAndSee(host, 'p1', 'seq 1 30000; echo finished', /^\d{3,5}$/mu);
    for (let attachment = 1; attachment <= 5; attachment++) {
      const view = await attach(client, attachment);
      let at: StreamPosition = view.position;
      for (const { from, to } of pieces(client, attachment)) {
        expect(comparePositions(from, at)).toBeLessThanOrEqual(0);
        expect(comparePositions(to, at)).toBeGreaterThan(0);
        at = to;
      }
    }
    client.say({ kind: 'ack', attachment: 1, bytes: 1e9 });
    for (let attachment = 2; attachment <= 5; attachment++) client.say({ kind: 'detach', attachment });
    const shown = () => `${viewOf(client.received, 1)?.primary.text ?? ''}${client.streamed(1)}`;
    await client.until(() => /^finished\r?$/m.test(shown()));
    const seen = shown();
    const numbers = [...seen.matchAll(/^(\d+)\r?$/gm)].map(([, number]) => Number(number));
    // The stream goes on in the middle of the line that the view's screen ends with, so not even that one is cut.
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
    expect(numbers.at(-1)).toBe(30_000);
  });

  const halves = {
    'a sequence': [String.raw`hello \033[3`, String.raw`1mred\033[m ok`, 'hello red ok'],
    'a character': [String.raw`hello caf\303`, String.raw`\251 ok`, 'hello café ok'],
    'a string': [String.raw`hello \033]2;ti`, String.raw`tle\007 ok`, 'hello  ok'],
    'a sequence behind a query': [
      String.raw`\033[6nhello \033[3`,
      String.raw`1mred\033[m ok`,
      'hello red ok',
    ],
  };

  it.each(Object.entries(halves))(
    'should lose nothing of %s that it attaches in the midst of',
    async (_, texts) => {
      const [first, rest, whole] = texts;
      const host = await openTestHost({ dir: await tempDir() });
      const client = connect(host);
      // The first one may get a screen that was made before the shell was.
      await attach(client, 1);
      client.say({ kind: 'detach', attachment: 1 });
      await typeAndSee(
        host,
        'p1',
        `stty -echo; printf '${first}'; read -r _; printf '${rest}\\n'`,
        /^hello/mu,
      );
      const view = await attach(client, 2);
      await host.send('p1', '\r');
      await client.until(() => client.streamed(2).includes('ok\r\n'));
      const emulator = restoreView(view, 100);
      replay(emulator, client.entriesOf(2), view.position);
      const lines = Array.from({ length: size.rows }, (_unused, row) =>
        emulator.terminal.buffer.active.getLine(row)?.translateToString(true),
      );
      emulator.dispose();
      expect(lines).toContain(whole);
    },
  );

  it('should hold a flood back for a view that acknowledges nothing, and go on when it does', async () => {
    const host = await openTestHost({ dir: await tempDir() });
    const client = connect(host);
    await attach(client, 1);
    await host.send('p1', 'seq 1 2000000\r');
    const bytes = () => client.streamed(1).length;
    const grown = async (beyond: number) => client.until(() => bytes() > beyond);
    await grown(400_000);
    await host.wait('p1', { kind: 'idle', ms: 300 }, { timeoutMs: 10_000 });
    const held = bytes();
    // What was under way when the pause was asked for still arrives: a few reads of at most 64 KB.
    expect(held).toBeLessThan(1_000_000);
    client.say({ kind: 'ack', attachment: 1, bytes: held });
    await grown(held + 300_000);
  });

  it('should go on at full speed when the slow view is gone', async () => {
    const host = await openTestHost({ dir: await tempDir() });
    const client = connect(host);
    await attach(client, 1);
    await host.send('p1', 'seq 1 300000; echo finished\r');
    await client.until(() => client.streamed(1).length > 400_000);
    client.close();
    const outcome = await host.wait('p1', { kind: 'text', pattern: /^finished$/mu }, { timeoutMs: 20_000 });
    expect(outcome.kind).toBe('met');
  });

  it('should resize the view only where the stream says so', async () => {
    const host = await openTestHost({ dir: await tempDir() });
    const client = connect(host);
    await attach(client, 1);
    client.say({ kind: 'resize', pane: 'p1', cols: 100, rows: 30 });
    await client.until((messages) =>
      messages.some((m) => m.kind === 'stream' && m.entries.some((entry) => entry.kind === 'mark')),
    );
    expect(host.workspace.panes.p1).toMatchObject({ cols: 100, rows: 30 });
    await typeAndSee(host, 'p1', 'stty size', /^30 100$/mu);
  });

  it('should tell its views to start over when a pane gets a new process', async () => {
    const host = await openTestHost({ dir: await tempDir() });
    await runCommand(host, 'pane.split', { pane: 'p1', direction: 'right' });
    const client = connect(host);
    await attach(client, 1);
    await host.send('p1', 'exit 3\r');
    await host.wait('p1', { kind: 'exit' }, { timeoutMs: 10_000 });
    await runCommand(host, 'pane.respawn', { pane: 'p1' });
    await client.until((messages) => messages.some((m) => m.kind === 'stale' && m.attachment === 1));
    const view = await attach(client, 2);
    expect(view.position.incarnation).toBe(2);
    expect(view.primary.text).toContain('exit 3');
  });

  it('should remember nothing of a view that was told to start over', async () => {
    const host = await openTestHost({ dir: await tempDir() });
    const client = connect(host);
    await attach(client, 1);
    await host.send('p1', 'exit 3\r');
    await host.wait('p1', { kind: 'exit' }, { timeoutMs: 10_000 });
    await runCommand(host, 'pane.respawn', { pane: 'p1' });
    await client.until((messages) => messages.some(({ kind }) => kind === 'stale'));
    // Its number is free again.
    client.say({ kind: 'attach', attachment: 1, pane: 'p1', ...size });
    await client.until((messages) => messages.filter(({ kind }) => kind === 'attached').length === 2);
  });

  it('should survive whatever a client sends', async () => {
    const host = await openTestHost({ dir: await tempDir() });
    const client = connect(host);
    const rubbish: unknown[] = [
      null,
      3,
      {},
      { kind: 'nonsense' },
      { kind: 'attach', attachment: -1, pane: 'p1', cols: 80, rows: 24 },
      { kind: 'attach', attachment: 1, pane: 'p99', cols: 80, rows: 24 },
      { kind: 'attach', attachment: 1, pane: '__proto__', cols: 80, rows: 24 },
      { kind: 'attach', attachment: 2, pane: 'p1', cols: Number.NaN, rows: 24 },
      { kind: 'resize', pane: 'p1', cols: 1e12, rows: -5 },
      { kind: 'input', pane: 'p1', data: { length: 3 } },
      { kind: 'ack', attachment: 1, bytes: Number.POSITIVE_INFINITY },
      { kind: 'answer', attachment: 9, data: 'x' },
      { kind: 'command', seq: 1, name: 'constructor', params: {} },
    ];
    for (const message of rubbish) client.say(message as never);
    await client.until((messages) => messages.some((m) => m.kind === 'outcome'));
    await typeAndSee(host, 'p1', 'echo unharmed', /^unharmed$/mu);
  });
});

describe('a query', () => {
  // With echo, an answer that is there before it is read would stand in the line that is looked for.
  const ask = `stty -echo; printf '\\033[6n'; IFS= read -rsd R answer; printf 'answered %q\\n' "$answer"`;

  it('should be answered while nobody looks', async () => {
    const host = await openTestHost({
      dir: await tempDir(),
      config: { shell: { program: '/bin/bash', args: ['--norc'] } },
    });
    await typeAndSee(host, 'p1', ask, /^answered .*\[\d+;\d+/mu);
    expect(host.workspace.panes.p1?.incarnation).toBe(1);
  });

  it('should be answered once, by the view, when one is there', async () => {
    const host = await openTestHost({
      dir: await tempDir(),
      config: { shell: { program: '/bin/bash', args: ['--norc'] } },
    });
    const client = connect(host);
    await attach(client, 1);
    await host.send('p1', `${ask}; IFS= read -rs -t 0.3 more; printf 'more:%q:\\n' "$more"\r`);
    await client.until(() => client.streamed(1).includes('\x1b[6n'));
    client.say({ kind: 'answer', attachment: 1, data: '\x1b[7;8R' });
    const outcome = await host.wait(
      'p1',
      { kind: 'text', pattern: /^answered .*\[7;8'$/mu },
      { timeoutMs: 10_000 },
    );
    expect(outcome.kind).toBe('met');
    const once = await host.wait('p1', { kind: 'text', pattern: /^more:'':$/mu }, { timeoutMs: 10_000 });
    expect(once.kind).toBe('met');
  });

  it('should not take an answer from a view whose turn it is not', async () => {
    const host = await openTestHost({ dir: await tempDir() });
    const client = connect(host);
    await attach(client, 1);
    await attach(client, 2);
    client.say({ kind: 'answer', attachment: 1, data: 'intruder' });
    client.say({ kind: 'answer', attachment: 2, data: 'echo from-the-view\r' });
    await host.wait('p1', { kind: 'text', pattern: /^from-the-view$/mu }, { timeoutMs: 10_000 });
    expect((await host.capture('p1', { scrollback: true, ansi: false })).lines.join()).not.toContain(
      'intruder',
    );
  });
});
