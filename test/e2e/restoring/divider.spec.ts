// The divider's label lies over the terminal, and gives way to what is typed.
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
