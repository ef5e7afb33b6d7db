// The banner lies over the upper edge of a window and changes no pane's rows; where the lower rows of a pane are empty it
// does not hide the first ones either.
import type { AppUnderTest } from '../../support/app.ts';
import { expect, test } from '../../support/app-fixture.ts';

async function boxesOf({ page }: AppUnderTest) {
  const banner = await page.getByTestId('recovery-banner').boundingBox();
  const rows = page.locator('[data-pane-id=p1] .xterm-rows > div');
  const pane = await page.locator('[data-pane-id=p1]').boundingBox();
  const [first, last] = [await rows.first().boundingBox(), await rows.last().boundingBox()];
  if (banner === null || pane === null || first === null || last === null)
    throw new Error('nothing is shown');
  return { bannerEnd: banner.y + banner.height, paneEnd: pane.y + pane.height, first, last };
}

test('should hide neither the first rows of a short pane nor the last of a full one', async ({
  everpane,
}) => {
  await everpane.cliOutput('wait', 'p1', '--text', '\\$$');
  const size = async () => {
    const { cols, rows } = await everpane.cliJson<{ cols: number; rows: number }>('capture', 'p1');
    return [cols, rows];
  };
  const before = await size();
  await everpane.cliOutput('flush');
  await everpane.kill9();
  await everpane.start();
  await expect(everpane.page.getByTestId('recovery-banner')).toBeVisible();
  const isBelowBanner = async () => {
    const { bannerEnd, first } = await boxesOf(everpane);
    return first.y >= bannerEnd;
  };
  await expect.poll(isBelowBanner).toBe(true);
  expect(await size()).toEqual(before);
  await everpane.page.locator('[data-pane-id=p1] .xterm-screen').click();
  await everpane.page.keyboard.type('echo typed');
  await everpane.cliOutput('wait', 'p1', '--text', 'echo typed$');
  expect(await isBelowBanner()).toBe(true);
  await everpane.page.keyboard.press('Control+U');

  // As soon as there is something on the last rows, they matter more.
  await everpane.cliOutput('send', 'p1', 'seq 1 200', '--enter');
  await everpane.cliOutput('wait', 'p1', '--text', '^200$');
  await expect.poll(isBelowBanner).toBe(false);
  const { last, paneEnd } = await boxesOf(everpane);
  expect(last.y + last.height).toBeLessThanOrEqual(paneEnd);

  await everpane.cliOutput('send', 'p1', 'clear', '--enter');
  await expect.poll(isBelowBanner).toBe(true);
  // A click falls on what is seen.
  const text = everpane.page.locator('[data-pane-id=p1] .xterm-rows > div').first();
  await everpane.cliOutput('send', 'p1', 'clear; printf "%s\\n" word-to-select', '--enter');
  await expect(text).toHaveText(/^word-to-select/);
  const box = await text.boundingBox();
  await everpane.page.mouse.dblclick((box?.x ?? 0) + 20, (box?.y ?? 0) + (box?.height ?? 0) / 2);
  await everpane.page.keyboard.press('Control+Shift+C');
  const copied = () => everpane.app.evaluate(({ clipboard }) => clipboard.readText());
  await expect.poll(copied).toMatch(/^word/);

  await everpane.page.getByTestId('recovery-banner').getByRole('button', { name: 'Close' }).click();
  const top = (await text.boundingBox())?.y ?? 0;
  expect((box?.y ?? 0) - top).toBe(32);
  expect(await size()).toEqual(before);
});
