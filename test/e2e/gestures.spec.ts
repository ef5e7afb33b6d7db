// What hands do in the window besides typing: the list of sessions, tabs that do not fit, the palette's list, headers.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { actionDefinitions } from '../../shared/actions.ts';
import type { TreeJson } from '../../shared/tree.ts';
import type { AppUnderTest } from '../support/app.ts';
import { expect, test } from '../support/app-fixture.ts';

const tree = (everpane: AppUnderTest) => everpane.cliJson<TreeJson>('ls');

const keyboardPane = (page: Page) => () =>
  page.evaluate(
    () => document.activeElement?.closest('[data-pane-id]')?.getAttribute('data-pane-id') ?? null,
  );

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('it has no box');
  return box;
}

test('should hide the sessions, remember it, and give the panes the room', async ({ everpane }) => {
  const { page } = everpane;
  await expect.poll(keyboardPane(page)).toBe('p1');
  const cols = async () => (await tree(everpane)).sessions[0]?.windows[0]?.panes[0]?.cols ?? 0;
  const before = await cols();
  await page.getByRole('button', { name: 'Hide sessions' }).click();
  await expect(page.getByTestId('session-list')).toHaveCount(0);
  await expect.poll(cols).toBeGreaterThan(before);
  await expect.poll(keyboardPane(page)).toBe('p1');
  await everpane.cliOutput('flush');
  await everpane.kill9();
  await everpane.start();
  await expect(everpane.page.getByTestId('pane')).toHaveCount(1);
  await expect(everpane.page.getByTestId('session-list')).toHaveCount(0);
  await everpane.page.keyboard.press('Control+Shift+B');
  await expect(everpane.page.getByTestId('session-list')).toBeVisible();
});

