// What has changed around the app since it last ran: a home that is open to others, or another's; directories that cannot be
// entered any more. Mended and told, or refused in one line.
import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TreeJson } from '../../../shared/tree.ts';
import type { AppUnderTest } from '../../support/app.ts';
import { expect, test } from '../../support/app-fixture.ts';
import { runsAsRoot } from '../../support/unprivileged-user.ts';

const run = promisify(execFile);

async function cwdOf(everpane: AppUnderTest, pane: string): Promise<string | undefined> {
  const { sessions } = await everpane.cliJson<TreeJson>('ls');
  const panes = sessions.flatMap(({ windows }) => windows.flatMap((window) => window.panes));
  return panes.find(({ id }) => id === pane)?.cwd;
}

async function openToOthers(everpane: AppUnderTest): Promise<string[]> {
  const found: string[] = [];
  for (const name of ['.', ...(await readdir(everpane.home, { recursive: true }))]) {
    if (name.startsWith('electron/')) continue;
    const stats = await stat(join(everpane.home, name)).catch(() => null);
    if (stats !== null && (stats.mode & 0o077) !== 0) found.push(name);
  }
  return found;
}

test('should close a home that others may enter, and say so', async ({ everpane }) => {
  test.skip(process.platform === 'win32', 'access lists are inherited there');
  await everpane.cliOutput('send', 'p1', 'echo kept-$((1+1))', '--enter');
  await everpane.cliOutput('wait', 'p1', '--text', '^kept-2$');
  await everpane.quit();
  await run('chmod', ['-R', 'a+rwX', everpane.home]);
  await everpane.start();
  await expect(everpane.page.getByRole('alert').first()).toContainText('was open to others');
  await expect.poll(() => openToOthers(everpane)).toEqual([]);
  expect(await everpane.cliOutput('capture', 'p1', '--scrollback')).toContain('kept-2');
});

test('should refuse the home of another user in one line', async ({ everpane }) => {
  test.skip(!runsAsRoot(), 'only root can give a directory away');
  await everpane.quit();
  await chown(everpane.home, 65534, 65534);
  try {
    const { code, stderr } = await everpane.cli('open');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^everpane: .*belongs to another user.*\n$/);
  } finally {
    await chown(everpane.home, 0, 0);
  }
});

test.describe('a directory', () => {
  test.use({ everpaneOptions: { sandbox: true } });

  test('should be left for its parent, with a notice, when it may not be entered any more', async ({
    everpane,
  }) => {
    test.skip(process.platform === 'win32', 'access lists are inherited there');
    const cwd = join(everpane.userHome, 'work', 'closed');
    await everpane.cliOutput('wait', 'p1', '--text', '\\$$');
    await everpane.cliOutput('send', 'p1', `mkdir -p '${cwd}'; cd '${cwd}'`, '--enter');
    await expect.poll(() => cwdOf(everpane, 'p1')).toBe(cwd);
    await everpane.cliOutput('flush');
    await everpane.quit();
    await chmod(cwd, 0o000);
    await everpane.start();
    const { page } = everpane;
    const words = `${cwd} is gone or cannot be entered; started in ${join(everpane.userHome, 'work')} instead`;
    await expect(page.locator('[data-pane-id=p1]').getByRole('alert')).toContainText(words);
    // Where the pane is not to be seen, it says which one it speaks of, and leads there.
    await everpane.cliOutput('new-window');
    const place = page.getByRole('alert').getByRole('button', { name: /^main › / });
    await expect(page.getByRole('alert')).toContainText(words);
    await place.click();
    await expect(place).toBeHidden();
    await expect(page.locator('[data-pane-id=p1]').getByRole('alert')).toContainText(words);
    await everpane.cliOutput('send', 'p1', 'pwd', '--enter');
    await everpane.cliOutput('wait', 'p1', '--text', `^${join(everpane.userHome, 'work')}$`);
    await chmod(cwd, 0o700);
  });
});

test('should start beside a file system that is not mounted any more', async ({ everpane }) => {
  const mount = join(everpane.userHome, 'mount');
  await mkdir(mount);
  const refused = await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', mount]).then(
    () => null,
    (error: unknown) => String(error),
  );
  test.skip(refused !== null, `nothing can be mounted here: ${refused}`);
  const cwd = join(mount, 'deep', 'inside');
  try {
    await mkdir(cwd, { recursive: true });
    await everpane.cliOutput('wait', 'p1', '--text', '\\$$');
    await everpane.cliOutput('send', 'p1', `cd '${cwd}'; echo history-$((1+1))`, '--enter');
    await expect.poll(() => cwdOf(everpane, 'p1')).toBe(cwd);
    await everpane.cliOutput('flush');
    await everpane.kill9();
  } finally {
    await run('umount', ['-l', mount]);
  }
  await everpane.start();
  await expect(everpane.page.getByRole('alert')).toContainText(
    `${cwd} is gone or cannot be entered; started in ${mount}`,
  );
  expect(await cwdOf(everpane, 'p1')).toBe(mount);
  expect(await everpane.cliOutput('capture', 'p1', '--scrollback')).toContain('history-2');
});
