// What a user installs: the packaged app, from a path with spaces, as an unprivileged user with the sandbox on, driven by the
// command that comes with it.
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import type { AppStatus } from '../../shared/status.ts';
import type { TreeJson } from '../../shared/tree.ts';
import { expect, test } from '../support/app-fixture.ts';
import { PackagedApp } from '../support/packaged-app.ts';
import { readRuntimeRecord } from '../support/runtime-record.ts';

/** How a fuse reads in the executable: the digits 0 and 1. */
const [off, on] = ['0', '1'].map((digit) => digit.charCodeAt(0));

test.skip(process.platform !== 'linux', 'knows the places and processes of Linux');

test('should start from a package, and find everything back after a kill', async ({ display }) => {
  test.setTimeout(240_000);
  const packaged = await PackagedApp.create(display);
  try {
    await packaged.output('open');
    const before = await packaged.json<AppStatus>('status');
    const [renderer] = packaged.processes().filter(({ commandLine }) => /--type=renderer/.test(commandLine));
    const status = readFileSync(`/proc/${renderer?.pid}/status`, 'utf8');
    expect(renderer?.commandLine).not.toContain('no-sandbox');
    expect(status).toMatch(/^Seccomp:\s+2$/m);
    expect(status).not.toMatch(/^Uid:\s+0\s/m);

    const pane = await packaged.output('split', 'p1', '--right', '--cwd', packaged.appDir);
    await packaged.output('send', pane, 'echo packaged-$((40 + 2))', '--enter');
    await packaged.output('wait', pane, '--text', '^packaged-42$');
    await packaged.output('flush');
    const tree = await packaged.json<TreeJson>('ls');

    process.kill(before.pid, 'SIGKILL');
    await packaged.expectNothingLeft();
    await packaged.output('open');
    const after = await packaged.json<AppStatus>('status');
    expect(after.recovery).toMatchObject({ cause: 'crash', losses: [] });
    const [window] = (await packaged.json<TreeJson>('ls')).sessions[0]?.windows ?? [];
    expect(window?.layout).toEqual(tree.sessions[0]?.windows[0]?.layout);
    expect(window?.panes.find(({ id }) => id === pane)?.cwd).toBe(packaged.appDir);
    expect(await packaged.output('capture', pane, '--scrollback')).toContain('packaged-42');

    // The same command where there is no Node: the app's own executable runs it.
    const own = await packaged.cli(['capture', pane, '--scrollback'], { withoutNode: true });
    expect(own).toMatchObject({ code: 0, stderr: '' });
    expect(own.stdout).toContain('packaged-42');
    const wrong = await packaged.cli(['no-such-command', '--enter'], { withoutNode: true });
    expect(wrong).toMatchObject({ code: 2, stdout: '' });

    await packaged.output('quit');
    await packaged.expectNothingLeft();
    // And it starts the app as well.
    expect(await packaged.cli(['open'], { withoutNode: true })).toMatchObject({ code: 0, stderr: '' });
    expect((await packaged.json<AppStatus>('status')).recovery.cause).toBe('clean');

    await expectFused(packaged.executable);
    // A runtime that is not the official one says so in the package.
    const isOfficial = readRuntimeRecord().kind === 'official';
    expect(existsSync(join(packaged.appDir, 'NOT-A-RELEASE.txt'))).toBe(!isOfficial);
    const licences = readFileSync(join(packaged.appDir, 'resources', 'LICENSES.third-party.txt'), 'utf8');
    for (const name of ['react', '@xterm/xterm', 'msgpackr']) expect(licences).toContain(`\n${name} `);
  } finally {
    await packaged.dispose();
  }
});

