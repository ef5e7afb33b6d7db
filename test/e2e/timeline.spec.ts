// Going back in time by hand: the restore points as a list, one of them beside what is there, another instead of it.
import type { TreeJson } from '../../shared/tree.ts';
import type { AppUnderTest } from '../support/app.ts';
import { expect, test } from '../support/app-fixture.ts';

// Starting empty keeps the workspace before as a restore point.
const config = '[restore]\nrelaunch_after_crash = false\n[persistence]\nrestore_on_startup = false\n';
test.use({ everpaneOptions: { config } });

const sessionIds = async (everpane: AppUnderTest) =>
  (await everpane.cliJson<TreeJson>('ls')).sessions.map(({ id }) => id);

async function startWithPast(everpane: AppUnderTest): Promise<void> {
  await everpane.cliOutput('rename', 's1', 'long ago');
  await everpane.cliOutput('send', 'p1', 'echo past-$((20+2))', '--enter');
  await everpane.cliOutput('wait', 'p1', '--text', '^past-22$');
  await everpane.restart();
  await expect(everpane.page.getByTestId('session-item')).toHaveText([/^main/]);
  await expect(everpane.page.getByTestId('recovery-banner')).toContainText('Started empty');
}

const keyboardIsInPane = ({ page }: AppUnderTest) =>
  page.evaluate(() => document.activeElement?.closest('[data-pane-id]') !== null);

test('should list the restore points, and bring one back beside what is there', async ({ everpane }) => {
  await startWithPast(everpane);
  const { page } = everpane;
  const before = await sessionIds(everpane);
  await page.getByTestId('status-journal').click();
  await page.getByRole('button', { name: 'Restore points…' }).click();
  const timeline = page.getByTestId('timeline');
  await expect(timeline.getByRole('listitem')).toHaveCount(1);
  await expect(timeline).toContainText('1 session, 1 tab, 1 pane');
  await expect(timeline).toContainText('before an empty start');
  await page.keyboard.press('Escape');
  await expect(timeline).toHaveCount(0);
  await expect.poll(() => keyboardIsInPane(everpane)).toBe(true);
  await page.keyboard.press('Control+Shift+P');
  await page.keyboard.type('restore point');
  await page.keyboard.press('Enter');
  await expect(timeline.getByRole('button', { name: 'Bring back' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(timeline).toHaveCount(0);
  await expect(page.getByTestId('session-item')).toHaveCount(2);
  expect((await sessionIds(everpane)).slice(0, 1)).toEqual(before);
  await page.getByTestId('session-item').filter({ hasText: 'long ago' }).click();
  await expect(page.getByTestId('pane').locator('.xterm-rows')).toContainText('past-22');
});

test('should go back instead of what is there, after a question, and return from it', async ({
  everpane,
}) => {
  await startWithPast(everpane);
  const { page } = everpane;
  const open = async () => {
    await page.keyboard.press('Control+Shift+P');
    await page.keyboard.type('restore point');
    await page.keyboard.press('Enter');
  };
  const timeline = page.getByTestId('timeline');
  const question = page.getByRole('dialog', { name: /^Go back to / });
  await open();
  await timeline.getByRole('button', { name: 'Go back…' }).click();
  await expect(question).toContainText('kept as a restore point');
  await page.keyboard.press('Escape');
  await expect(timeline).toBeVisible();
  await timeline.getByRole('button', { name: 'Go back…' }).click();
  await question.getByRole('button', { name: 'Go back' }).click();
  await expect(page.getByTestId('session-item')).toHaveText([/^long ago/]);
  await expect.poll(() => keyboardIsInPane(everpane)).toBe(true);
  await open();
  await expect(timeline.getByRole('listitem')).toHaveCount(2);
  await expect(timeline.getByRole('listitem').first()).toContainText(
    'before something else was brought back',
  );
  await timeline.getByRole('button', { name: 'Go back…' }).first().click();
  await question.getByRole('button', { name: 'Go back' }).click();
  await expect(page.getByTestId('session-item')).toHaveText([/^main/]);
});
