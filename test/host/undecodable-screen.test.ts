// A pane's saved screen that cannot be used: damaged on disk without a change of length, so that only reading it shows it, or
// sound to the engine and nothing that a screen can be made of. It is said on the pane and in the report, and the file is kept.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WorkspaceMachine } from '../../electron/host/journal.ts';
import { logConfig } from '../../electron/host/log-config.ts';
import type { WorkspaceHost } from '../../electron/host/workspace-host.ts';
import { openLog } from '../../electron/persistence/open-log.ts';
import { defaultConfig } from '../../shared/config.ts';
import type { Notice } from '../../shared/protocol.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openTestHost, runCommand, TestClient, textOf, typeAndSee } from '../support/test-host.ts';

/** A home whose only pane has a snapshot that is sound to the engine, and nothing that a screen can be made of. */
async function withUndecodable(): Promise<string> {
  const dir = await tempDir();
  const first = await openTestHost({ dir });
  await typeAndSee(first, 'p1', 'echo before', /^before$/mu);
  await first.shutdown();
  const machine = new WorkspaceMachine(dir);
  const { log } = await openLog({ dir: join(dir, 'state'), machine, config: logConfig(defaultConfig) });
  await log.putSnapshot(1, { incarnation: 1, offset: 1 }, new TextEncoder().encode('no screen'));
  await log.close({ checkpoint: true });
  return dir;
}

/** A home with a folded pane that is not on screen at the start, and a bit of that snapshot flipped. */
async function withDamaged(): Promise<{ dir: string; file: string; bytes: number }> {
  const dir = await tempDir();
  const first = await openTestHost({ dir, config: { persistence: { keep_checkpoints: 1 } } });
  await typeAndSee(first, 'p1', 'echo before', /^before$/mu);
  const { pane: shown } = await runCommand(first, 'window.create', {});
  await typeAndSee(first, shown, 'echo shown', /^shown$/mu);
  // No older one may be left that could stand in.
  for (const pane of ['p1', shown]) await first.paneOf(pane)?.folding.fold();
  for (let round = 0; round < 2; round += 1) await first.checkpoint();
  await first.shutdown();
  const names = await readdir(join(dir, 'state', 'scrollback'));
  const name = names.find((one) => one.startsWith('1-')) ?? '';
  const path = join(dir, 'state', 'scrollback', name);
  const bytes = await readFile(path);
  bytes[bytes.length - 10] = (bytes.at(-10) ?? 0) ^ 1;
  await writeFile(path, bytes);
  return { dir, file: join('scrollback', name), bytes: bytes.length };
}

async function attached(host: WorkspaceHost): Promise<{ client: TestClient; said: () => Notice[] }> {
  const client = new TestClient();
  host.connect(client.port, 'o1');
  client.say({ kind: 'attach', attachment: 1, pane: 'p1', cols: 80, rows: 24 });
  await client.until((messages) => messages.some((message) => message.kind === 'attached'));
  const said = (): Notice[] =>
    client.received.flatMap((message) => (message.kind === 'notice' ? [message.notice] : []));
  return { client, said };
}

function keptAside(dir: string): Promise<string[]> {
  return readdir(join(dir, 'state', 'quarantine'));
}

describe('a saved screen that cannot be decoded', () => {
  it('should be said on the pane and in the report', async () => {
    const dir = await withUndecodable();
    const host = await openTestHost({ dir });
    const { said } = await attached(host);
    expect(said()).toEqual([
      {
        level: 'warn',
        pane: 'p1',
        text: expect.stringContaining('The saved screen could not be read'),
      },
    ]);
    expect(host.recovery.losses).toMatchObject([
      { kind: 'corrupt-snapshot', file: expect.stringMatching(/^scrollback\/1-1-1-\d+\.snap$/), offset: 0 },
    ]);
  });

  it('should be kept aside before a fold replaces it', async () => {
    const dir = await withUndecodable();
    const [name = ''] = await readdir(join(dir, 'state', 'scrollback'));
    const host = await openTestHost({ dir, config: { persistence: { keep_checkpoints: 1 } } });
    await typeAndSee(host, 'p1', 'echo after', /^after$/mu);
    await host.paneOf('p1')?.folding.fold();
    await host.checkpoint();
    expect(await readdir(join(dir, 'state', 'scrollback'))).not.toContain(name);
    expect(await keptAside(dir)).toContain(name);
    const kept = await readFile(join(dir, 'state', 'quarantine', name));
    expect(kept.includes('no screen')).toBe(true);
    expect(host.recovery.losses.length).toBe(1);
  });

  it('should be kept aside and told of by a restore point as well', async () => {
    const dir = await withUndecodable();
    const [name = ''] = await readdir(join(dir, 'state', 'scrollback'));
    const config = { persistence: { restore_on_startup: false } };
    const host = await openTestHost({ dir, config });
    expect(host.timeline().length).toBe(1);
    expect(host.recovery.losses).toMatchObject([{ kind: 'corrupt-snapshot', file: `scrollback/${name}` }]);
    await host.checkpoint();
    expect(await keptAside(dir)).toContain(name);
  });
});

describe('a saved screen whose file was damaged', () => {
  it('should be in the report as soon as it is read, for scripts and for windows that are open', async () => {
    const { dir, file, bytes } = await withDamaged();
    const config = { persistence: { keep_checkpoints: 1 } };
    const host = await openTestHost({ dir, config });
    expect(host.recovery.losses).toEqual([]);
    const { client, said } = await attached(host);
    const loss = { kind: 'corrupt-snapshot', file, offset: 40, bytes, detail: 'the data is damaged' };
    expect(host.recovery.losses).toEqual([loss]);
    const reports = client.received.flatMap((message) => (message.kind === 'recovery' ? [message] : []));
    expect(reports.map(({ recovery }) => recovery.losses)).toEqual([[loss]]);
    expect(said()).toContainEqual(expect.objectContaining({ pane: 'p1', level: 'warn' }));
    // Told of once, however often it is read.
    await textOf(host, 'p1');
    expect(host.recovery.losses).toEqual([loss]);
    await host.checkpoint();
    expect(await keptAside(dir)).toContain(file.replace('scrollback/', ''));
    await host.shutdown();
    const next = await openTestHost({ dir, config });
    await attached(next);
    expect(next.recovery.losses).toEqual([]);
  });
});
