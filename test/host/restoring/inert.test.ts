// Replay is inert: whatever was printed, and whatever was done to the files, no byte is typed into the new shell and nothing
// but text reaches a view.
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pack, Unpackr } from 'msgpackr';
import { describe, expect, it } from 'vitest';
import { createScanner } from '../../../electron/host/scanner/scanner.ts';
import type { WorkspaceHost } from '../../../electron/host/workspace-host.ts';
import { decodeSnapshot, encodeSnapshot } from '../../../electron/persistence/snapshot-file.ts';
import { Emulator } from '../../../electron/screen/emulator.ts';
import type { PaneId } from '../../../shared/ids.ts';
import { type ViewState, viewToWrites } from '../../../shared/snapshot.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { openTestHost, TestClient, textOf } from '../../support/test-host.ts';
import { crashImage } from './crash-image.ts';
import { hostileCorpus, recordingShell } from './hostile-corpus.ts';

async function attachedView(
  host: WorkspaceHost,
  pane: PaneId,
  client: TestClient = new TestClient(),
): Promise<ViewState> {
  host.connect(client.port, 'o1');
  const found = () =>
    client.received.flatMap((message) => (message.kind === 'attached' ? [message.view] : []))[0];
  client.say({ kind: 'attach', attachment: 1, pane, cols: 80, rows: 24 });
  await client.until(() => found() !== undefined);
  const view = found();
  if (view === undefined) throw new Error(`${pane} was not attached`);
  return view;
}

/** Everything that a terminal does at the view beside showing it. */
function effectsOf(view: ViewState): string[] {
  const effects: string[] = [];
  const emulator = new Emulator({ cols: view.cols, rows: view.rows, scrollbackLines: 10_000 });
  const { terminal } = emulator;
  terminal.onData((data) => effects.push(`answers ${JSON.stringify(data)}`));
  terminal.onBinary((data) => effects.push(`answers ${JSON.stringify(data)}`));
  terminal.onBell(() => effects.push('rings'));
  terminal.onTitleChange((title) => effects.push(`title ${title}`));
  for (const code of [52, 9, 777, 99, 1337, 4, 10, 11, 12, 7, 633]) {
    terminal.parser.registerOscHandler(code, (data) => {
      effects.push(`OSC ${code} ${data.slice(0, 40)}`);
      return false;
    });
  }
  const writes = viewToWrites(view).join('');
  emulator.write(writes);
  const events = createScanner().scan(Buffer.from(writes));
  return [...effects, ...events.filter(({ kind }) => kind !== 'mode').map(({ kind }) => `event ${kind}`)];
}

/** So that no older checkpoint stands in for what a test destroys. */
const oneCheckpoint = { persistence: { keep_checkpoints: 1 } };

async function openRecorded(dir: string): Promise<WorkspaceHost> {
  const program = join(dir, 'recording-shell');
  await writeFile(program, recordingShell(dir), { mode: 0o755 });
  return openTestHost({ dir, config: { ...oneCheckpoint, shell: { program } } });
}

/** Resolves when the shell's number was shown and nothing more came. */
async function awaitShell(host: WorkspaceHost, number: number): Promise<void> {
  const pattern = new RegExp(`^shell number ${number}$`, 'mu');
  expect(await host.wait('p1', { kind: 'text', pattern }, { timeoutMs: 15_000 })).toEqual({ kind: 'met' });
  await host.wait('p1', { kind: 'idle', ms: 300 }, { timeoutMs: 15_000 });
}

async function typed(dir: string, number: number): Promise<string> {
  return (await readFile(join(dir, `stdin.${number}`))).toString('latin1');
}

/** A pane with a snapshot on disk, and the copy of it that a killed host leaves. */
async function foldedImage(dir: string, corpus: string | Buffer): Promise<string> {
  await writeFile(join(dir, 'corpus'), corpus);
  const host = await openRecorded(dir);
  await host.wait('p1', { kind: 'idle', ms: 300 }, { timeoutMs: 15_000 });
  await host.paneOf('p1')?.folding.fold();
  await host.checkpoint();
  await host.checkpoint();
  return crashImage(dir, 'image');
}

