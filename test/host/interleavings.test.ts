// Things that happen to a pane while something else is under way in it: whoever comes or goes in between holds nothing back, loses
// no answer and leaves nothing behind.
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { WorkspaceHost } from '../../electron/host/workspace-host.ts';
import type { PaneId } from '../../shared/ids.ts';
import { tempDir } from '../support/temp-dir.ts';
import {
  builtWorker,
  openTestHost,
  runCommand,
  TestClient,
  textOf,
  typeAndSee,
} from '../support/test-host.ts';

const size = { cols: 80, rows: 24 };
const bash = { shell: { program: '/bin/bash', args: ['--norc'] } };

/** It takes its time when it is hung up on. */
const slowToEnd = `trap 'sleep 0.6; exit' HUP; echo ready; while :; do read -t 0.1; done`;

const ready = { kind: 'text', pattern: /^ready$/mu } as const;

function connect(host: WorkspaceHost): TestClient {
  const client = new TestClient();
  host.connect(client.port, 'o1');
  return client;
}

const isAttached = (client: TestClient, attachment: number): Promise<void> =>
  client.until((messages) => messages.some((m) => m.kind === 'attached' && m.attachment === attachment));

/** A host with a pane that waits until it is shown. */
async function withDormantPane(): Promise<{ host: WorkspaceHost; pane: PaneId }> {
  const dir = await tempDir();
  const first = await openTestHost({ dir });
  await typeAndSee(first, 'p1', 'echo before', /^before$/mu);
  const { pane } = await runCommand(first, 'window.create', {});
  await typeAndSee(first, pane, 'echo in front', /^in front$/mu);
  await first.shutdown();
  const host = await openTestHost({ dir });
  expect(host.workspace.live.p1).toBeUndefined();
  return { host, pane: 'p1' };
}

/** Whether a program that prints more than any view may be behind gets to its end. */
async function expectUnheld(host: WorkspaceHost, pane: PaneId): Promise<void> {
  await host.send(pane, 'seq 1 200000; echo finished\r');
  const outcome = await host.wait(pane, { kind: 'text', pattern: /^finished$/mu }, { timeoutMs: 20_000 });
  expect(outcome.kind).toBe('met');
}

describe('a view that goes while its pane starts', () => {
  it('should hold nothing back when it was detached', async () => {
    const { host, pane } = await withDormantPane();
    const client = connect(host);
    client.say({ kind: 'attach', attachment: 1, pane, ...size });
    client.say({ kind: 'detach', attachment: 1 });
    await expectUnheld(host, pane);
    expect(host.paneOf(pane)?.screens.isSeen).toBe(false);
  });

  it('should hold nothing back when its window is gone', async () => {
    const { host, pane } = await withDormantPane();
    const client = connect(host);
    client.say({ kind: 'attach', attachment: 1, pane, ...size });
    client.close();
    await expectUnheld(host, pane);
    expect(host.paneOf(pane)?.screens.isSeen).toBe(false);
  });
});

