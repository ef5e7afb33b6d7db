// The divider lies where the new shell begins, whatever moves that line; its label lies over the terminal, and gives way to what
// is typed.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../../support/app-fixture.ts';
import { awaitRunning } from '../../support/running.ts';

test('should hide no text with the label of the divider', async ({ everpane }) => {
  await everpane.cliOutput('wait', 'p1', '--text', String.raw`\$$`);
  await everpane.cliOutput('send', 'p1', 'sleep 1000', '--enter');
  await awaitRunning(everpane, 'p1', 'sleep 1000');
  await everpane.cliOutput('flush');
  await everpane.kill9();
  await everpane.start();
  await everpane.cliOutput('wait', 'p1', '--text', String.raw`\$$`);
  const { page } = everpane;
  const divider = page.locator('[data-pane-id=p1] .restored-divider');
  const label = divider.locator('.restored-divider-label');
  const line = async () => (await divider.boundingBox())?.y ?? 0;
  const top = async () => (await label.boundingBox())?.y ?? 0;
  await expect(label).toBeVisible();
  expect(await top()).toBeGreaterThanOrEqual(await line());

  const { cols } = await everpane.cliJson<{ cols: number }>('capture', 'p1');
  await page.locator('[data-pane-id=p1] .xterm-screen').click();
  await page.keyboard.type('x'.repeat(cols - 30));
  await expect.poll(async () => (await top()) < (await line())).toBe(true);
  await expect(divider.getByTestId('rerun-offer')).toBeVisible();
  await page.keyboard.press('Control+U');
  await expect.poll(async () => (await top()) < (await line())).toBe(false);
  await divider.getByTestId('rerun-offer').click();
  await everpane.cliOutput('wait', 'p1', '--text', String.raw`\$ sleep 1000$`);
});

test('should stay where the new shell begins when lines wrap otherwise and it is drawn anew', async ({
  everpane,
}) => {
  await everpane.cliOutput('wait', 'p1', '--text', String.raw`\$$`);
  await writeFile(join(everpane.userHome, 'text'), `${'of the shell before '.repeat(9)}\n`.repeat(8));
  await everpane.cliOutput('send', 'p1', 'cat text; sleep 1000', '--enter');
  await awaitRunning(everpane, 'p1', 'sleep 1000');
  await everpane.cliOutput('flush');
  await everpane.kill9();
  await everpane.start();
  const { page } = everpane;
  const divider = page.locator('[data-pane-id=p1] .restored-divider');
  await expect(divider.getByTestId('rerun-offer')).toBeVisible();
  await everpane.cliOutput('send', 'p1', 'echo new-$((1+1))', '--enter');
  await everpane.cliOutput('wait', 'p1', '--text', '^new-2$');
  const firstRow = page.locator('[data-pane-id=p1] .xterm-rows > div').filter({ hasText: '$ echo new-' });
  /** By how many pixels the divider lies beside the new shell's first row. */
  const beside = async () => {
    const [line, row] = [await divider.boundingBox(), await firstRow.boundingBox()];
    return line === null || row === null ? null : Math.round(line.y - row.y);
  };
  const before = (await firstRow.boundingBox())?.y ?? 0;
  await expect.poll(beside).toBe(0);
  await everpane.cliOutput('split', 'p1', '--right');
  await expect.poll(async () => (await firstRow.boundingBox())?.y ?? 0).toBeGreaterThan(before);
  await expect.poll(beside).toBe(0);
  await everpane.cliOutput('config', 'set', 'restore.rerun', 'never');
  await expect(divider).toBeVisible();
  await expect(divider.getByTestId('rerun-offer')).toHaveCount(0);
  await expect.poll(beside).toBe(0);
});

test.describe('in a short scrollback', () => {
  test.use({
    everpaneOptions: {
      config: '[restore]\nrelaunch_after_crash = false\n[persistence]\nscrollback_max_lines = 100\n',
    },
  });

  test('should be gone with its line, also when its pane is shown again', async ({ everpane }) => {
    await everpane.cliOutput('wait', 'p1', '--text', String.raw`\$$`);
    await everpane.cliOutput('flush');
    await everpane.kill9();
    await everpane.start();
    const { page } = everpane;
    const divider = page.locator('[data-pane-id=p1] .restored-divider');
    await expect(divider).toBeVisible();
    await everpane.cliOutput('send', 'p1', 'seq 400', '--enter');
    await everpane.cliOutput('wait', 'p1', '--text', '^400$');
    const rows = page.locator('[data-pane-id=p1] .xterm-rows');
    await expect(rows).toContainText('400');
    await page.keyboard.press('Control+Shift+Home');
    await expect(rows).toContainText('300');
    await expect(divider).toBeHidden();
    await page.keyboard.press('Control+Shift+T');
    await expect(page.locator('[data-pane-id=p2] .xterm-rows')).toContainText('$');
    await page.keyboard.press('Control+Shift+Tab');
    await expect(rows).toContainText('300');
    await expect(divider).toBeHidden();
  });
});