/** Once started from, the log of before is gone, which could stand in for a snapshot. */
async function startOnce(image: string): Promise<void> {
  const between = await openTestHost({ dir: image, config: oneCheckpoint });
  await awaitShell(between, 2);
  await between.shutdown();
}

async function snapshotFile(image: string): Promise<string> {
  const dir = join(image, 'state', 'scrollback');
  const names = (await readdir(dir)).filter((name) => name.endsWith('.snap'));
  return join(dir, names.sort().at(-1) ?? 'none');
}

describe('replay', () => {
  it('should type nothing into the new shell, whatever the old program printed', {
    timeout: 60_000,
  }, async () => {
    const dir = await tempDir();
    await writeFile(join(dir, 'corpus'), hostileCorpus({ longStringBytes: 1024 * 1024 }));
    const first = await openRecorded(dir);
    const lastWords = /on the alternate screen/u;
    expect(await first.wait('p1', { kind: 'text', pattern: lastWords }, { timeoutMs: 30_000 })).toEqual({
      kind: 'met',
    });
    // The corpus does ask: its own program was answered.
    await expect.poll(() => typed(dir, 1), { timeout: 20_000 }).toMatch(/\x1b\[\?[\d;]*c/);
    await first.wait('p1', { kind: 'idle', ms: 500 }, { timeoutMs: 30_000 });
    await first.flush();
    const image = await crashImage(dir, 'image');
    const second = await openTestHost({ dir: image });
    await awaitShell(second, 2);
    const view = await attachedView(second, 'p1');
    await second.wait('p1', { kind: 'idle', ms: 500 }, { timeoutMs: 15_000 });
    expect(await typed(dir, 2)).toBe('');
    expect(effectsOf(view)).toEqual([]);
    const text = await textOf(second, 'p1');
    expect(text).toContain('hostile text ends');
    expect(text).not.toContain('on the alternate screen');
    expect(view.modes).toMatchObject({ mouseTracking: 'none', focusReports: false, bracketedPaste: false });
  });

  it('should show as text what somebody wrote into a snapshot under a right checksum', async () => {
    const dir = await tempDir();
    const image = await foldedImage(dir, 'an honest line\r\n');
    const path = await snapshotFile(image);
    const file = decodeSnapshot(await readFile(path));
    if (file.kind !== 'ok') throw new Error(`${path} is no snapshot`);
    const fields: ViewState = new Unpackr({ mapsAsObjects: true }).unpack(Buffer.from(file.data));
    expect(fields.primary.text).toContain('an honest line');
    const poison = hostileCorpus({ longStringBytes: 10_000 }).toString();
    const forged = {
      ...fields,
      title: poison,
      pen: poison,
      primary: {
        ...fields.primary,
        text: `forged begins ${poison} forged ends`,
        lastCell: { x: 1e9, pen: poison, chars: poison, joins: true },
        saved: { x: -1, y: Number.NaN, pen: poison, charset: '\x1b[c' },
        margins: { top: -5, bottom: 1e12 },
        tabStops: [1e9, -1, 'x'],
      },
      alternate: { ...fields.primary, text: poison },
      modes: { ...fields.modes, mouseTracking: '\x1b[c', cursorStyle: '2c\x1b[6n', focusReports: true },
      charsets: { active: 77, designated: ['\x1b[c', 7, null, {}] },
      marks: [{ line: -1, x: 1e99, kind: '\x1b[c', exitCode: 'x' }, null, 5],
    };
    await writeFile(path, Buffer.concat(encodeSnapshot(file.header, pack(forged))));
    const host = await openTestHost({ dir: image });
    await awaitShell(host, 2);
    const view = await attachedView(host, 'p1');
    await host.wait('p1', { kind: 'idle', ms: 300 }, { timeoutMs: 15_000 });
    expect(await textOf(host, 'p1')).toContain('forged begins');
    expect(effectsOf(view)).toEqual([]);
    expect(await typed(dir, 2)).toBe('');
  });

  const damages: readonly { name: string; damage: (bytes: Buffer) => Buffer }[] = [
    ...[0, 5, 9, 33, 41, 60, 500].map((at) => ({
      name: `a flipped bit at ${at}`,
      damage: (bytes: Buffer) => {
        const place = Math.min(at, bytes.length - 1);
        bytes[place] = (bytes[place] ?? 0) ^ 0x10;
        return bytes;
      },
    })),
    ...[0, 10, 40, 0.5, 0.99].map((share) => ({
      name: `a file cut at ${share}`,
      damage: (bytes: Buffer) => bytes.subarray(0, share < 1 ? Math.floor(bytes.length * share) : share),
    })),
    { name: 'zeros inside', damage: (bytes) => bytes.fill(0, bytes.length >> 2, bytes.length >> 1) },
    { name: 'another file', damage: () => Buffer.from('\x1b[c\x1b]52;c;?\x07'.repeat(1000)) },
    { name: 'more behind the end', damage: (bytes) => Buffer.concat([bytes, bytes]) },
  ];

  it('should start, say what is lost, and type nothing, whatever is wrong with a snapshot', {
    timeout: 120_000,
  }, async () => {
    const dir = await tempDir();
    const image = await foldedImage(dir, `${'a line to be lost\r\n'.repeat(100)}`);
    await startOnce(image);
    const path = await snapshotFile(image);
    const sound = await readFile(path);
    let losses = 0;
    for (const { name, damage } of damages) {
      await writeFile(path, damage(Buffer.from(sound)));
      const copy = await crashImage(image, name.replaceAll(/\W+/g, '-'));
      const host = await openTestHost({ dir: copy, config: oneCheckpoint });
      await host.wait('p1', { kind: 'idle', ms: 200 }, { timeoutMs: 15_000 });
      const client = new TestClient();
      const view = await attachedView(host, 'p1', client);
      expect(effectsOf(view), name).toEqual([]);
      // What can be seen without reading is told at the start, the rest where it concerns: on the pane. An older
      // checkpoint may still have it all.
      const told = [
        ...host.recovery.losses.map(({ detail }) => detail),
        ...client.received.flatMap((message) => (message.kind === 'notice' ? [message.notice.text] : [])),
      ];
      const isWhole = (await textOf(host, 'p1')).match(/^a line to be lost$/gmu)?.length === 100;
      expect(isWhole || told.length > 0, name).toBe(true);
      losses += isWhole ? 0 : 1;
      await host.checkpoint();
      const kept = await readdir(join(copy, 'state', 'quarantine'));
      expect(isWhole || kept.length > 0, name).toBe(true);
      await host.shutdown();
    }
    expect(losses).toBeGreaterThan(0);
    const shells = (await readdir(dir)).filter((name) => name.startsWith('stdin.'));
    expect(shells).toHaveLength(2 + damages.length);
    for (const name of shells) expect((await stat(join(dir, name))).size, name).toBe(0);
  });

  it('should leave an empty screen where a snapshot was taken away, and say so', async () => {
    const dir = await tempDir();
    const image = await foldedImage(dir, 'gone with its file\r\n');
    await startOnce(image);
    await mkdir(join(image, 'elsewhere'));
    await rename(await snapshotFile(image), join(image, 'elsewhere', 'snapshot'));
    const host = await openTestHost({ dir: image, config: oneCheckpoint });
    await awaitShell(host, 3);
    expect(await textOf(host, 'p1')).not.toContain('gone with');
    expect(host.recovery.losses).toMatchObject([{ kind: 'missing-file' }]);
  });
});
