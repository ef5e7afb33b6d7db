// A disk that takes nothing any more: everything that is there comes back, shells run, and nobody can overlook that nothing
// is saved.
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '../../support/app-fixture.ts';

const run = promisify(execFile);

test.use({
  everpaneOptions: {
    autoStart: false,
    config: '[restore]\nrelaunch_after_crash = false\n[persistence]\ndirectory = "disk/state"\n',
  },
});

test('should say that nothing is saved on a disk that is read-only, and show what is there', async ({
  everpane,
}) => {
  const disk = join(everpane.home, 'disk');
  await mkdir(disk, { mode: 0o700 });
  const refused = await run('mount', ['-t', 'tmpfs', '-o', 'size=48m,mode=0700', 'tmpfs', disk]).then(
    () => null,
    (error: unknown) => String(error),
  );
  test.skip(refused !== null, `nothing can be mounted here: ${refused}`);
  try {
    await everpane.start();
    await everpane.cliOutput('wait', 'p1', '--text', '\\$$');
    await everpane.cliOutput('send', 'p1', 'echo before-$((1+1))', '--enter');
    await everpane.cliOutput('wait', 'p1', '--text', '^before-2$');
    await everpane.quit();
    await run('mount', ['-o', 'remount,ro', disk]);
    await everpane.start();
    const { page } = everpane;
    await expect(page.locator('[data-pane-id=p1] .xterm-rows')).toContainText('before-2');
    await expect(page.getByTestId('status-journal')).toHaveText(
      'not saving until a restart: the file system is read-only',
    );
    const notice = page.getByRole('alert');
    await expect(notice).toContainText('Nothing is saved any more: the file system is read-only.');
    await page.screenshot({ path: test.info().outputPath('read-only.png') });
    await notice.getByRole('button', { name: 'Dismiss' }).click();
    await everpane.cliOutput('send', 'p1', 'echo still-$((1+1))', '--enter');
    await everpane.cliOutput('wait', 'p1', '--text', '^still-2$');
    const made = await everpane.cli('new-window');
    expect(made).toMatchObject({ code: 0, stderr: expect.stringContaining('not saved') });
    await expect(notice).toHaveCount(0);
    await page.getByTestId('status-journal').click();
    const details = page.getByRole('dialog', { name: 'Journal' });
    await expect(details).toContainText('nothing more is saved until Everpane is started again');
    await expect(details).toContainText('not since this start');
    await run('mount', ['-o', 'remount,rw', disk]);
    await everpane.restart();
    await expect(everpane.page.getByTestId('status-journal')).toHaveText('saved');
  } finally {
    await run('umount', ['-l', disk]);
  }
});
