// The workspace as a tool for every day: menus, dragging, questions before something ends, and what newcomers are told.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import type { TreeJson, WindowJson } from '../../shared/tree.ts';
import type { AppUnderTest } from '../support/app.ts';
import { expect, test } from '../support/app-fixture.ts';

const tree = (everpane: AppUnderTest) => everpane.cliJson<TreeJson>('ls');

async function windowOf(everpane: AppUnderTest, id: string): Promise<WindowJson | undefined> {
  const { sessions } = await tree(everpane);
  return sessions.flatMap(({ windows }) => windows).find((window) => window.id === id);
}

const layoutOf = (everpane: AppUnderTest, id: string) => async () => (await windowOf(everpane, id))?.layout;

const keyboardPane = (page: Page) => () =>
  page.evaluate(
    () => document.activeElement?.closest('[data-pane-id]')?.getAttribute('data-pane-id') ?? null,
  );

async function typeLine({ page }: AppUnderTest, line: string): Promise<void> {
  await page.keyboard.type(`${line}\n`);
}

async function startSplit(everpane: AppUnderTest): Promise<void> {
  const { page } = everpane;
  await expect.poll(keyboardPane(page)).toBe('p1');
  await page.keyboard.press('Control+Shift+D');
  await expect.poll(keyboardPane(page)).toBe('p2');
}

async function runAction({ page }: AppUnderTest, title: string): Promise<void> {
  await page.keyboard.press('Control+Shift+P');
  await page.getByTestId('command-palette').getByRole('combobox').fill(title);
  await page.keyboard.press('Enter');
}

/** Presses on one place and lets go at another, given as shares of their boxes. */
async function drag(
  page: Page,
  from: Locator,
  to: Locator | { x: number; y: number },
  at = { x: 0.5, y: 0.5 },
) {
  const start = await from.boundingBox();
  const end = 'x' in to ? { ...to, width: 0, height: 0 } : await to.boundingBox();
  if (start === null || end === null) throw new Error('nothing to drag, or nowhere to drag it to');
  await page.mouse.move(start.x + 40, start.y + 12);
  await page.mouse.down();
  await page.mouse.move(end.x + end.width * at.x, end.y + end.height * at.y, { steps: 6 });
}

const windowCount = ({ app }: AppUnderTest) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

