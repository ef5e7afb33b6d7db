// A disk that is full under the running app: shells go on, the window says what is not saved and why, room heals it, and
// what was confirmed survives a kill. A real file system, as small as it takes.
import { execFile } from 'node:child_process';
import { mkdir, open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { AppStatus } from '../../../shared/status.ts';
import type { TreeJson } from '../../../shared/tree.ts';
import { expect, test } from '../../support/app-fixture.ts';

const run = promisify(execFile);
const diskBytes = 48 * 1024 * 1024;

test.use({
  everpaneOptions: {
    autoStart: false,
    config: '[restore]\nrelaunch_after_crash = false\n[persistence]\ndirectory = "disk/state"\n',
  },
});

/** Writes until there is no room for another byte. */
async function fill(path: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (const size of [1 << 20, 1 << 12, 1]) {
      const piece = Buffer.alloc(size);
      for (;;) {
        const { bavail } = await statfs(path);
        if (size > 1 && bavail * 4096 < size) break;
        const { bytesWritten } = await file.write(piece).catch(() => ({ bytesWritten: 0 }));
        if (bytesWritten === 0) break;
      }
    }
  } finally {
    await file.close();
  }
}

test('should go on without room, say so, heal when there is room, and lose nothing that it confirmed', async ({
  everpane,
}) => {
  const disk = join(everpane.home, 'disk');
  await mkdir(disk, { mode: 0o700 });
  const mounted = await run('mount', [
    '-t',
    'tmpfs',
    '-o',
    `size=${diskBytes},mode=0700`,
    'tmpfs',
    disk,
  ]).then(
    () => null,
    (error: unknown) => String(error),
  );
  test.skip(mounted !== null, `a file system of its own cannot be mounted here: ${mounted}`);
  try {
    await everpane.start();
    const { page } = everpane;
    const persistence = async () => (await everpane.cliJson<AppStatus>('status')).persistence;
    await everpane.cliOutput('split', 'p1', '--right');
    await everpane.cliOutput('wait', 'p1', '--text', '\\$$');
    await everpane.cliOutput('send', 'p1', 'echo before-$((1+1))', '--enter');
    await everpane.cliOutput('wait', 'p1', '--text', '^before-2$');
    await everpane.cliOutput('flush');
    expect(await persistence()).toMatchObject({ mode: 'recording', reason: null, lastDegradedAt: null });
    await expect(page.getByTestId('status-journal')).toHaveText('saved');

    await fill(join(disk, 'ballast'));
    await everpane.cliOutput('send', 'p2', 'seq 1 200000; echo flooded-$((1+1))', '--enter');
    await everpane.cliOutput('wait', 'p2', '--text', '^flooded-2$', '--timeout', '60');
    await expect.poll(async () => (await persistence()).mode).toBe('degraded');
    expect((await persistence()).reason).toContain('the disk is full');
    await expect(page.getByTestId('status-journal')).toHaveText(/^not saving: the disk is full/);
    // Shells run, and the structure can be changed: confirmed with a warning, or, thanks to the reserve, without one.
    await everpane.cliOutput('send', 'p1', 'echo during-$((1+1))', '--enter');
    await everpane.cliOutput('wait', 'p1', '--text', '^during-2$');
    const made = await everpane.cli('new-window', '--name', 'made without room');
    expect(made.code).toBe(0);

    await rm(join(disk, 'ballast'));
    await expect.poll(async () => (await persistence()).mode).toBe('recording');
    expect((await persistence()).lastDegradedAt).not.toBeNull();
    await expect(page.getByTestId('status-journal')).toHaveText('saved');
    await everpane.cliOutput('new-window', '--name', 'made with room');
    await everpane.cliOutput('send', 'p1', 'echo healed-$((1+1))', '--enter');
    await everpane.cliOutput('wait', 'p1', '--text', '^healed-2$');
    await everpane.cliOutput('flush');
    const before = await everpane.cliOutput('capture', 'p1', '--scrollback');
    await everpane.kill9();
    await everpane.start();
    const { sessions } = await everpane.cliJson<TreeJson>('ls');
    const names = sessions[0]?.windows.map(({ name }) => name);
    expect(names).toEqual(['', 'made without room', 'made with room']);
    const after = await everpane.cliOutput('capture', 'p1', '--scrollback');
    expect(after.startsWith(before)).toBe(true);
    expect(after).toMatch(/before-2.*during-2.*healed-2/s);
    expect((await everpane.cliJson<AppStatus>('status')).recovery.cause).toBe('crash');
    expect((await everpane.cli('verify')).code).toBe(0);
  } finally {
    if (everpane.isRunning) await everpane.quit();
    await run('umount', ['-l', disk]);
  }
});
