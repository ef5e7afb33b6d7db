// Every change of the workspace reaches the log as it happens: whatever was commanded and confirmed is there again, the same,
// when the power goes right behind it; each kind of record for itself.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Journal, WorkspaceMachine } from '../../electron/host/journal.ts';
import type { PlannedCommand } from '../../electron/host/plan/plan-command.ts';
import { planCommand } from '../../electron/host/plan/plan-command.ts';
import { openLog } from '../../electron/persistence/open-log.ts';
import type { Workspace } from '../../shared/model.ts';
import type { DurableRecord } from '../../shared/records.ts';
import { reduce } from '../../shared/reduce.ts';
import { freshDisk } from '../persistence/crash-points.ts';
import { CRASH_CONFIG, STATE_DIR } from '../persistence/crash-workload.ts';
import { ManualClock } from '../support/manual-clock.ts';
import type { SimFileSystem } from '../support/sim-fs.ts';
import { crashImage, freeze, seeded } from '../support/sim-fs-crash.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openTestHost, runCommand, typeAndSee } from '../support/test-host.ts';
import { anyCommand, planContext } from '../support/workspaces.ts';

const HOME = '/home/ada';
const processes = { self: () => ({ pid: 7, startTime: '1', bootId: 'b' }), isAlive: () => false };

async function openJournal(fs: SimFileSystem): Promise<Journal> {
  const machine = new WorkspaceMachine(HOME);
  const clock = new ManualClock();
  const { log } = await openLog({ dir: STATE_DIR, machine, config: CRASH_CONFIG, fs, clock, processes });
  onTestFinished(() => log.close());
  return new Journal(log, machine);
}

/** What the next start finds when the power goes now. */
async function afterPowerCut(fs: SimFileSystem): Promise<Workspace> {
  const next = await openJournal(crashImage(freeze(fs.root), 'strict', seeded(1)));
  await next.log.close();
  return next.workspace;
}

/** One of each kind, in an order in which each has something to be about; the compiler knows when one is missing. */
const oneOfEach: { readonly [K in DurableRecord['kind']]: Extract<DurableRecord, { kind: K }> } = {
  'os-window.opened': { kind: 'os-window.opened', osWindow: 'o1', session: null },
  'session.created': { kind: 'session.created', session: 's1', name: 'one', at: 1 },
  'window.created': {
    kind: 'window.created',
    window: 'w1',
    session: 's1',
    name: 'tab',
    index: 0,
    pane: 'p1',
  },
  'pane.created': {
    kind: 'pane.created',
    pane: 'p1',
    window: 'w1',
    program: { shell: '/bin/sh', args: [], command: null, env: { SET: 'for the pane' } },
    cwd: '/srv',
    cols: 80,
    rows: 24,
    private: false,
    at: 2,
  },
  'session.renamed': { kind: 'session.renamed', session: 's1', name: 'renamed' },
  'session.moved': { kind: 'session.moved', session: 's1', index: 0 },
  'window.renamed': { kind: 'window.renamed', window: 'w1', name: 'renamed' },
  'window.moved': { kind: 'window.moved', window: 'w1', session: 's1', index: 0 },
  'pane.resized': { kind: 'pane.resized', pane: 'p1', cols: 100, rows: 30 },
  'pane.cwd': { kind: 'pane.cwd', pane: 'p1', cwd: '/srv/below' },
  'pane.title': { kind: 'pane.title', pane: 'p1', title: 'a title' },
  'pane.running': { kind: 'pane.running', pane: 'p1', command: 'make', isTyped: true },
  'pane.spawned': { kind: 'pane.spawned', pane: 'p1', incarnation: 1, touched: false, at: 3 },
  'pane.touched': { kind: 'pane.touched', pane: 'p1', incarnation: 1 },
  'pane.exited': { kind: 'pane.exited', pane: 'p1', exitCode: 3, signal: 0, at: 4 },
  'pane.failed': { kind: 'pane.failed', pane: 'p1', reason: 'no such shell', at: 5 },
  'pane.adopted': {
    kind: 'pane.adopted',
    pane: 'p1',
    incarnation: 2,
    title: 'adopted',
    restored: { at: 6, cause: 'clean', wasRunning: 'make', isTyped: true },
  },
  'pane.restored-seen': { kind: 'pane.restored-seen', pane: 'p1' },
  'active.changed': { kind: 'active.changed', session: 's1', window: 'w1', pane: 'p1' },
  'os-window.session': { kind: 'os-window.session', osWindow: 'o1', session: 's1' },
  'os-window.placed': {
    kind: 'os-window.placed',
    osWindow: 'o1',
    bounds: { x: 1, y: 2, width: 300, height: 400 },
    mode: 'maximized',
  },
  'os-window.sidebar': { kind: 'os-window.sidebar', osWindow: 'o1', shown: false },
  'keys.learned': { kind: 'keys.learned', actions: ['pane.split'] },
  'workspace.recovered': { kind: 'workspace.recovered', at: 7, cause: 'crash' },
  'window.zoomed': { kind: 'window.zoomed', window: 'w1', pane: 'p1' },
  'window.layout': { kind: 'window.layout', window: 'w1', layout: 'p1' },
  'pane.closed': { kind: 'pane.closed', pane: 'p1', at: 8 },
  'pane.reopened': { kind: 'pane.reopened', pane: 'p1', window: 'w1' },
  'pane.moved': { kind: 'pane.moved', pane: 'p1', window: 'w1' },
  'pane.forgotten': { kind: 'pane.forgotten', pane: 'p1' },
  'window.deleted': { kind: 'window.deleted', window: 'w1' },
  'session.deleted': { kind: 'session.deleted', session: 's1' },
  'os-window.closed': { kind: 'os-window.closed', osWindow: 'o1' },
};

