// What doctor finds in the system around the app.
import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { judgeClock } from '../../cli/doctor/clock.ts';
import type { Finding } from '../../cli/doctor/finding.ts';
import { missingLibraries } from '../../cli/doctor/libraries.ts';
import { defaultShell } from '../../electron/pty/shell.ts';
import { mountTmpfs } from '../persistence/real/mounted.ts';
import { CliHarness, type CliRunOptions } from '../support/cli-harness.ts';
import { checkout } from '../support/runtime-record.ts';
import { asUnprivilegedUser, runsAsRoot } from '../support/unprivileged-user.ts';

async function finding(
  cli: CliHarness,
  check: string,
  options: CliRunOptions = {},
): Promise<Finding | undefined> {
  const { stdout } = await cli.run(['doctor', '--json'], options);
  return (JSON.parse(stdout) as Finding[]).find((found) => found.check === check);
}

/** Runs a program to its end, whatever that is. */
function runProgram(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(file, args, { env, cwd: '/' }, (_error, stdout, stderr) => resolve({ stdout, stderr }));
  });
}

describe('doctor', () => {
  it('should tell whether shell integration is active, and how to get it', async () => {
    const cli = await CliHarness.create();
    expect(await finding(cli, 'integration')).toMatchObject({ state: 'ok', mend: null });
    await cli.output('config', 'set', 'shell.args', '["--norc"]');
    const withArgs = await finding(cli, 'integration');
    expect(withArgs).toMatchObject({ state: 'warning', mend: 'everpane config unset shell.args' });
    await cli.output('config', 'set', 'shell.args', '[]');
    await cli.output('config', 'set', 'shell.program', '/bin/dash');
    expect(await finding(cli, 'integration')).toMatchObject({ state: 'warning' });
  });

  it('should know the shell that a pane gets where SHELL is not set', async () => {
    const cli = await CliHarness.create();
    const { stdout } = await cli.run(['doctor', '--json'], { env: { SHELL: '' } });
    const found = JSON.parse(stdout) as Finding[];
    const shell = found.find(({ check }) => check === 'shell');
    expect(shell).toEqual({
      check: 'shell',
      state: 'ok',
      found: `${defaultShell({})} (SHELL is not set)`,
      mend: null,
    });
    expect(found.find(({ check }) => check === 'integration')?.found).toContain(basename(defaultShell({})));
  });

  it('should name the libraries that the runtime misses', async () => {
    const cli = await CliHarness.create();
    expect(await finding(cli, 'libraries')).toMatchObject({ state: 'ok' });
    const bin = join(cli.dir, 'bin');
    await mkdir(bin);
    const listing =
      '\tlibc.so.6 => /lib/libc.so.6 (0x1)\n\tlibnss3.so => not found\n\tlibgbm.so.1 => not found\n';
    expect(missingLibraries(listing)).toEqual(['libnss3.so', 'libgbm.so.1']);
    await writeFile(join(bin, 'ldd'), `#!/bin/sh\nprintf '${listing.replaceAll('\n', '\\n')}'\n`);
    await chmod(join(bin, 'ldd'), 0o755);
    const { code, stdout } = await cli.run(['doctor'], { env: { PATH: `${bin}:${cli.env.PATH}` } });
    expect(stdout).toMatch(/^wrong +libraries +missing: libnss3\.so, libgbm\.so\.1; install/m);
    expect(code).toBe(1);
  });

  it('should notice a clock that is behind the journal', async () => {
    const cli = await CliHarness.start();
    await cli.output('quit');
    await cli.hostEnd();
    expect(await finding(cli, 'clock')).toMatchObject({ state: 'ok' });
    const now = Date.UTC(2026, 5, 1);
    expect(judgeClock(now, now + 30_000)).toMatchObject({ state: 'ok' });
    expect(judgeClock(now, now + 3_600_000)).toMatchObject({ state: 'warning' });
    expect(judgeClock(0, null)).toMatchObject({ state: 'warning' });
  });

  it('should notice a journal from the future', async () => {
    const cli = await CliHarness.start();
    await cli.output('quit');
    await cli.hostEnd();
    const dir = join(cli.home, 'state', 'wal');
    const [name = ''] = await readdir(dir);
    // Whole seconds: a time is set and read back in fractions that differ by one.
    const tomorrow = new Date(Math.ceil(Date.now() / 1000 + 86_400) * 1000);
    await utimes(join(dir, name), tomorrow, tomorrow);
    expect(await finding(cli, 'clock')).toMatchObject({
      state: 'warning',
      found: expect.stringContaining(tomorrow.toISOString()),
      mend: expect.stringMatching(/^set the clock/),
    });
  });

  it('should tell an app that hangs, and one that nobody can reach, by the process that holds the journal', async () => {
    const cli = await CliHarness.start();
    const pid = cli.hostPid ?? 0;
    const mend = `end it: kill -9 ${pid} (nothing is lost), then: everpane open`;
    process.kill(pid, 'SIGSTOP');
    expect(await finding(cli, 'app')).toMatchObject({ state: 'wrong', mend });
    process.kill(pid, 'SIGCONT');
    expect(await finding(cli, 'app')).toMatchObject({
      state: 'ok',
      found: expect.stringContaining(String(pid)),
    });
    await rm(join(cli.home, 'control.sock'));
    expect(await finding(cli, 'app')).toMatchObject({
      state: 'wrong',
      found: `process ${pid} holds the journal and does not answer`,
      mend,
    });
    await cli.killHost();
    expect(await finding(cli, 'app')).toMatchObject({ state: 'ok', found: 'not running' });
  });

  it('should warn of what the configuration has wrong, without failing', async () => {
    const cli = await CliHarness.create();
    await mkdir(cli.home, { mode: 0o700 });
    const file = join(cli.home, 'config.toml');
    await writeFile(file, '[font]\nsise = 3\n', { mode: 0o600 });
    const mend = `edit ${file}`;
    expect(await finding(cli, 'config')).toMatchObject({
      state: 'warning',
      found: expect.stringMatching(/config\.toml:2: .*font\.size/),
      mend,
    });
    await writeFile(file, '[font]\nsize = = 3\n');
    const broken = await finding(cli, 'config');
    expect(broken).toMatchObject({
      state: 'warning',
      found: expect.stringMatching(/config\.toml:2:8: /),
      mend,
    });
  });

  it('should miss a display, a shell and a runtime', async () => {
    const cli = await CliHarness.create();
    const nothing = join(cli.dir, 'nothing');
    expect(await finding(cli, 'display', { env: { PATH: nothing } })).toMatchObject({
      state: 'wrong',
      mend: 'on Debian: apt-get install xvfb',
    });
    expect(await finding(cli, 'display', { env: { DISPLAY: ':7' } })).toMatchObject({
      state: 'ok',
      found: ':7',
    });
    expect(await finding(cli, 'shell', { env: { SHELL: nothing } })).toMatchObject({
      state: 'wrong',
      found: `SHELL is ${nothing}, which is not there`,
    });
    // A command line that was built beside nothing, and beside a runtime that cannot be run.
    const built = join(cli.dir, 'out');
    await cp(join(checkout, 'out', 'cli'), join(built, 'cli'), { recursive: true });
    await symlink(join(checkout, 'node_modules'), join(cli.dir, 'node_modules'));
    const doctor = async () => {
      const args = [join(built, 'cli', 'everpane.cjs'), 'doctor', '--json'];
      const found = JSON.parse((await runProgram(process.execPath, args, cli.env)).stdout) as Finding[];
      return new Map(found.map((each) => [each.check, each]));
    };
    const alone = await doctor();
    expect(alone.get('runtime')).toMatchObject({
      state: 'wrong',
      found: expect.stringContaining('npm start'),
    });
    expect(alone.get('integration')).toMatchObject({ state: 'wrong', mend: 'set it up again: npm start' });
    await writeFile(join(built, 'runtime.json'), JSON.stringify({ electronPath: nothing, appPath: built }));
    expect((await doctor()).get('runtime')).toMatchObject({
      state: 'wrong',
      found: `${nothing} cannot be run`,
    });
  });

  it.skipIf(!runsAsRoot())('should tell another user that the home is not theirs', async () => {
    const cli = await CliHarness.start();
    // The run's own directory around it lets nobody through, either.
    for (const dir of [cli.dir, tmpdir()]) await chmod(dir, (await stat(dir)).mode | 0o111);
    await chmod(cli.home, 0o711);
    const [program = '', ...as] = asUnprivilegedUser();
    const everpane = (...args: string[]) =>
      runProgram(program, [...as, process.execPath, join(checkout, 'bin', 'everpane'), ...args], cli.env);
    const listed = await everpane('ls');
    expect(listed.stderr).toMatch(/^everpane: [^\n]+ belongs to another user; [^\n]*--home\n$/);
    const found = JSON.parse((await everpane('doctor', '--json')).stdout) as Finding[];
    const of = (check: string) => found.find((each) => each.check === check);
    expect(of('home')).toMatchObject({ state: 'wrong', mend: `chmod 700 '${cli.home}'` });
    expect(of('app')).toMatchObject({ state: 'wrong', found: expect.stringContaining('another user') });
    expect(of('sandbox')?.found).not.toMatch(/because this is root/);
    expect(await finding(cli, 'sandbox')).toMatchObject({
      state: 'warning',
      found: 'off, because this is root',
    });
  });

  it('should tell that room runs out, and that the journal has none', async ({ skip }) => {
    const cli = await CliHarness.create({ homeName: 'tmpfs/home' });
    const disk = await mountTmpfs(cli.dir, 48 * 1024 * 1024);
    if (disk.kind === 'refused') return skip(disk.reason);
    expect(await finding(cli, 'room')).toMatchObject({
      state: 'warning',
      found: expect.stringMatching(/^4\d MiB free/),
      mend: expect.stringMatching(/^make room/),
    });
    await cli.startHost();
    await runProgram('dd', ['if=/dev/zero', `of=${join(disk.path, 'filler')}`, 'bs=1M'], cli.env);
    await cli.output('send', 'p1', 'seq 1 100000', '--enter');
    await vi.waitFor(
      async () => {
        expect(await finding(cli, 'app')).toMatchObject({
          state: 'wrong',
          found: expect.stringMatching(/journal degraded: ./),
          mend: expect.stringMatching(/nothing new is safe/),
        });
      },
      { timeout: 15_000, interval: 200 },
    );
  }, 40_000);
});
