// What a person does with the window itself: keys, mouse, clipboard, and that the screen is always the pane's own.
import type { TreeJson, WindowJson } from '../../shared/tree.ts';
import type { AppUnderTest } from '../support/app.ts';
import { expect, test } from '../support/app-fixture.ts';

async function firstWindow(everpane: AppUnderTest): Promise<WindowJson> {
  const window = (await everpane.cliJson<TreeJson>('ls')).sessions[0]?.windows[0];
  if (window === undefined) throw new Error('there is no window');
  return window;
}

/** The pane whose terminal has the keyboard. */
const keyboardPane = (everpane: AppUnderTest) => () =>
  everpane.page.evaluate(
    () => document.activeElement?.closest('[data-pane-id]')?.getAttribute('data-pane-id') ?? null,
  );

/** A pane's rows as drawn, the way `capture` prints them. */
const drawnRows = (everpane: AppUnderTest, pane: string) =>
  everpane.page.evaluate(
    (id) =>
      [...document.querySelectorAll(`[data-pane-id=${id}] .xterm-rows > div`)]
        .map((row) => (row.textContent ?? '').replaceAll('\u00a0', ' ').trimEnd())
        .join('\n')
        .trimEnd(),
    pane,
  );

async function expectScreenOfPane(everpane: AppUnderTest, pane: string): Promise<void> {
  await expect
    .poll(async () => (await drawnRows(everpane, pane)) === (await everpane.cliOutput('capture', pane)))
    .toBe(true);
}

async function typeLine(everpane: AppUnderTest, line: string): Promise<void> {
  await everpane.page.keyboard.type(`${line}\n`);
}

test('should give the keyboard to the pane that is active, from the start and after every change', async ({
  everpane,
}) => {
  const { page } = everpane;
  const keyboard = expect.poll(keyboardPane(everpane));
  await keyboard.toBe('p1');
  await page.keyboard.press('Control+Shift+D');
  await keyboard.toBe('p2');
  await page.keyboard.press('Control+Shift+E');
  await keyboard.toBe('p3');
  await page.keyboard.press('Control+Shift+ArrowLeft');
  await keyboard.toBe('p1');
  await page.keyboard.press('Control+Shift+Z');
  await expect(page.getByTestId('pane')).toHaveCount(1);
  await keyboard.toBe('p1');
  await page.keyboard.press('Control+Shift+Z');
  await page.locator('[data-pane-id=p2] .pane-screen').click();
  await keyboard.toBe('p2');
  await page.keyboard.press('Control+Shift+T');
  await keyboard.toBe('p4');
  await page.keyboard.press('Control+Tab');
  await keyboard.toBe('p2');
  await page.getByTestId('window-tab').nth(1).click();
  await keyboard.toBe('p4');
  await everpane.cliOutput('focus', 'p3');
  await keyboard.toBe('p3');
  await everpane.cliOutput('close', 'p3', '--force');
  await expect(page.getByTestId('pane')).toHaveCount(2);
  await keyboard.toBe((await firstWindow(everpane)).activePane);
});

test('should leave the keys of shells to the shell', async ({ everpane }) => {
  const { page } = everpane;
  await expect.poll(keyboardPane(everpane)).toBe('p1');
  await typeLine(everpane, 'cat -v');
  await page.keyboard.press('Alt+ArrowLeft');
  await page.keyboard.press('Alt+b');
  await page.keyboard.press('F6');
  await page.keyboard.press('Enter');
  await everpane.cliOutput('wait', 'p1', '--text', String.raw`^\^\[\[1;3D\^\[b\^\[\[17~$`);
});

