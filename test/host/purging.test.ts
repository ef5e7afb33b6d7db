// Purging: what a pane printed, its title and its command line are in no file of the state directory any more, whatever form
// they had there, and what the other panes have is untouched.
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { decodeWorkspace, encodeWorkspace } from '../../electron/host/codec.ts';
import { Journal, WorkspaceMachine } from '../../electron/host/journal.ts';
import { type PurgeParts, purgePanes, withoutPanes } from '../../electron/host/purging.ts';
import { Timeline } from '../../electron/host/timeline.ts';
import type { WorkspaceHost } from '../../electron/host/workspace-host.ts';
import { openLog } from '../../electron/persistence/open-log.ts';
import type { PaneId } from '../../shared/ids.ts';
import { treeOf } from '../../shared/tree.ts';
import { output, TEST_CONFIG } from '../persistence/open-for-test.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openTestHost, runCommand, textOf, typeAndSee } from '../support/test-host.ts';
import { firstRun, recordsOf, run } from '../support/workspaces.ts';

/** Files under `dir` that hold `text`. */
function filesWith(text: string, dir: string): Promise<string[]> {
  return new Promise((resolve) => {
    execFile('grep', ['-rla', '-e', text, dir], (_, stdout) => resolve(stdout.split('\n').filter(Boolean)));
  });
}

/** p1 prints what is kept; a pane beside it the secret, which is then in segments, snapshots, checkpoints and a restore point. */
async function withSecret(host: WorkspaceHost): Promise<PaneId> {
  await typeAndSee(host, 'p1', "printf 'kept-%s\\n' output", /^kept-output$/mu);
  const { pane } = await runCommand(host, 'pane.split', { pane: 'p1', direction: 'right' });
  const print = "printf '\\033]0;secret-title\\007secret-%s\\n' output";
  await typeAndSee(host, pane, print, /^secret-output$/mu);
  await host.checkpoint();
  await host.paneOf(pane)?.folding.fold();
  await host.checkpoint();
  await typeAndSee(host, pane, 'echo secret-tail', /^secret-tail$/mu);
  return pane;
}

/** The present becomes a restore point: by a start that begins afresh. Resolves with the new host. */
async function restartAfresh(host: WorkspaceHost, dir: string): Promise<WorkspaceHost> {
  await host.shutdown();
  return openTestHost({ dir, config: { persistence: { restore_on_startup: false } } });
}

describe('purging a pane', () => {
  it('should close it and leave nothing of it on disk, and the others whole', async () => {
    const dir = await tempDir();
    const host = await openTestHost({ dir });
    const pane = await withSecret(host);
    expect((await filesWith('secret-', join(dir, 'state'))).length).toBeGreaterThan(2);
    await runCommand(host, 'pane.purge', { pane, force: true });
    expect(await filesWith('secret-', join(dir, 'state'))).toEqual([]);
    expect(host.workspace.panes[pane]).toBeUndefined();
    await expect(runCommand(host, 'pane.reopen', { pane })).rejects.toThrow();
    expect(await textOf(host, 'p1')).toContain('kept-output');
    // Once more, and without anything to do.
    await runCommand(host, 'pane.purge', { pane, force: false });
    await runCommand(host, 'pane.purge', { force: false });
    await host.shutdown();
    const next = await openTestHost({ dir });
    expect(next.recovery.losses).toEqual([]);
    expect(await textOf(next, 'p1')).toContain('kept-output');
  });

  it('should take it out of restore points, which keep the rest', async () => {
    const dir = await tempDir();
    const first = await openTestHost({ dir });
    const pane = await withSecret(first);
    const host = await restartAfresh(first, dir);
    expect(host.timeline()).toMatchObject([{ sessions: 1, panes: 2 }]);
    expect(await filesWith('secret-', join(dir, 'state'))).not.toEqual([]);
    await runCommand(host, 'pane.purge', { pane, force: false });
    expect(await filesWith('secret-', join(dir, 'state'))).toEqual([]);
    const [point] = host.timeline();
    expect(point).toMatchObject({ sessions: 1, windows: 1, panes: 1 });
    await host.restore(point?.id ?? '', { replace: true });
    const [restored] = treeOf(host.workspace).sessions[0]?.windows[0]?.panes ?? [];
    expect(await textOf(host, restored?.id as PaneId)).toContain('kept-output');
  });

  it('should purge all that is closed when no pane is named, and with it points in which nothing else was', async () => {
    const dir = await tempDir();
    const first = await openTestHost({ dir });
    await withSecret(first);
    const host = await restartAfresh(first, dir);
    const [now] = treeOf(host.workspace).sessions[0]?.windows[0]?.panes ?? [];
    const present = now?.id as PaneId;
    await typeAndSee(host, present, 'echo present-output', /^present-output$/mu);
    await runCommand(host, 'pane.purge', { force: false });
    expect(host.timeline()).toEqual([]);
    expect(await filesWith('secret-\\|kept-output', join(dir, 'state'))).toEqual([]);
    expect(await textOf(host, present)).toContain('present-output');
  });

  it('should not end what runs unless told to, and know a pane that never was', async () => {
    const dir = await tempDir();
    const host = await openTestHost({ dir });
    await typeAndSee(host, 'p1', '(echo ready; exec sleep 1000)', /^ready$/mu);
    await expect(runCommand(host, 'pane.purge', { pane: 'p1', force: false })).rejects.toThrow(
      'still running',
    );
    expect(host.workspace.panes.p1).toBeDefined();
    await expect(runCommand(host, 'pane.purge', { pane: 'p9', force: true })).rejects.toThrow(
      'there is no p9',
    );
  });

  it('should warn that copies of damaged files may hold some of it', async () => {
    const dir = await tempDir();
    const host = await openTestHost({ dir });
    const purge = { name: 'pane.purge', params: { pane: 'p1', force: true } } as const;
    const quarantine = join(dir, 'state', 'quarantine');
    await mkdir(quarantine, { recursive: true });
    await writeFile(join(quarantine, '1.wal.at-0.json'), '{}');
    expect(await host.execute(purge)).toMatchObject({ kind: 'done', warning: null });
    await writeFile(join(quarantine, '1.wal'), 'anything');
    expect(await host.execute(purge)).toMatchObject({
      kind: 'done',
      warning: expect.stringContaining(quarantine),
    });
  });
});

