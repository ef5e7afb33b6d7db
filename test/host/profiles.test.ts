// Profiles: which one a new pane has, what of it is kept with the pane, and that it comes back with it.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PlanContext, ProfileProgram } from '../../electron/host/plan/plan.ts';
import { type PlannedCommand, planCommand } from '../../electron/host/plan/plan-command.ts';
import { parseCommand } from '../../shared/commands.ts';
import type { Pane, Workspace } from '../../shared/model.ts';
import { reduce } from '../../shared/reduce.ts';
import { treeOf } from '../../shared/tree.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openTestHost, runCommand, typeAndSee } from '../support/test-host.ts';
import { firstRun, planContext } from '../support/workspaces.ts';

const profiles: Readonly<Record<string, ProfileProgram>> = {
  work: { shell: '/bin/zsh', args: ['-l'], env: { A: '1' }, cwd: '/work' },
  plain: { shell: '/bin/sh', args: [], env: {}, cwd: null },
};
const context: PlanContext = {
  ...planContext,
  profileOf: (name) => (Object.hasOwn(profiles, name) ? (profiles[name] ?? null) : null),
};

/** The workspace after a command, and the pane that it made. */
function made(workspace: Workspace, name: string, params: object, own = context): [Workspace, Pane] {
  const parsed = parseCommand(name, params);
  if ('code' in parsed) throw new Error(parsed.message);
  const plan = planCommand(workspace, own, parsed as PlannedCommand);
  if (plan.kind === 'refused') throw new Error(plan.error.message);
  const after = plan.records.reduce(reduce, workspace);
  const created = plan.records.find((record) => record.kind === 'pane.created');
  const pane = created?.kind === 'pane.created' ? after.panes[created.pane] : undefined;
  if (pane === undefined) throw new Error('no pane was made');
  return [after, pane];
}

describe('planning a pane with a profile', () => {
  it('should take shell, arguments, variables and directory from it', () => {
    const [, pane] = made(firstRun(), 'window.create', { profile: 'work' });
    expect(pane.program).toEqual({
      shell: '/bin/zsh',
      args: ['-l'],
      command: null,
      env: { A: '1' },
      profile: 'work',
    });
    expect(pane.cwd).toBe('/work');
  });

  it('should let a directory that was asked for win, and go on from where one is without one', () => {
    expect(made(firstRun(), 'window.create', { profile: 'work', cwd: '/srv' })[1].cwd).toBe('/srv');
    const [there] = made(firstRun(), 'window.create', { cwd: '/srv' });
    expect(made(there, 'window.create', { profile: 'plain' })[1].cwd).toBe('/srv');
  });

  it('should refuse a profile that there is not', () => {
    expect(() => made(firstRun(), 'window.create', { profile: 'gone' })).toThrow(/no profile "gone"/);
    expect(() => made(firstRun(), 'pane.split', { pane: 'p1', direction: 'right', profile: 'gone' })).toThrow(
      /no profile/,
    );
  });

  it('should split with the profile of the pane that is split, where it is', () => {
    const [there, parent] = made(firstRun(), 'window.create', { profile: 'work', cwd: '/srv' });
    const [, pane] = made(there, 'pane.split', { pane: parent.id, direction: 'right' });
    expect(pane.program.profile).toBe('work');
    expect(pane.cwd).toBe('/srv');
    const [, other] = made(there, 'pane.split', { pane: parent.id, direction: 'right', profile: 'plain' });
    expect(other.program.profile).toBe('plain');
    // Its profile was taken out of the file meanwhile.
    const [, orphan] = made(there, 'pane.split', { pane: parent.id, direction: 'right' }, planContext);
    expect(orphan.program).toMatchObject(planContext.defaultProgram);
    expect(orphan.program.profile).toBeUndefined();
  });

  it('should use the default one where none is asked for, and none where that is gone', () => {
    const own = { ...context, defaultProfile: 'work' };
    const [, pane] = made(firstRun(), 'window.create', {}, own);
    expect(pane.program.profile).toBe('work');
    // A new tab goes on from where one is; only a profile that was asked for says where.
    expect(pane.cwd).toBe(firstRun().panes.p1?.cwd);
    const [, none] = made(firstRun(), 'window.create', {}, { ...context, defaultProfile: 'gone' });
    expect(none.program.profile).toBeUndefined();
  });
});

describe('a pane with a profile', () => {
  const config = {
    profiles: { work: { shell: '/bin/sh', cwd: '~/there', env: { EVERPANE_OWN: 'from the profile' } } },
  };

  it('should start in its directory with its variables, and be the same after a restart without the profile', async () => {
    const dir = await tempDir();
    await mkdir(join(dir, 'there'));
    const before = await openTestHost({ dir, config });
    const { pane } = await runCommand(before, 'window.create', { profile: 'work' });
    await typeAndSee(before, pane, 'echo "[$EVERPANE_OWN] $PWD"', /^\[from the profile\] .*\/there$/mu);
    await before.shutdown();

    const after = await openTestHost({ dir });
    expect(after.workspace.panes[pane]?.program.profile).toBe('work');
    const tree = treeOf(after.workspace).sessions.flatMap(({ windows }) =>
      windows.flatMap(({ panes }) => panes),
    );
    expect(tree.find(({ id }) => id === pane)).toMatchObject({ profile: 'work', cwd: join(dir, 'there') });
    await typeAndSee(after, pane, 'echo "<$EVERPANE_OWN>"', /^<from the profile>$/mu);
  });

  it('should run a command line at its first prompt, and still be a shell afterwards', async () => {
    const dir = await tempDir();
    const host = await openTestHost({ dir, config });
    const { pane } = await runCommand(host, 'window.create', { run: 'echo $((6*7)) done' });
    const met = await host.wait(pane, { kind: 'text', pattern: /^42 done$/mu }, { timeoutMs: 10_000 });
    expect(met.kind).toBe('met');
    await typeAndSee(host, pane, 'echo still $((1+1))', /^still 2$/mu);
  });
});