test('should draw what the pane has, through hiding, zooming, fonts and sizes', async ({ everpane }) => {
  const { page } = everpane;
  await expect.poll(keyboardPane(everpane)).toBe('p1');
  await typeLine(everpane, 'seq 1 200; printf "\\033[1;31mred\\033[m 日本語 é\\n"');
  await everpane.cliOutput('wait', 'p1', '--text', 'red');
  await typeLine(everpane, 'less /etc/services');
  await everpane.cliOutput('wait', 'p1', '--idle', '500');
  await expectScreenOfPane(everpane, 'p1');
  await everpane.cliOutput('new-window');
  await expect(page.locator('[data-pane-id=p2]')).toBeVisible();
  await everpane.cliOutput('focus', 'w1');
  await expectScreenOfPane(everpane, 'p1');
  await everpane.cliOutput('split', 'p1', '--right');
  await expectScreenOfPane(everpane, 'p1');
  await everpane.cliOutput('zoom', 'p1');
  await expectScreenOfPane(everpane, 'p1');
  const { cols = 0 } = (await firstWindow(everpane)).panes[0] ?? {};
  await page.keyboard.press('Control+Equal');
  await page.keyboard.press('Control+Equal');
  await expect.poll(async () => (await firstWindow(everpane)).panes[0]?.cols).toBeLessThan(cols);
  await expectScreenOfPane(everpane, 'p1');
  await page.keyboard.press('Control+0');
  await expect.poll(async () => (await firstWindow(everpane)).panes[0]?.cols).toBe(cols);
  await page.keyboard.type('q');
  await everpane.cliOutput('wait', 'p1', '--text', 'red');
  await expectScreenOfPane(everpane, 'p1');
});

test('should copy what is selected, and paste only text', async ({ everpane }) => {
  const { app, page } = everpane;
  await expect.poll(keyboardPane(everpane)).toBe('p1');
  await typeLine(everpane, 'echo to be $((20+2)) copied');
  await everpane.cliOutput('wait', 'p1', '--text', 'to be 22 copied');
  await page.keyboard.press('Control+Shift+A');
  await page.keyboard.press('Control+Shift+C');
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toContain('to be 22 copied');
  await app.evaluate(({ clipboard }) => clipboard.writeText('one\x1b[201~two\x07\x1b[A three\nfour'));
  // Before its command runs, the shell's line editor would take the text in brackets.
  await typeLine(everpane, 'echo reading-$((1+1)); cat -v');
  await expect(page.locator('.xterm-rows')).toContainText('reading-2');
  await page.keyboard.press('Control+Shift+V');
  // Several lines are asked about first.
  await expect(page.getByTestId('confirm-paste')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('confirm-paste')).toHaveCount(0);
  await page.keyboard.press('Enter');
  // Control characters that got through would stand here as ^G and ^[.
  await everpane.cliOutput('wait', 'p1', '--text', String.raw`^onetwo\[A three$`);
  await everpane.cliOutput('wait', 'p1', '--text', '^four$');
});

test('should find text, count it and give the keyboard back', async ({ everpane }) => {
  const { page } = everpane;
  await expect.poll(keyboardPane(everpane)).toBe('p1');
  await typeLine(everpane, "printf 'needle %d\\n' 1 2 3; echo NEEDLE");
  await everpane.cliOutput('wait', 'p1', '--text', '^NEEDLE$');
  await page.keyboard.press('Control+Shift+F');
  const bar = page.getByTestId('find-bar');
  await page.keyboard.type('needle [0-9]');
  await expect(bar).toContainText('no match');
  await bar.getByRole('button', { name: 'Regular expression' }).click();
  await expect(bar).toContainText('3 of 3');
  await page.keyboard.press('Enter');
  await expect(bar).toContainText('1 of 3');
  await page.keyboard.press('Shift+Enter');
  await expect(bar).toContainText('3 of 3');
  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
  await expect.poll(keyboardPane(everpane)).toBe('p1');
  // Asked for again, it remembers.
  await page.keyboard.press('Control+Shift+F');
  await expect(bar.getByRole('textbox')).toHaveValue('needle [0-9]');
});