test.describe('menus', () => {
  test('should offer what can be done with a pane, with its keys, and do it', async ({ everpane }) => {
    const { page } = everpane;
    await startSplit(everpane);
    await page.locator('[data-pane-id=p1] .pane-screen').click({ button: 'right' });
    const menu = page.getByRole('menu');
    await expect(menu.getByRole('menuitem', { name: 'Split down' })).toContainText('CtrlShiftE');
    await expect(menu.getByRole('menuitem', { name: 'Copy', exact: false }).first()).toBeDisabled();
    await menu.getByRole('menuitem', { name: 'Split down' }).click();
    await expect(page.getByTestId('pane')).toHaveCount(3);
    await expect.poll(layoutOf(everpane, 'w1')).toEqual({
      dir: 'row',
      ratios: [0.5, 0.5],
      children: [{ dir: 'column', ratios: [0.5, 0.5], children: ['p1', 'p3'] }, 'p2'],
    });
  });

  test('should open by the keyboard, and give it back', async ({ everpane }) => {
    const { page } = everpane;
    await startSplit(everpane);
    await page.keyboard.press('Shift+F10');
    const menu = page.getByRole('menu');
    await expect(menu).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(menu).toHaveCount(0);
    await expect.poll(keyboardPane(page)).toBe('p2');
    await page.keyboard.press('Control+F6');
    await page.keyboard.press('Shift+F10');
    await expect(menu.getByRole('menuitem', { name: 'Rename tab' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('window-tab')).toBeFocused();
  });

  test('should be about the thing that was pointed at', async ({ everpane }) => {
    const { page } = everpane;
    await expect.poll(keyboardPane(page)).toBe('p1');
    await everpane.cliOutput('new-window', '--name', 'other');
    await everpane.cliOutput('focus', 'w1');
    const other = page.getByTestId('window-tab').filter({ hasText: 'other' });
    await other.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Close tab' }).click();
    await expect(page.getByTestId('window-tab')).toHaveCount(1);
    expect((await windowOf(everpane, 'w1'))?.id).toBe('w1');
    await page.getByTestId('session-item').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Rename session' }).click();
    await page.getByRole('textbox', { name: 'Session name' }).fill('renamed');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('session-item')).toContainText('renamed');
  });

  test('should leave the right button to a program that reads the mouse', async ({ everpane }) => {
    const { page } = everpane;
    await expect.poll(keyboardPane(page)).toBe('p1');
    await typeLine(everpane, "printf '\\033[?1000h'; echo reading");
    await everpane.cliOutput('wait', 'p1', '--text', '^reading$');
    const screen = page.locator('[data-pane-id=p1] .pane-screen');
    await screen.click({ button: 'right' });
    await expect(page.getByRole('menu')).toHaveCount(0);
    await screen.click({ button: 'right', modifiers: ['Shift'] });
    await expect(page.getByRole('menu')).toBeVisible();
  });
});

test.describe('dragging', () => {
  test('should put a pane beside another one, swap them, and do nothing on Escape', async ({ everpane }) => {
    const { page } = everpane;
    await startSplit(everpane);
    const header = page.locator('[data-pane-id=p1] .pane-header');
    const other = page.locator('[data-pane-id=p2]');
    await drag(page, header, other, { x: 0.5, y: 0.9 });
    await expect(page.locator('.drop-zone[data-side=down]')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.locator('.drop-zone')).toHaveCount(0);
    await page.mouse.up();
    expect((await windowOf(everpane, 'w1'))?.layout).toMatchObject({ dir: 'row', children: ['p1', 'p2'] });
    await drag(page, header, other, { x: 0.5, y: 0.9 });
    await page.mouse.up();
    await expect
      .poll(layoutOf(everpane, 'w1'))
      .toEqual({ dir: 'column', ratios: [0.5, 0.5], children: ['p2', 'p1'] });
    await expect.poll(keyboardPane(page)).toBe('p1');
    await drag(page, header, other);
    await page.mouse.up();
    await expect.poll(layoutOf(everpane, 'w1')).toMatchObject({ dir: 'column', children: ['p1', 'p2'] });
  });

  test('should put a pane into another tab, or one of its own', async ({ everpane }) => {
    const { page } = everpane;
    await startSplit(everpane);
    await everpane.cliOutput('new-window', '--name', 'there');
    await everpane.cliOutput('focus', 'p1');
    await drag(page, page.locator('[data-pane-id=p2] .pane-header'), page.getByTestId('window-tab').nth(1));
    await page.mouse.up();
    await expect.poll(layoutOf(everpane, 'w2')).toMatchObject({ dir: 'row', children: ['p3', 'p2'] });
    await drag(
      page,
      page.locator('[data-pane-id=p2] .pane-header'),
      page.getByRole('button', { name: 'New tab' }),
    );
    await page.mouse.up();
    await expect.poll(layoutOf(everpane, 'w3')).toBe('p2');
  });

  test('should put a tab into another session, and out of the window into one of its own', async ({
    everpane,
  }) => {
    const { page } = everpane;
    await expect.poll(keyboardPane(page)).toBe('p1');
    await everpane.cliOutput('new-window', '--name', 'second');
    await everpane.cliOutput('new-window', '--name', 'third');
    await everpane.cliOutput('new-session', '--name', 'elsewhere');
    await everpane.cliOutput('focus', 'w1');
    const tab = (name: string) => page.getByTestId('window-tab').filter({ hasText: name });
    await drag(page, tab('third'), page.getByTestId('session-item').filter({ hasText: 'elsewhere' }));
    await page.mouse.up();
    await expect
      .poll(async () => (await tree(everpane)).sessions[1]?.windows.map(({ id }) => id))
      .toContain('w3');
    await everpane.cliOutput('focus', 'w1');
    const opened = everpane.app.waitForEvent('window');
    await drag(page, tab('second'), { x: 500, y: -60 });
    await page.mouse.up();
    const second = await opened;
    await expect(second.getByTestId('window-tab')).toContainText('second');
    await expect(page.getByTestId('window-tab')).toHaveCount(1);
    await everpane.cliOutput('flush');
    await everpane.kill9();
    await everpane.start();
    await expect.poll(() => windowCount(everpane)).toBe(2);
  });
});

test('should move and resize panes by keys and from the palette', async ({ everpane }) => {
  const { page } = everpane;
  await startSplit(everpane);
  await page.keyboard.press('Control+Shift+Meta+ArrowLeft');
  await expect.poll(layoutOf(everpane, 'w1')).toMatchObject({ ratios: [0.47, 0.53] });
  await runAction(everpane, 'Swap with the pane on the left');
  await expect.poll(layoutOf(everpane, 'w1')).toMatchObject({ children: ['p2', 'p1'] });
  await page.getByTestId('split-handle').dblclick();
  await expect.poll(layoutOf(everpane, 'w1')).toMatchObject({ ratios: [0.5, 0.5] });
  await everpane.cliOutput('new-window', '--name', 'there');
  await everpane.cliOutput('focus', 'p2');
  await runAction(everpane, 'Move pane to another tab');
  await page.keyboard.type('there');
  await page.keyboard.press('Enter');
  await expect.poll(layoutOf(everpane, 'w2')).toMatchObject({ children: ['p3', 'p2'] });
});

test('should find panes by directory, and show first what was used last', async ({ everpane }) => {
  const { page } = everpane;
  await mkdir(join(everpane.userHome, 'harbour'));
  await startSplit(everpane);
  await everpane.cliOutput('split', 'p1', '--down', '--cwd', 'harbour');
  await everpane.cliOutput('focus', 'p1');
  await runAction(everpane, 'harbour');
  await expect.poll(keyboardPane(page)).toBe('p3');
  await runAction(everpane, 'Zoom pane');
  await page.keyboard.press('Control+Shift+P');
  const options = page.getByTestId('command-palette').getByRole('option');
  await expect(options.first()).toContainText('Zoom pane');
});

test.describe('ending', () => {
  test('should ask before the last window closes over something that runs', async ({ everpane }) => {
    const { page } = everpane;
    await expect.poll(keyboardPane(page)).toBe('p1');
    await typeLine(everpane, 'sleep 4321');
    await expect.poll(async () => (await windowOf(everpane, 'w1'))?.panes[0]?.command).toBe('sleep 4321');
    const close = () =>
      everpane.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await close();
    const dialog = page.getByRole('dialog', { name: 'Quit Everpane?' });
    await expect(dialog).toContainText('sleep 4321');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog).toHaveCount(0);
    await close();
    const closed = everpane.app.waitForEvent('close');
    await dialog.getByRole('button', { name: 'Quit' }).click();
    await closed;
  });

  test('should ask before a tab and a session with something that runs close', async ({ everpane }) => {
    const { page } = everpane;
    await startSplit(everpane);
    await typeLine(everpane, 'sleep 4322');
    await expect.poll(async () => (await windowOf(everpane, 'w1'))?.panes[1]?.command).toBe('sleep 4322');
    for (const [item, title] of [
      ['Close tab', 'Close this tab?'],
      ['Close session', 'Close this session?'],
    ] as const) {
      await runAction(everpane, item);
      const dialog = page.getByRole('dialog', { name: title });
      await expect(dialog).toContainText('sleep 4322');
      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
    }
  });

  test('should reopen what was closed with its scrollback, after a crash as well', async ({ everpane }) => {
    const { page } = everpane;
    await startSplit(everpane);
    await typeLine(everpane, 'echo kept-$((20+2))');
    await everpane.cliOutput('wait', 'p2', '--text', '^kept-22$');
    await page.keyboard.press('Control+Shift+W');
    await expect(page.getByTestId('pane')).toHaveCount(1);
    await everpane.cliOutput('flush');
    await everpane.kill9();
    await everpane.start();
    await expect.poll(keyboardPane(everpane.page)).toBe('p1');
    await everpane.page.keyboard.press('Control+Shift+O');
    await expect(everpane.page.locator('[data-pane-id=p2] .xterm-rows')).toContainText('kept-22');
  });
});

