// Panes whose surroundings have changed: the directory, the shell, both. Each comes back with what can be had, and says
// what could not.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { WorkspaceHost } from '../../../electron/host/workspace-host.ts';
import type { PaneId } from '../../../shared/ids.ts';
import { mountSilent } from '../../persistence/real/mounted.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { openTestHost, runCommand, textOf, typeAndSee } from '../../support/test-host.ts';

function noticesOf(host: WorkspaceHost): string[] {
  const texts: string[] = [];
  host.subscribeNotices(({ text }) => texts.push(text));
  return texts;
}

/** A pane that has been at work in `cwd`, left without a word. */
async function leavePaneIn(dir: string, cwd: string): Promise<PaneId> {
  const host = await openTestHost({ dir });
  const { pane } = await runCommand(host, 'window.create', { cwd });
  await typeAndSee(host, pane, 'echo was-$((40+2))', /^was-42$/mu);
  expect(host.workspace.panes[pane]?.cwd).toBe(cwd);
  // Not on screen at the next start, so that the test sees it wake.
  await runCommand(host, 'focus', { target: 'p1' });
  await host.shutdown();
  return pane;
}

describe('a restored pane', () => {
  const names = {
    'a quote, a newline and a dollar': `it's "here"\n$(touch hacked) \`x\` \\ 日本`,
    'four thousand characters': Array.from({ length: 15 }, () => 'd'.repeat(250)).join('/'),
  };

  it.each(Object.entries(names))('should start in a directory with %s in its name', async (_, name) => {
    const dir = await tempDir();
    const cwd = join(dir, name);
    await mkdir(cwd, { recursive: true });
    const pane = await leavePaneIn(dir, cwd);
    const host = await openTestHost({ dir });
    const notices = noticesOf(host);
    await host.paneOf(pane)?.start('shown');
    await typeAndSee(host, pane, 'test "$(cd . && /bin/pwd)" = "$PWD" && echo right-$((1+1))', /^right-2$/mu);
    expect(host.workspace.panes[pane]?.cwd).toBe(cwd);
    expect(await textOf(host, pane)).toContain('was-42');
    expect(notices).toEqual([]);
  });

  it.each(Object.entries(names))(
    'should start above a directory with %s in its name when it is gone',
    async (_, name) => {
      const dir = await tempDir();
      const cwd = join(dir, name);
      await mkdir(cwd, { recursive: true });
      const pane = await leavePaneIn(dir, cwd);
      await rm(join(dir, name.split('/')[0] ?? name), { recursive: true });
      const host = await openTestHost({ dir });
      const notices = noticesOf(host);
      await host.paneOf(pane)?.start('shown');
      await typeAndSee(host, pane, 'echo back', /^back$/mu);
      expect(host.workspace.panes[pane]?.cwd).toBe(dir);
      expect(notices).toEqual([expect.stringContaining(`started in ${dir} instead`)]);
    },
  );

  it('should start beside a mount that does not answer, and be saved all the same', async (context) => {
    const dir = await tempDir();
    const cwd = join(dir, 'silent', 'work');
    await mkdir(cwd, { recursive: true });
    const pane = await leavePaneIn(dir, cwd);
    const mounting = await mountSilent(dir);
    if (mounting.kind === 'refused') return context.skip(`no mount that does not answer: ${mounting.reason}`);
    const host = await openTestHost({ dir });
    const others = Array.from({ length: 5 }, (_, index) =>
      runCommand(host, 'window.create', { cwd: join(mounting.path, `work-${index}`) }),
    );
    await Promise.all([host.paneOf(pane)?.start('shown'), ...others]);
    await typeAndSee(host, pane, 'echo back', /^back$/mu);
    expect(host.workspace.panes[pane]?.cwd).toBe(dir);
    for (const other of others) expect(host.workspace.panes[(await other).pane]?.cwd).toBe(dir);
    expect(await host.flush()).toBeGreaterThan(0);
  });

  it('should start elsewhere when a file is where its directory was', async () => {
    const dir = await tempDir();
    const cwd = join(dir, 'work');
    await mkdir(cwd);
    const pane = await leavePaneIn(dir, cwd);
    await rm(cwd, { recursive: true });
    await writeFile(cwd, 'a file');
    const host = await openTestHost({ dir });
    await host.paneOf(pane)?.start('shown');
    await typeAndSee(host, pane, 'echo back', /^back$/mu);
    expect(host.workspace.panes[pane]?.cwd).toBe(dir);
  });

  it('should get the default shell when its own is gone, and its own again when that is back', async () => {
    const dir = await tempDir();
    const program = join(dir, 'own-shell');
    const install = () => writeFile(program, '#!/bin/sh\nOWN=own exec /bin/sh "$@"\n', { mode: 0o755 });
    await install();
    const first = await openTestHost({ dir, config: { shell: { program } } });
    await typeAndSee(first, 'p1', 'echo $OWN-1', /^own-1$/mu);
    await first.shutdown();
    await rm(program);
    const second = await openTestHost({ dir });
    await typeAndSee(second, 'p1', 'echo $OWN-2', /^-2$/mu);
    await second.shutdown();
    await install();
    const third = await openTestHost({ dir });
    await typeAndSee(third, 'p1', 'echo $OWN-3', /^own-3$/mu);
    expect(await textOf(third, 'p1')).toContain('own-1');
  });

  it('should say why its shell died at once, keep its history, and start it once', async () => {
    const dir = await tempDir();
    const program = join(dir, 'dying-shell');
    const starts = join(dir, 'starts');
    await writeFile(program, '#!/bin/sh\nexec /bin/sh "$@"\n', { mode: 0o755 });
    const first = await openTestHost({ dir, config: { shell: { program } } });
    await typeAndSee(first, 'p1', 'echo history', /^history$/mu);
    await first.shutdown();
    await writeFile(program, `#!/bin/sh\necho started >> '${starts}'\necho broken profile\nexit 7\n`, {
      mode: 0o755,
    });
    for (let start = 1; start <= 2; start++) {
      const host = await openTestHost({ dir });
      await host.wait('p1', { kind: 'exit' }, { timeoutMs: 10_000 });
      expect(host.workspace.panes.p1?.outcome).toMatchObject({ kind: 'exited', exitCode: 7 });
      expect(await textOf(host, 'p1')).toMatch(/history.*broken profile/su);
      await host.shutdown();
    }
    // The second time it was found as it had been left: dead, and nobody had asked for another.
    expect(await readFile(starts, 'utf8')).toBe('started\n');
  });
});
