// Re-attaching to the living: full-screen programs go on as if nothing had happened when their window's page is loaded anew.

import { isInstalled } from '../../host/restoring/corpus.ts';
import type { AppUnderTest } from '../../support/app.ts';
import { expect, test } from '../../support/app-fixture.ts';

/** The rows as the window shows them, the cursor's blinking block aside. */
function rowsIn(everpane: AppUnderTest): Promise<string[]> {
  return everpane.page
    .getByTestId('pane')
    .locator('.xterm-rows > div')
    .evaluateAll((rows) => rows.map((row) => (row.textContent ?? '').trimEnd()));
}

async function reload(everpane: AppUnderTest): Promise<void> {
  await everpane.page.reload();
  await everpane.page.getByTestId('pane').locator('.xterm-rows').waitFor();
}

async function typeAndSettle(everpane: AppUnderTest, ...args: string[]): Promise<void> {
  await everpane.cliOutput('send', 'p1', ...args);
  await everpane.cliOutput('wait', 'p1', '--idle', '300');
}

test('should go on with an editor: screen, modes, mouse and keys', async ({ everpane }) => {
  test.skip(!isInstalled('vim'), 'vim is not installed');
  await everpane.cliOutput('wait', 'p1', '--text', '\\$$');
  await typeAndSettle(
    everpane,
    'vim -u NONE -N --cmd "set mouse=a ttymouse=sgr number ruler laststatus=2" lines.txt',
    '--enter',
  );
  await typeAndSettle(everpane, 'i', '--enter');
  await typeAndSettle(everpane, 'alpha beta gamma 日本語', '--enter', '--key', 'Escape');
  await expect.poll(() => rowsIn(everpane)).toContainEqual(expect.stringContaining('alpha beta gamma'));
  const before = await rowsIn(everpane);
  const captured = await everpane.cliOutput('capture', 'p1', '--ansi');
  await reload(everpane);
  await expect.poll(() => rowsIn(everpane)).toEqual(before);
  expect(await everpane.cliOutput('capture', 'p1', '--ansi')).toBe(captured);

  // The mouse: a click goes to the program, in the encoding that it had asked for, and moves its cursor.
  const screen = everpane.page.getByTestId('pane').locator('.xterm-screen');
  const box = await screen.boundingBox();
  if (box === null) throw new Error('no terminal to click on');
  const { rows, cols } = await everpane.cliJson<{ rows: number; cols: number }>('capture', 'p1');
  const cell = { width: box.width / cols, height: box.height / rows };
  const row = before.findIndex((text) => text.includes('alpha beta'));
  const column = before[row]?.indexOf('gamma') ?? 0;
  await screen.click({ position: { x: (column + 0.5) * cell.width, y: (row + 0.5) * cell.height } });
  await everpane.page.keyboard.type('dw');
  await expect.poll(() => rowsIn(everpane)).toContainEqual(expect.stringMatching(/alpha beta 日本語/u));
  await everpane.page.keyboard.type(':q!\n');
  await expect.poll(async () => (await rowsIn(everpane)).join('\n')).not.toContain('alpha');
});

test('should go on with a pager: keys as applications want them', async ({ everpane }) => {
  test.skip(!isInstalled('less'), 'less is not installed');
  await everpane.cliOutput('wait', 'p1', '--text', '\\$$');
  await typeAndSettle(everpane, 'seq 1 1000 | less', '--enter');
  await reload(everpane);
  await expect.poll(() => rowsIn(everpane)).toEqual(expect.arrayContaining(['1', '2', '3']));
  await everpane.page.getByTestId('pane').click();
  await everpane.page.keyboard.press('ArrowDown');
  await everpane.page.keyboard.press('ArrowDown');
  await expect.poll(async () => (await rowsIn(everpane))[0]).toBe('3');
  await everpane.page.keyboard.type('G');
  await expect.poll(() => rowsIn(everpane)).toContain('1000');
  await reload(everpane);
  await expect.poll(() => rowsIn(everpane)).toContain('1000');
  await everpane.page.getByTestId('pane').click();
  await everpane.page.keyboard.type('q');
  await everpane.cliOutput('send', 'p1', 'echo primary-$((1+1))', '--enter');
  await everpane.cliOutput('wait', 'p1', '--text', '^primary-2$');
  expect(await everpane.cliOutput('capture', 'p1', '--scrollback')).not.toContain('999');
});