describe('purging while something is in the way', () => {
  /** p1 and p2, of which p2 has printed. */
  async function journalOnDisk(dir: string): Promise<Journal> {
    const machine = new WorkspaceMachine('/home/ada');
    const { log } = await openLog({ dir: join(dir, 'state'), machine, config: TEST_CONFIG });
    onTestFinished(() => log.close());
    const journal = new Journal(log, machine);
    journal.commit(recordsOf(journal.workspace, 'session.create', {}));
    journal.commit(recordsOf(journal.workspace, 'pane.split', { pane: 'p1', direction: 'right' }));
    log.append([output(2, 1, 0, 'secret-output')], 'now');
    return journal;
  }
  const partsFor = (journal: Journal) => {
    let folds = 0;
    const parts: PurgeParts = {
      journal,
      now: () => 0,
      closedEnded: async () => undefined,
      foldWhatPins: async () => {
        folds += 1;
      },
    };
    return { parts, folds: () => folds };
  };

  it('should say that it is not over while somebody reads it, and be over when that has ended', async () => {
    const dir = await tempDir();
    const journal = await journalOnDisk(dir);
    await journal.log.flush();
    const reader = await journal.log.readStream(2);
    const { parts, folds } = partsFor(journal);
    expect(await purgePanes(parts, ['p2'])).toBe(false);
    expect(folds()).toBe(3);
    expect(await filesWith('secret-', join(dir, 'state'))).not.toEqual([]);
    reader.release();
    expect(await purgePanes(parts, ['p2'])).toBe(true);
    expect(await filesWith('secret-', join(dir, 'state'))).toEqual([]);
  });

  it('should not be put into a restore point that was being kept meanwhile', async () => {
    const dir = await tempDir();
    const journal = await journalOnDisk(dir);
    const secret = { position: { incarnation: 1, offset: 13 }, data: Buffer.from('secret-output') };
    const keeping = journal.log.keepRestorePoint(new Map([[2, secret]]), 'user');
    expect(await purgePanes(partsFor(journal).parts, ['p2'])).toBe(true);
    await keeping;
    expect(journal.log.restorePoints()).toHaveLength(1);
    expect(await filesWith('secret-', join(dir, 'state'))).toEqual([]);
  });

  it('should leave out of a restore point what is purged while its panes are read', async () => {
    const dir = await tempDir();
    const journal = await journalOnDisk(dir);
    const secret = { position: { incarnation: 1, offset: 13 }, data: Buffer.from('secret-output') };
    const timeline = new Timeline({
      journal,
      snapshotOf: async (pane) => {
        if (pane === 'p2') return secret;
        return null;
      },
      awaitContent: () => undefined,
    });
    const keeping = timeline.keep('user');
    const purging = purgePanes(partsFor(journal).parts, ['p2']);
    await keeping;
    expect(await purging).toBe(true);
    expect(await filesWith('secret-', join(dir, 'state'))).toEqual([]);
  });
});

describe('a workspace without some panes', () => {
  const two = run(firstRun(), 'pane.split', { pane: 'p1', direction: 'right' });

  it('should be the same bytes when it never had them', () => {
    const saved = encodeWorkspace(two);
    expect(withoutPanes(saved, ['p7'])).toBe(saved);
  });

  it('should know them neither as open nor as closed', () => {
    for (const workspace of [two, run(two, 'close', { target: 'p2', force: true })]) {
      const left = decodeWorkspace(withoutPanes(encodeWorkspace(workspace), ['p2']) ?? new Uint8Array());
      expect(Object.keys(left.panes)).toEqual(['p1']);
      expect(left.closed).toEqual([]);
      expect(left.windows.w1?.layout).toBe('p1');
    }
  });

  it('should be nothing when they were all there was', () => {
    expect(withoutPanes(encodeWorkspace(two), ['p1', 'p2'])).toBeNull();
  });
});