describe('the journal of a workspace', () => {
  it('should have every kind of change at once, and after a power cut the same workspace', async () => {
    const fs = freshDisk();
    const journal = await openJournal(fs);
    let model = journal.workspace;
    for (const record of Object.values(oneOfEach)) {
      const before = journal.log.status().lsn;
      const lsn = journal.commit([record]);
      model = reduce(model, record);
      expect(lsn, record.kind).toBe(before + 1);
      await journal.log.flush();
      expect(journal.workspace, record.kind).toEqual(model);
      expect(await afterPowerCut(fs), record.kind).toEqual(model);
    }
  });

  it('should bring back the same workspace after any commands, with and without checkpoints', async () => {
    const steps = fc.array(fc.record({ command: anyCommand, checkpoint: fc.nat(9) }), { maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(steps, async (chosen) => {
        const fs = freshDisk();
        const journal = await openJournal(fs);
        for (const { command, checkpoint } of chosen) {
          const parsed = command(journal.workspace);
          if (parsed === null) continue;
          const plan = planCommand(journal.workspace, planContext, parsed as PlannedCommand);
          if (plan.kind === 'refused') continue;
          journal.commit(plan.records);
          await journal.log.flush();
          if (checkpoint === 0) await journal.log.checkpoint('interval');
        }
        await journal.log.flush();
        const found = await afterPowerCut(fs);
        await journal.log.close();
        expect(found).toEqual(journal.workspace);
      }),
      { numRuns: 40 },
    );
  });

  it('should hold the variables that were set for a pane, and none that it inherits', async () => {
    const dir = await tempDir();
    const config = { env: {}, profiles: { work: { env: { SET_FOR_IT: 'kept-with-the-pane' } } } };
    const host = await openTestHost({ dir, config });
    const { pane } = await runCommand(host, 'window.create', { profile: 'work' });
    await typeAndSee(host, pane, 'echo "$SET_FOR_IT and $LANG"', /^kept-with-the-pane and C\.UTF-8$/mu);
    await runCommand(host, 'pane.purge', { pane: 'p1', force: true });
    await host.checkpoint();
    const filesWith = (text: string): Promise<string> =>
      new Promise((resolve) => {
        execFile('grep', ['-rla', '-e', text, join(dir, 'state', 'checkpoints')], (_, found) =>
          resolve(found),
        );
      });
    expect(await filesWith('kept-with-the-pane')).not.toBe('');
    expect(await filesWith('C.UTF-8')).toBe('');
    expect(await filesWith('EVERPANE_PANE')).toBe('');
  });
});
