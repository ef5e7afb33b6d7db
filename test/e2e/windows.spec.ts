import type { Page } from '@playwright/test';
import type { TreeJson } from '../../shared/tree.ts';
import type { AppUnderTest } from '../support/app.ts';
import { expect, test } from '../support/app-fixture.ts';

/** Asks for another window as the palette does, and gives its page. */
async function openWindow(everpane: AppUnderTest): Promise<Page> {
  const opened = everpane.app.waitForEvent('window');
  const { page } = everpane;
  await page.getByTestId('pane').first().click();
  await page.keyboard.press('Control+Shift+P');
  await page.getByTestId('command-palette').getByRole('combobox').fill('New window');
  await page.keyboard.press('Enter');
  const second = await opened;
  await second.waitForLoadState('domcontentloaded');
  return second;
}

const windowCount = (everpane: AppUnderTest): Promise<number> =>
  everpane.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

test('should open another window with a session of its own, and bring both back', async ({ everpane }) => {
  const second = await openWindow(everpane);
  await expect(second.getByTestId('pane')).toHaveCount(1);
  await expect(second.locator('[data-testid=session-item][aria-selected=true]')).toHaveAttribute(
    'data-session-id',
    's2',
  );
  await expect(everpane.page.locator('[data-testid=session-item][aria-selected=true]')).toHaveAttribute(
    'data-session-id',
    's1',
  );
  await everpane.cliOutput('flush');
  await everpane.kill9();
  await everpane.start();
  await expect.poll(() => windowCount(everpane)).toBe(2);
  const tree = await everpane.cliJson<TreeJson>('ls');
  expect(tree.sessions.map(({ id }) => id)).toEqual(['s1', 's2']);
});

test('should forget a window that is closed and keep its session', async ({ everpane }) => {
  await openWindow(everpane);
  await everpane.app.evaluate(({ BrowserWindow }) => {
    const windows = BrowserWindow.getAllWindows().sort((a, b) => a.id - b.id);
    windows.at(-1)?.close();
  });
  await expect.poll(() => windowCount(everpane)).toBe(1);
  expect((await everpane.cliJson<TreeJson>('ls')).sessions).toHaveLength(2);
  await everpane.restart();
  await expect.poll(() => windowCount(everpane)).toBe(1);
});