test('should do from the palette what keys do', async ({ everpane }) => {
  const { page } = everpane;
  await expect.poll(keyboardPane(everpane)).toBe('p1');
  await page.keyboard.press('Control+Shift+P');
  await expect(page.getByTestId('command-palette')).toBeVisible();
  await page.keyboard.type('split down');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('command-palette')).toHaveCount(0);
  await expect(page.getByTestId('pane')).toHaveCount(2);
  await expect.poll(keyboardPane(everpane)).toBe('p2');
});

test('should ask before it closes what runs, naming it', async ({ everpane }) => {
  const { page } = everpane;
  await expect.poll(keyboardPane(everpane)).toBe('p1');
  await page.keyboard.press('Control+Shift+D');
  await expect.poll(keyboardPane(everpane)).toBe('p2');
  await typeLine(everpane, 'sleep 1234');
  await expect.poll(async () => (await firstWindow(everpane)).panes[1]?.command).toBe('sleep 1234');
  await page.keyboard.press('Control+Shift+W');
  const dialog = page.getByRole('dialog', { name: 'Close this pane?' });
  await expect(dialog).toContainText('sleep 1234');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect.poll(keyboardPane(everpane)).toBe('p2');
  await page.keyboard.press('Control+Shift+W');
  await dialog.getByRole('button', { name: 'Close anyway' }).click();
  await expect(page.getByTestId('pane')).toHaveCount(1);
});

test('should keep a pane whose program failed, and start it again on Enter', async ({ everpane }) => {
  const { page } = everpane;
  await expect.poll(keyboardPane(everpane)).toBe('p1');
  await typeLine(everpane, 'exit 7');
  await expect(page.getByText('exited 7')).toBeVisible();
  const { rows } = (await firstWindow(everpane)).panes[0] ?? {};
  await page.keyboard.press('Enter');
  await expect(page.getByText('exited 7')).toHaveCount(0);
  await typeLine(everpane, 'echo alive-$((1+1))');
  await everpane.cliOutput('wait', 'p1', '--text', '^alive-2$');
  expect((await firstWindow(everpane)).panes[0]?.rows).toBe(rows);
});

test('should show the divider and the banner without a row of the text', async ({ everpane }) => {
  await expect.poll(keyboardPane(everpane)).toBe('p1');
  await typeLine(everpane, 'seq 1 5');
  await everpane.cliOutput('wait', 'p1', '--text', '^5$');
  const { rows } = (await firstWindow(everpane)).panes[0] ?? {};
  await everpane.cliOutput('flush');
  await everpane.kill9();
  await everpane.start();
  const { page } = everpane;
  const divider = page.locator('[data-pane-id=p1] .restored-divider');
  await expect(page.getByTestId('recovery-banner')).toContainText('1 pane');
  await expect(divider).toContainText('after a crash');
  await expectScreenOfPane(everpane, 'p1');
  expect((await firstWindow(everpane)).panes[0]?.rows).toBe(rows);
  expect(await everpane.cliOutput('capture', 'p1', '--scrollback')).not.toContain('restored');
  await divider.getByRole('button', { name: 'Dismiss' }).click();
  await expect(divider).toHaveCount(0);
  await expect.poll(keyboardPane(everpane)).toBe('p1');
  await page.getByTestId('recovery-banner').getByRole('button', { name: 'Close' }).click();
  await expect(page.getByTestId('recovery-banner')).toHaveCount(0);
  await expectScreenOfPane(everpane, 'p1');
});

test('should move a tab by dragging it', async ({ everpane }) => {
  const { page } = everpane;
  await everpane.cliOutput('new-window', '--name', 'second');
  const tab = page.getByTestId('window-tab').filter({ hasText: 'second' });
  const box = await tab.boundingBox();
  if (box === null) throw new Error('the tab has no box');
  await page.mouse.move(box.x + 40, box.y + 15);
  await page.mouse.down();
  await page.mouse.move(box.x - 120, box.y + 15, { steps: 10 });
  await page.mouse.up();
  await expect
    .poll(async () => (await everpane.cliJson<TreeJson>('ls')).sessions[0]?.windows.map(({ id }) => id))
    .toEqual(['w2', 'w1']);
});