test('should come back after a kill as the file of its AppImage, whose mount has gone with it', async ({
  display,
}) => {
  test.setTimeout(240_000);
  const packaged = await PackagedApp.create(display);
  try {
    const image = join(packaged.appDir, '..', 'Everpane.AppImage');
    await writeFile(image, imageScript(packaged), { mode: 0o755 });
    await packaged.output('config', 'set', 'restore.relaunch_after_crash', 'true');
    packaged.start(image);
    const pid = async (): Promise<number> => {
      const { code, stdout } = await packaged.cli(['status', '--json']);
      return code === 0 ? (JSON.parse(stdout) as AppStatus).pid : 0;
    };
    const executableOf = (id: number) => readlinkSync(`/proc/${id}/exe`);
    await expect.poll(pid, { timeout: 30_000 }).not.toBe(0);
    const first = await pid();
    const mounted = executableOf(first);
    expect(mounted.startsWith(join(packaged.tempDir, '.mount_'))).toBe(true);
    // It is armed a while after the start, by a watcher of its own.
    await expect
      .poll(() => packaged.processes().filter(({ commandLine }) => commandLine.includes(image)).length, {
        timeout: 30_000,
      })
      .toBeGreaterThan(1);
    process.kill(first, 'SIGKILL');
    await expect.poll(pid, { timeout: 60_000 }).not.toBe(0);
    await expect.poll(() => existsSync(mounted)).toBe(false);
    const second = await pid();
    expect(second).not.toBe(first);
    expect(executableOf(second).startsWith(join(packaged.tempDir, '.mount_'))).toBe(true);
    expect((await packaged.json<AppStatus>('status')).recovery).toMatchObject({ cause: 'crash', losses: [] });
    // The new pane's shell has nothing of either mount.
    await packaged.output('send', 'p1', 'env | grep -c mount_; echo look"ed"', '--enter');
    await packaged.output('wait', 'p1', '--text', '^0\\nlooked$');
    await packaged.output('config', 'set', 'window.open_at_login', 'true');
    const entry = join(packaged.userHome, '.config', 'autostart');
    await expect.poll(() => loginCommands(entry)).toEqual([expect.stringContaining(`Exec="${image}"`)]);
  } finally {
    await packaged.dispose();
  }
});

/** Does what an AppImage's runtime does: another place at each start, and the variables that say so. */
function imageScript({ appDir, tempDir }: PackagedApp): string {
  return `#!/bin/sh
APPIMAGE=$0
APPDIR=$(mktemp -d '${tempDir}/.mount_XXXXXX')
cp -r '${appDir}/.' "$APPDIR"
PATH=$APPDIR:$APPDIR/usr/sbin:$PATH
LD_LIBRARY_PATH=$APPDIR/usr/lib
export APPIMAGE APPDIR PATH LD_LIBRARY_PATH
"$APPDIR/everpane" "$@"
rm -rf "$APPDIR"
`;
}

function loginCommands(dir: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir).map((name) => readFileSync(join(dir, name), 'utf8'));
}

async function expectFused(executable: string): Promise<void> {
  const wire = await getCurrentFuseWire(executable);
  expect({
    runAsNode: wire[FuseV1Options.RunAsNode],
    nodeOptions: wire[FuseV1Options.EnableNodeOptionsEnvironmentVariable],
    inspect: wire[FuseV1Options.EnableNodeCliInspectArguments],
    onlyArchive: wire[FuseV1Options.OnlyLoadAppFromAsar],
    cookies: wire[FuseV1Options.EnableCookieEncryption],
    integrity: wire[FuseV1Options.EnableEmbeddedAsarIntegrityValidation],
    ownSnapshot: wire[FuseV1Options.LoadBrowserProcessSpecificV8Snapshot],
    // Only in runtimes newer than the stand-in.
    file: wire[FuseV1Options.GrantFileProtocolExtraPrivileges] ?? off,
  }).toEqual({
    runAsNode: off,
    nodeOptions: off,
    inspect: off,
    onlyArchive: on,
    cookies: on,
    integrity: on,
    ownSnapshot: off,
    file: off,
  });
}
