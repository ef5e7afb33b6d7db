// What doctor finds in the system around the app.
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { judgeClock } from '../../cli/doctor/clock.ts';
import type { Finding } from '../../cli/doctor/finding.ts';
import { missingLibraries } from '../../cli/doctor/libraries.ts';
import { defaultShell } from '../../electron/pty/shell.ts';
import { CliHarness } from '../support/cli-harness.ts';

async function finding(cli: CliHarness, check: string): Promise<Finding | undefined> {
  const { stdout } = await cli.run(['doctor', '--json']);
  return (JSON.parse(stdout) as Finding[]).find((found) => found.check === check);
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
});
