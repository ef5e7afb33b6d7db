// The life of a workspace: filled, saved, ended well or badly, started again, damaged, and filled further. What the source
// documents ask of a snapshot's life cycle, through the host as a person has it.
import { cp, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Journal, WorkspaceMachine } from '../../electron/host/journal.ts';
import type { WorkspaceHost } from '../../electron/host/workspace-host.ts';
import { openLog } from '../../electron/persistence/open-log.ts';
import { idNumber, type PaneId } from '../../shared/ids.ts';
import type { Workspace } from '../../shared/model.ts';
import { type TreeJson, treeOf } from '../../shared/tree.ts';
import { fillJournal, itemsOf, printedBy, shownBy } from '../fixtures/large-workspace.ts';
import { contentOf, TEST_CONFIG } from '../persistence/open-for-test.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openTestHost, runCommand, textOf, typeAndSee } from '../support/test-host.ts';
import { crashImage } from './restoring/crash-image.ts';

async function openJournal(dir: string) {
  const machine = new WorkspaceMachine('/home/ada');
  const { log, report } = await openLog({ dir: join(dir, 'state'), machine, config: TEST_CONFIG });
  onTestFinished(() => log.close());
  return { journal: new Journal(log, machine), log, report };
}

/** Everything that is not about today's processes: those on screen have begun to say titles and directories of their own. */
function lasting(workspace: Workspace, onScreen: ReadonlySet<string>): unknown {
  const { sessions, activeSession }: TreeJson = treeOf(workspace);
  return {
    activeSession,
    sessions: sessions.map((session) => ({
      ...session,
      windows: session.windows.map((window) => ({
        ...window,
        panes: window.panes.map(({ id, title, cwd, cols, rows, private: isPrivate }) => {
          return { id, cols, rows, isPrivate, said: onScreen.has(id) ? null : [title, cwd] };
        }),
      })),
    })),
  };
}

describe('a full cycle', () => {
  it('should bring more than a thousand sessions, windows and panes back, identical', {
    timeout: 120_000,
  }, async () => {
    const dir = await tempDir();
    const size = { sessions: 42, windowsPerSession: 6, panesPerWindow: 3 };
    expect(itemsOf(size)).toBeGreaterThan(1000);
    const first = await openJournal(dir);
    const panes = fillJournal(first.journal, size);
    expect(panes).toHaveLength(756);
    const before = first.journal.workspace;
    // Half of it before the checkpoint and half behind it, so that both ways back are gone.
    await first.log.checkpoint('user');
    fillJournal(first.journal, { sessions: 1, windowsPerSession: 1, panesPerWindow: 2 });
    const whole = first.journal.workspace;
    expect(Object.keys(whole.panes).length).toBe(Object.keys(before.panes).length + 2);
    await first.log.close();

    const second = await openJournal(dir);
    expect(second.report).toMatchObject({ cause: 'clean', losses: [] });
    expect(second.report.replayedRecords).toBeGreaterThan(0);
    expect(second.journal.workspace).toEqual(whole);
    for (const id of Object.keys(whole.panes) as PaneId[]) {
      const content = await contentOf(await second.log.readStream(idNumber(id)));
      expect(content.at(-1), id).toBe(`output@1.1 ${printedBy(id)}`);
    }
    await second.log.close();

    const host = await openTestHost({ dir });
    const { sessions, windows, panes: restored } = host.recovery;
    expect(sessions + windows + restored).toBe(itemsOf(size) + 1 + 1 + 2);
    const started = Object.keys(host.workspace.live);
    expect(started.length).toBeLessThan(4);
    expect(lasting(host.workspace, new Set(started))).toEqual(lasting(whole, new Set(started)));
    for (const id of panes.filter((_, index) => index % 40 === 0)) {
      expect((await textOf(host, id)).split('\n').slice(0, 2), id).toEqual(shownBy(id));
    }
  });

  it('should have all of it after several starts, each of which added something, whatever ended them', {
    timeout: 120_000,
  }, async () => {
    const home = await tempDir();
    let dir = home;
    const printed = new Map<PaneId, string>();
    for (let cycle = 0; cycle < 5; cycle += 1) {
      const host = await openTestHost({ dir });
      expect(host.recovery.losses).toEqual([]);
      for (const [pane, text] of printed) expect(await textOf(host, pane), pane).toContain(text);
      const { pane } = await runCommand(host, 'session.create', { name: `cycle ${cycle}` });
      const beside = await runCommand(host, 'pane.split', { pane, direction: 'right' });
      for (const one of [pane, beside.pane]) {
        await typeAndSee(
          host,
          one,
          `echo cycle-${cycle}-in-${one}`,
          new RegExp(`^cycle-${cycle}-in-${one}$`, 'mu'),
        );
        printed.set(one, `cycle-${cycle}-in-${one}`);
      }
      if (cycle % 2 === 0) await host.checkpoint();
      if (cycle % 3 === 2) {
        await host.shutdown();
        continue;
      }
      // Left without a word: what another start finds is all that had been handed to the system.
      await host.flush();
      dir = await crashImage(dir, `image-${cycle}`);
    }
    const last = await openTestHost({ dir });
    expect(treeOf(last.workspace).sessions.map(({ name }) => name)).toEqual([
      'main',
      ...[0, 1, 2, 3, 4].map((cycle) => `cycle ${cycle}`),
    ]);
    expect(printed.size).toBe(10);
    for (const [pane, text] of printed) expect(await textOf(last, pane), pane).toContain(text);
  });
});