const ask = `stty -echo; printf '\\033[6n'; IFS= read -rsd R answer; printf 'answered %q\\n' "$answer"`;
const answered = { kind: 'text', pattern: /^answered .*\[\d+;\d+/mu } as const;

describe('a query that came before the view', () => {
  /** Shows p1 at the moment that the query is printed. */
  async function attachWhenAsked(host: WorkspaceHost): Promise<void> {
    const client = connect(host);
    let isAsked = false;
    host.paneOf('p1')?.observe({
      onEntry: (entry) => {
        if (isAsked || entry.kind !== 'output' || !Buffer.from(entry.data).includes('\x1b[6n')) return;
        isAsked = true;
        client.say({ kind: 'attach', attachment: 1, pane: 'p1', ...size });
      },
    });
    await host.send('p1', `${ask}\r`);
    await isAttached(client, 1);
  }

  it('should keep no view from being shown, also where the worker dies of it', async () => {
    const dir = await tempDir();
    const workerPath = join(dir, 'dying.cjs');
    const dies = `({ call }) => { if (call.kind === 'take') throw new Error('out of memory'); }`;
    await writeFile(
      workerPath,
      `require('node:worker_threads').parentPort.on('message', ${dies}); require(${JSON.stringify(builtWorker)});`,
    );
    await attachWhenAsked(await openTestHost({ dir, config: bash, workerPath }));
  });

  it('should be answered although a view comes before its answer does', async () => {
    const host = await openTestHost({ dir: await tempDir(), config: bash });
    await attachWhenAsked(host);
    expect((await host.wait('p1', answered, { timeoutMs: 5_000 })).kind).toBe('met');
  });

  it('should go to no other process', async () => {
    const dir = await tempDir();
    // The screen that answers is made while the worker is still loading: by then the pane runs something else.
    const script = `if [ -e asked ]; then read -rs -t 1 -d R got; printf 'got %q\\n' "$got"; exec sleep 100; fi
      touch asked; printf '\\033[6n'; exit 3`;
    const host = await openTestHost({ dir, config: bash });
    const { pane } = await runCommand(host, 'window.create', {
      cwd: dir,
      command: ['/bin/bash', '-c', script],
    });
    await host.wait(pane, { kind: 'exit' }, { timeoutMs: 10_000 });
    await runCommand(host, 'pane.respawn', { pane });
    const got = { kind: 'text', pattern: /^got .*$/mu } as const;
    expect((await host.wait(pane, got, { timeoutMs: 10_000 })).kind).toBe('met');
    expect(await textOf(host, pane)).toMatch(/^got ''$/mu);
  });
});

describe('a view that goes when a query was sent to it', () => {
  it('should still answer it', async () => {
    const host = await openTestHost({ dir: await tempDir(), config: bash });
    const client = connect(host);
    client.say({ kind: 'attach', attachment: 1, pane: 'p1', ...size });
    await isAttached(client, 1);
    await host.send('p1', `${ask}\r`);
    await client.until(() => client.streamed(1).includes('\x1b[6n'));
    client.say({ kind: 'detach', attachment: 1 });
    expect(host.paneOf('p1')?.screens.isSeen).toBe(false);
    await client.until((messages) => messages.some(({ kind }) => kind === 'detached'));
    client.say({ kind: 'answer', attachment: 1, data: '\x1b[7;7R' });
    client.say({ kind: 'release', attachment: 1 });
    client.say({ kind: 'answer', attachment: 1, data: 'too late' });
    expect((await host.wait('p1', answered, { timeoutMs: 5_000 })).kind).toBe('met');
    expect(await textOf(host, 'p1')).toMatch(/\[7;7/u);
    expect(await textOf(host, 'p1')).not.toContain('too late');
  });

  it('should hear that nothing comes, also where it was never shown anything', async () => {
    const { host, pane } = await withDormantPane();
    const client = connect(host);
    client.say({ kind: 'attach', attachment: 1, pane, ...size });
    client.say({ kind: 'detach', attachment: 1 });
    client.say({ kind: 'detach', attachment: 2 });
    const told = client.received.flatMap((m) => (m.kind === 'detached' ? [m.attachment] : []));
    expect(told).toEqual([1, 2]);
  });
});

describe('a pane that is reopened while its old process ends', () => {
  it('should keep its screens apart from those of its past', async () => {
    const host = await openTestHost({ dir: await tempDir(), config: bash });
    const { pane } = await runCommand(host, 'window.create', {});
    await typeAndSee(host, pane, slowToEnd, /^ready$/mu);
    const old = host.paneOf(pane);
    const options = { extent: 'screen', ansi: false } as const;
    const follow = () =>
      Promise.all([1, 2, 3, 4].map(() => host.paneOf(pane)?.follow().follower.text(options)));
    await follow();
    await runCommand(host, 'close', { target: pane, force: true });
    await runCommand(host, 'pane.reopen', {});
    const followers = [1, 2, 3, 4].map(() => host.paneOf(pane)?.follow().follower);
    const read = () => Promise.all(followers.map((follower) => follower?.text(options)));
    await read();
    await old?.end();
    await expect(read()).resolves.toHaveLength(4);
  });

  it('should keep what it prints when it had not even started', async () => {
    const { host, pane } = await withDormantPane();
    const client = connect(host);
    client.say({ kind: 'attach', attachment: 1, pane, ...size });
    const closed = runCommand(host, 'close', { target: pane, force: true });
    const reopened = runCommand(host, 'pane.reopen', {});
    await Promise.all([closed, reopened]);
    await typeAndSee(host, pane, 'echo afterwards', /^afterwards$/mu);
    expect(host.workspace.panes[pane]?.discarded).not.toContain(host.workspace.panes[pane]?.incarnation);
    const text = await textOf(host, pane);
    expect(text).toMatch(/^before$/mu);
    expect(text).toMatch(/^afterwards$/mu);
    const pid = host.workspace.live[pane]?.pid;
    await typeAndSee(host, pane, 'echo "pid $$"', new RegExp(`^pid ${pid}$`, 'mu'));
  });
});

describe('what left no trace', () => {
  /** Two panes whose shell said `ready` and no more, as they are after a start in which nobody typed. `script`: their next shell. */
  async function withUntouchedPanes(script: string, { lazy }: { lazy: boolean }): Promise<WorkspaceHost> {
    const dir = await tempDir();
    const shell = join(dir, 'shell');
    const write = (body: string): Promise<void> =>
      writeFile(shell, `#!/bin/bash\n${body}\n`, { mode: 0o755 });
    await write('echo ready; exec sleep 1000');
    const open = (isLazy: boolean): Promise<WorkspaceHost> =>
      openTestHost({ dir, config: { shell: { program: shell }, restore: { lazy: isLazy } } });
    const first = await open(false);
    await runCommand(first, 'window.create', {});
    const second = await reopen(first, () => open(false));
    // Only then is the file no longer being started from.
    await areReady(second);
    await write(script);
    return reopen(second, () => open(lazy));
  }

  async function reopen(host: WorkspaceHost, open: () => Promise<WorkspaceHost>): Promise<WorkspaceHost> {
    await areReady(host);
    await host.shutdown();
    return open();
  }

  async function areReady(host: WorkspaceHost): Promise<void> {
    await Promise.all((['p1', 'p2'] as const).map((pane) => host.wait(pane, ready, { timeoutMs: 10_000 })));
  }

  const timesReady = async (host: WorkspaceHost, pane: PaneId): Promise<number | undefined> =>
    (await textOf(host, pane)).match(/^ready$/gmu)?.length;

  it('should leave none when its pane is closed while its fold waits for another', async () => {
    const host = await withUntouchedPanes(slowToEnd, { lazy: false });
    await host.wait('p2', ready, { timeoutMs: 10_000 });
    const folds = [host.paneOf('p1'), host.paneOf('p2')].map((folded) => folded?.folding.fold());
    await runCommand(host, 'close', { target: 'p2', force: true });
    await Promise.all(folds);
    await runCommand(host, 'pane.reopen', {});
    await host.wait('p2', ready, { timeoutMs: 10_000 });
    // Of its first process, and of the one that runs now.
    expect(await timesReady(host, 'p2')).toBe(2);
  });

  it('should leave none when its pane is folded or read while the next one starts', async () => {
    const host = await withUntouchedPanes('echo ready; exec sleep 1000', { lazy: true });
    const pane = host.paneOf('p1');
    expect(pane?.isLive).toBe(false);
    const started = pane?.start('shown');
    const folded = pane?.folding.fold();
    expect(await timesReady(host, 'p1')).toBe(1);
    await Promise.all([started, folded]);
    await host.wait('p1', ready, { timeoutMs: 10_000 });
    expect(await timesReady(host, 'p1')).toBe(2);
  });
});

describe('a command that is offered again', () => {
  it('should run once, however often it is asked for at once', async () => {
    const dir = await tempDir();
    const first = await openTestHost({ dir });
    // Said by what runs, so that it is in front by then.
    await typeAndSee(first, 'p1', "sh -c 'echo running; exec sleep 1000'", /^running$/mu);
    await first.flush();
    await first.shutdown();
    const host = await openTestHost({ dir });
    expect(host.workspace.panes.p1?.restored?.wasRunning).toContain('sleep 1000');
    const outcomes = await Promise.all(
      [1, 2].map(() => host.execute({ name: 'pane.rerun', params: { pane: 'p1' } })),
    );
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['done', 'refused']);
  });
});

describe('a pane that is imported', () => {
  it('should have its content also when it is closed and reopened before that is stored', async () => {
    const host = await openTestHost({ dir: await tempDir() });
    await typeAndSee(host, 'p1', 'echo imported', /^imported$/mu);
    const file = Buffer.concat(await host.exportWorkspace());
    const made = new Promise<PaneId>((resolve) => {
      host.subscribe((records) => {
        for (const record of records) if (record.kind === 'pane.adopted') resolve(record.pane);
      });
    });
    const imported = host.importWorkspace(file);
    const pane = await made;
    const closed = runCommand(host, 'close', { target: pane, force: true });
    await Promise.all([closed, runCommand(host, 'pane.reopen', { pane })]);
    expect(await textOf(host, pane)).toMatch(/^imported$/mu);
    await imported;
  });
});

describe('a pane that is purged', () => {
  it('should not come back while its process ends', async () => {
    const host = await openTestHost({ dir: await tempDir(), config: bash });
    const { pane } = await runCommand(host, 'window.create', {});
    await typeAndSee(host, pane, slowToEnd, /^ready$/mu);
    const purged = runCommand(host, 'pane.purge', { pane, force: true });
    const reopened = runCommand(host, 'pane.reopen', { pane });
    await expect(reopened).rejects.toThrow('it was not closed lately');
    await purged;
    expect(host.workspace.panes[pane]).toBeUndefined();
  });
});

describe('a host that is shut down', () => {
  it('should start nothing that comes in while it ends', async () => {
    const dir = await tempDir();
    const host = await openTestHost({ dir, config: bash });
    await typeAndSee(host, 'p1', 'echo exported', /^exported$/mu);
    const file = Buffer.concat(await host.exportWorkspace());
    await host.send('p1', `${slowToEnd}\r`);
    await host.wait('p1', ready, { timeoutMs: 10_000 });
    let imported: Promise<unknown> = Promise.resolve();
    host.paneOf('p1')?.observe({
      onGone: () => {
        imported = host.importWorkspace(file).catch((error: unknown) => error);
      },
    });
    await host.shutdown();
    await imported;
    expect(Object.keys(host.workspace.live)).toEqual(['p1']);
  });
});

describe('a command that fails', () => {
  it('should be answered, also where the disk is to blame', async () => {
    const dir = await tempDir();
    const host = await openTestHost({ dir });
    const { pane } = await runCommand(host, 'window.create', {});
    await runCommand(host, 'close', { target: pane, force: true });
    await rm(join(dir, 'state', 'checkpoints'), { recursive: true });
    await writeFile(join(dir, 'state', 'checkpoints'), 'no directory');
    const client = connect(host);
    client.say({ kind: 'command', seq: 1, name: 'pane.purge', params: { force: false } });
    await client.until((messages) => messages.some(({ kind }) => kind === 'outcome'));
    expect(client.received.find(({ kind }) => kind === 'outcome')).toMatchObject({
      outcome: { kind: 'refused', error: { code: 'failed' } },
    });
  });

  it('should not be to make a pane because its shell could not be told how to say what it does', async () => {
    const dir = await tempDir();
    await writeFile(join(dir, 'run'), 'no directory');
    const host = await openTestHost({ dir, config: { shell: { program: '/bin/bash' } } });
    const { pane } = await runCommand(host, 'window.create', {});
    await typeAndSee(host, pane, 'echo all the same', /^all the same$/mu);
  });
});