test('should tell a newcomer three keys until they are used, and never again', async ({ everpane }) => {
  const hints = () => everpane.page.getByTestId('key-hints');
  await expect.poll(keyboardPane(everpane.page)).toBe('p1');
  await expect(hints()).toContainText('split');
  await everpane.page.keyboard.press('Control+Shift+D');
  await expect(hints()).not.toContainText('split');
  await expect(hints()).toContainText('new tab');
  await everpane.cliOutput('flush');
  await everpane.kill9();
  await everpane.start();
  await expect(hints()).toContainText('new tab');
  await expect(hints()).not.toContainText('split');
  await hints().getByRole('button', { name: 'Do not show these keys again' }).click();
  await expect(hints()).toHaveCount(0);
  await everpane.restart();
  await expect.poll(keyboardPane(everpane.page)).not.toBeNull();
  await expect(hints()).toHaveCount(0);
});

test('should keep the quick terminal with what is in it, hidden until it is asked for', async ({
  everpane,
}) => {
  await expect.poll(keyboardPane(everpane.page)).toBe('p1');
  const opened = everpane.app.waitForEvent('window');
  await runAction(everpane, 'Show or hide the quick terminal');
  const quick = await opened;
  await expect.poll(keyboardPane(quick)).toBe('p2');
  await quick.keyboard.type('echo quick-$((20+2))\n');
  await everpane.cliOutput('wait', 'p2', '--text', '^quick-22$');
  const shown = () =>
    everpane.app.evaluate(
      ({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().filter((window) => window.isVisible() && window.isAlwaysOnTop()).length,
    );
  await expect.poll(shown).toBe(1);
  await quick.evaluate(() => (globalThis as unknown as Window).close());
  await expect.poll(shown).toBe(0);
  await everpane.cliOutput('flush');
  await everpane.kill9();
  await everpane.start();
  await expect.poll(keyboardPane(everpane.page)).toBe('p1');
  expect(await windowCount(everpane)).toBe(1);
  const again = everpane.app.waitForEvent('window');
  await runAction(everpane, 'Show or hide the quick terminal');
  await expect((await again).locator('[data-pane-id=p2] .xterm-rows')).toContainText('quick-22');
  // It is no reason for the app to stay.
  const closed = everpane.app.waitForEvent('close');
  await everpane.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .find((window) => !window.isAlwaysOnTop())
      ?.close(),
  );
  await closed;
});

test.describe('with a key for the quick terminal', () => {
  test.use({
    everpaneOptions: {
      config: '[restore]\nrelaunch_after_crash = false\n[window]\nquick_terminal_key = "Ctrl+Alt+F9"\n',
    },
  });

  test('should take the key from the system, and give it back', async ({ everpane }) => {
    const isTaken = () =>
      everpane.app.evaluate(({ globalShortcut }) => globalShortcut.isRegistered('Ctrl+Alt+F9'));
    await expect.poll(isTaken).toBe(true);
    await everpane.cliOutput('config', 'set', 'window.quick_terminal_key', '');
    await expect.poll(isTaken).toBe(false);
  });
});

test('should say how long ago it saved, and how much', async ({ everpane }) => {
  const { page } = everpane;
  await page.getByTestId('status-journal').click();
  const popover = page.getByRole('dialog', { name: 'Journal' });
  await expect(popover).toContainText('Recording');
  await expect(popover).toContainText(/Last saved\d+\.\d s ago/);
  await expect(popover).toContainText(/On disk[\d.]+ KB/);
});

test('should open a tab where the command line stands', async ({ everpane }) => {
  await mkdir(join(everpane.userHome, 'here'));
  const pane = await everpane.cliOutput('new-window', '--cwd', './here');
  await expect
    .poll(
      async () =>
        (await tree(everpane)).sessions[0]?.windows
          .flatMap(({ panes }) => panes)
          .find(({ id }) => id === pane)?.cwd,
    )
    .toBe(join(everpane.userHome, 'here'));
});