describe('the end', () => {
  it('should leave a checkpoint of everything, from which the next start has nothing to replay', async () => {
    const dir = await tempDir();
    const host = await openTestHost({ dir });
    await typeAndSee(host, 'p1', 'echo until-the-end', /^until-the-end$/mu);
    await runCommand(host, 'rename', { target: 's1', name: 'until the end' });
    await host.shutdown();
    const next = await openTestHost({ dir });
    expect(next.recovery).toMatchObject({ cause: 'clean', replayedRecords: 0, losses: [] });
    expect(next.workspace.sessions.s1?.name).toBe('until the end');
    expect(await textOf(next, 'p1')).toContain('until-the-end');
  });

  it('should leave as much without one, and the next start replays it', async () => {
    const dir = await tempDir();
    const host = await openTestHost({ dir, config: { persistence: { snapshot_on_shutdown: false } } });
    const made = host.persistence().checkpoint?.lsn;
    await typeAndSee(host, 'p1', 'echo until-the-end', /^until-the-end$/mu);
    await runCommand(host, 'rename', { target: 's1', name: 'until the end' });
    await host.shutdown();
    expect(host.persistence().checkpoint?.lsn).toBe(made);
    const next = await openTestHost({ dir });
    expect(next.recovery).toMatchObject({ cause: 'clean', losses: [] });
    expect(next.recovery.replayedRecords).toBeGreaterThan(0);
    expect(next.workspace.sessions.s1?.name).toBe('until the end');
    expect(await textOf(next, 'p1')).toContain('until-the-end');
  });
});

describe('a start', () => {
  it.each([true, false])(
    'should be empty where nothing was saved (restore_on_startup = %s)',
    async (restores) => {
      const config = { persistence: { restore_on_startup: restores } };
      const host = await openTestHost({ dir: await tempDir(), config });
      expect(host.recovery).toMatchObject({
        cause: 'first-run',
        sessions: 0,
        windows: 0,
        panes: 0,
        losses: [],
      });
      expect(Object.keys(host.workspace.panes)).toEqual(['p1']);
      expect(host.timeline()).toEqual([]);
    },
  );
});

/** What can happen to a file that lies on a disk. */
const DAMAGES: readonly [string, (file: string) => Promise<void>][] = [
  ['cut short', async (file) => truncate(file, Math.floor((await readFile(file)).length / 2))],
  ['emptied', async (file) => truncate(file, 0)],
  [
    'changed',
    async (file) => {
      const bytes = await readFile(file);
      for (let at = bytes.length >> 1; at < bytes.length && at < (bytes.length >> 1) + 8; at += 1) {
        bytes[at] = (bytes[at] ?? 0) ^ 0x55;
      }
      await writeFile(file, bytes);
    },
  ],
];

/** Which files a damage strikes: those of the newest checkpoint, of all of them, of the pane's saved screen. */
const TARGETS: readonly [string, string, (names: string[]) => string[]][] = [
  ['the newest checkpoint', 'checkpoints', (names) => names.slice(-1)],
  ['every checkpoint', 'checkpoints', (names) => names],
  ['the saved screens', 'scrollback', (names) => names],
];

describe('damage', () => {
  const cases = TARGETS.flatMap(([what, where, choose]) =>
    DAMAGES.map(([how, damage]) => ({ what, where, choose, how, damage })),
  );

  /** Saved well: p1 has printed, is in a snapshot, and has printed more. */
  async function savedWorkspace(): Promise<string> {
    const dir = await tempDir();
    const host = await openTestHost({ dir });
    await typeAndSee(host, 'p1', 'echo in-the-snapshot', /^in-the-snapshot$/mu);
    await host.paneOf('p1')?.folding.fold();
    await host.checkpoint();
    await typeAndSee(host, 'p1', 'echo in-the-tail', /^in-the-tail$/mu);
    await runCommand(host, 'rename', { target: 's1', name: 'saved' });
    await host.shutdown();
    return dir;
  }

  async function expectUsable(host: WorkspaceHost): Promise<PaneId> {
    const { pane } = await runCommand(host, 'session.create', { name: 'afterwards' });
    await typeAndSee(host, pane, 'echo still-usable', /^still-usable$/mu);
    await host.checkpoint();
    expect(host.persistence()).toMatchObject({ mode: 'recording', reason: null });
    return pane;
  }

  it.each(cases)(
    'should be told, kept aside and got over: $what, $how',
    {
      timeout: 60_000,
    },
    async ({ where, choose, damage }) => {
      const dir = await savedWorkspace();
      const folder = join(dir, 'state', where);
      const struck = choose((await readdir(folder)).sort());
      expect(struck.length).toBeGreaterThan(0);
      for (const name of struck) await damage(join(folder, name));
      const damaged = join(await tempDir(), 'damaged');
      await cp(folder, damaged, { recursive: true });

      const host = await openTestHost({ dir });
      // A saved screen is read when it is shown.
      await textOf(host, (Object.keys(host.workspace.panes)[0] ?? 'p1') as PaneId);
      const { losses } = host.recovery;
      expect(losses.map(({ file }) => file)).toEqual(
        expect.arrayContaining([expect.stringContaining(struck.at(-1) ?? '?')]),
      );
      for (const { detail } of losses) expect(detail).not.toBe('');
      expect(host.recovery.quarantine).toBe(join(dir, 'state', 'quarantine'));
      const pane = await expectUsable(host);
      const aside = join(dir, 'state', 'quarantine');
      for (const name of struck.slice(-1)) {
        expect((await readFile(join(aside, name))).equals(await readFile(join(damaged, name))), name).toBe(
          true,
        );
      }
      await host.shutdown();

      const next = await openTestHost({ dir });
      expect(next.recovery.losses).toEqual([]);
      expect(await textOf(next, pane)).toContain('still-usable');
    },
  );
});