test('should put sessions into another order by dragging, and go through them by keys', async ({
  everpane,
}) => {
  const { page } = everpane;
  for (const name of ['second', 'third']) await everpane.cliOutput('new-session', '--name', name);
  const items = page.getByTestId('session-item');
  await expect(items).toHaveCount(3);
  const from = await boxOf(items.filter({ hasText: 'third' }));
  const to = await boxOf(items.first());
  await page.mouse.move(from.x + 40, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(to.x + 40, to.y + 2, { steps: 8 });
  await page.mouse.up();
  const names = async () => (await tree(everpane)).sessions.map(({ name }) => name);
  await expect.poll(names).toEqual(['third', 'main', 'second']);
  await page.keyboard.press('Control+Shift+]');
  await expect(items.filter({ hasText: 'main' })).toHaveAttribute('aria-selected', 'true');
  await items.filter({ hasText: 'main' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(items.filter({ hasText: 'second' })).toHaveAttribute('aria-selected', 'true');
  await expect(items.filter({ hasText: 'second' })).toBeFocused();
  await page.keyboard.press('F2');
  await page.keyboard.type('renamed');
  await page.keyboard.press('Enter');
  await expect.poll(names).toEqual(['third', 'main', 'renamed']);
});

test('should offer the tabs that do not fit in a menu, with arrows going through it', async ({
  everpane,
}) => {
  const { page } = everpane;
  await everpane.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(820, 520));
  for (let made = 0; made < 9; made++) await everpane.cliOutput('new-window', '--name', `tab ${made}`);
  await expect(page.getByTestId('window-tab')).toHaveCount(10);
  // The active one is the last, and in sight.
  await expect(page.locator('[data-window-id=w10]')).toBeInViewport();
  await page.getByRole('button', { name: 'All tabs' }).click();
  const menu = page.getByRole('menu', { name: 'All tabs' });
  await expect(menu.getByRole('menuitemradio')).toHaveCount(10);
  await page.keyboard.press('End');
  await expect(menu.getByRole('menuitemradio').last()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(menu.getByRole('menuitemradio', { name: 'tab 0' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(menu).toHaveCount(0);
  await expect(page.locator('[data-window-id=w2]')).toHaveAttribute('aria-selected', 'true');
  await expect(page.locator('[data-window-id=w2]')).toBeInViewport();
  await expect.poll(keyboardPane(page)).toBe('p2');
});

test('should have every action in the palette with its key, and find places by what is known of them', async ({
  everpane,
}) => {
  const { page } = everpane;
  await mkdir(join(everpane.userHome, 'lighthouse'));
  await everpane.cliOutput('new-window', '--name', 'far away', '--cwd', 'lighthouse');
  await everpane.cliOutput('new-session', '--name', 'other work');
  await expect(page.getByTestId('session-item')).toHaveCount(2);
  const palette = page.getByTestId('command-palette');
  const options = palette.getByRole('option');
  await page.keyboard.press('Control+Shift+P');
  // The palette itself and the menu of where one is are not offered in it.
  for (const { id, title } of actionDefinitions) {
    const count = id === 'view.palette' || id === 'view.menu' ? 0 : 1;
    await expect(options.filter({ has: page.getByText(title, { exact: true }) }), id).toHaveCount(count);
  }
  await expect(options.filter({ has: page.getByText('Split right', { exact: true }) })).toContainText(
    'CtrlShiftD',
  );
  // Letters of it, in their order.
  await page.keyboard.type('spldwn');
  await expect(options.first()).toContainText('Split down');
  for (const [typed, found] of [
    ['lighth', 'far away'],
    ['other w', 'other work'],
  ] as const) {
    await palette.getByRole('combobox').fill(typed);
    await expect(options.filter({ hasText: found }).first()).toBeVisible();
  }
  await palette.getByRole('combobox').fill('far away');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-window-id=w2]')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Control+Shift+P');
  await palette.getByRole('combobox').fill('zzqx');
  await expect(palette).toContainText('Nothing is called that.');
});

test('should say in the header what a pane is, where it is, what runs and how it ended', async ({
  everpane,
}) => {
  const { page } = everpane;
  await mkdir(join(everpane.userHome, 'lighthouse'));
  await everpane.cliOutput('split', 'p1', '--right', '--cwd', 'lighthouse');
  const header = page.locator('[data-pane-id=p2] .pane-header');
  await expect(header.getByTestId('pane-title')).toHaveText('bash');
  await expect(header).toContainText('~/lighthouse');
  await everpane.cliOutput('send', 'p2', 'sleep 4321', '--enter');
  await expect(header.getByLabel('running')).toBeVisible();
  await expect(header).toContainText('sleep 4321');
  await everpane.cliOutput('send', 'p2', '--key', 'C-c');
  await expect(header.getByLabel('running')).toHaveCount(0);
  await everpane.cliOutput('send', 'p2', "printf '\\033]0;a title\\007'; exit 3", '--enter');
  await expect(header).toContainText('exited 3');
  await header.dblclick();
  await expect(page.getByTestId('pane')).toHaveCount(1);
  await page.getByRole('button', { name: 'zoomed' }).click();
  await expect(page.getByTestId('pane')).toHaveCount(2);
});

test('should offer a beginning where there is no session', async ({ everpane }) => {
  const { page } = everpane;
  await expect.poll(keyboardPane(page)).toBe('p1');
  await everpane.cliOutput('close', 's1', '--force');
  await expect(page.getByText('No session here.')).toBeVisible();
  await page.getByRole('button', { name: /^Reopen closed pane/ }).click();
  await expect.poll(keyboardPane(page)).toBe('p1');
  await everpane.cliOutput('close', 's2', '--force');
  await page.getByRole('button', { name: /^New session Ctrl/ }).click();
  await expect(page.getByTestId('pane')).toHaveCount(1);
});

test('should make a private tab, which a lock marks and of which nothing is written', async ({
  everpane,
}) => {
  const { page } = everpane;
  await expect.poll(keyboardPane(page)).toBe('p1');
  await page.keyboard.press('Control+Shift+P');
  await page.getByTestId('command-palette').getByRole('combobox').fill('private tab');
  await page.keyboard.press('Enter');
  await expect.poll(keyboardPane(page)).toBe('p2');
  await expect(page.locator('[data-window-id=w2]').getByLabel('private')).toBeVisible();
  await expect(page.locator('[data-window-id=w1]').getByLabel('private')).toHaveCount(0);
  const { sessions } = await tree(everpane);
  expect(sessions[0]?.windows[1]?.panes[0]).toMatchObject({ id: 'p2', private: true });
  await page.keyboard.type('echo secret-$((20+2))\n');
  await everpane.cliOutput('wait', 'p2', '--text', '^secret-22$');
  await everpane.cliOutput('flush');
  await everpane.kill9();
  await everpane.start();
  await expect(everpane.page.locator('[data-pane-id=p2]')).toBeVisible();
  expect(await everpane.cliOutput('capture', 'p2', '--scrollback')).not.toContain('secret-22');
});
