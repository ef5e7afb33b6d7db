// The terminal as a tool of every day: its commands, what goes in and out by clipboard, mouse and drop, links, bells, and
// what keeps to the bounds that it was given.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as Electron from 'electron';
import type { AppUnderTest } from '../support/app.ts';
import { expect, test } from '../support/app-fixture.ts';

/** Resolves when the pane's terminal has the keyboard and its shell waits. */
async function ready(everpane: AppUnderTest, pane = 'p1'): Promise<void> {
  const focused = () =>
    everpane.page.evaluate(() =>
      document.activeElement?.closest('[data-pane-id]')?.getAttribute('data-pane-id'),
    );
  await expect.poll(focused).toBe(pane);
  await everpane.cliOutput('wait', pane, '--text', String.raw`^\$`);
}

const type = (everpane: AppUnderTest, text: string) => everpane.page.keyboard.type(text);
const waitFor = (everpane: AppUnderTest, text: string, pane = 'p1') =>
  everpane.cliOutput('wait', pane, '--text', text);
const clipboard = (everpane: AppUnderTest) =>
  everpane.app.evaluate((electron) => electron.clipboard.readText());
const setClipboard = (everpane: AppUnderTest, text: string) =>
  everpane.app.evaluate((electron, value) => electron.clipboard.writeText(value), text);
/** The types are those of the newest Electron, the runtime of the tests may be an older one. */
const readHtml = ({ clipboard }: typeof Electron): string =>
  Reflect.apply(Reflect.get(clipboard, 'readHTML'), clipboard, []);
const writeSelection = ({ clipboard }: typeof Electron, text: string): void =>
  Reflect.apply(Reflect.get(clipboard, 'writeText'), clipboard, [text, 'selection']);
const marks = (everpane: AppUnderTest, tone: string) =>
  everpane.page.locator(`[data-testid=command-mark][data-tone=${tone}]`);

test.describe('commands', () => {
  test('should be marked where they failed or run, through scrolling and a restart', async ({ everpane }) => {
    await ready(everpane);
    await type(everpane, 'echo fine\nls /nowhere\n');
    await waitFor(everpane, 'cannot access');
    await expect(marks(everpane, 'failed')).toHaveCount(1);
    await expect(marks(everpane, 'failed')).toHaveAttribute('title', 'exited 2');
    await type(everpane, 'sleep 100\n');
    await expect(marks(everpane, 'running')).toHaveCount(1);
    await everpane.page.keyboard.press('Control+C');
    await expect(marks(everpane, 'running')).toHaveCount(0);
    await expect(marks(everpane, 'interrupted')).toHaveCount(1);
    await type(everpane, 'seq 1 300\n');
    await waitFor(everpane, '^300$');
    await expect(marks(everpane, 'failed')).toHaveCount(0);
    await everpane.page.keyboard.press('Control+Shift+Home');
    await expect(marks(everpane, 'failed')).toHaveCount(1);
    await everpane.cliOutput('flush');
    await everpane.kill9();
    await everpane.start();
    await ready(everpane);
    await everpane.page.keyboard.press('Control+Shift+Home');
    await expect(marks(everpane, 'failed')).toHaveCount(1);
    await expect(everpane.page.locator('.command-tick')).toHaveCount(1);
  });

  test('should be gone to one by one, their output selected and copied', async ({ everpane }) => {
    const { page } = everpane;
    await ready(everpane);
    await type(everpane, 'seq 1 200\necho middle; echo $((40+2))\nseq 1 100\n');
    await waitFor(everpane, String.raw`^100\n\$`);
    const firstRow = () =>
      page.evaluate(() => document.querySelector('.xterm-rows > div')?.textContent?.trim().slice(0, 20));
    await page.keyboard.press('Control+Shift+H');
    await page.keyboard.press('Control+Shift+H');
    await expect.poll(firstRow).toBe('200');
    await page.keyboard.press('Control+Shift+Y');
    await expect.poll(() => clipboard(everpane)).toBe('middle\n42');
    await page.keyboard.press('Control+Shift+M');
    await page.keyboard.press('Control+Shift+C');
    await expect.poll(() => clipboard(everpane)).toContain('middle\n42');
    await page.keyboard.press('Control+Shift+L');
    await page.keyboard.press('Control+Shift+L');
    await expect(page.getByRole('button', { name: 'Scroll to the end' })).toHaveCount(0);
  });
});

test.describe('the clipboard', () => {
  test('should take text with its colours', async ({ everpane }) => {
    const { page } = everpane;
    await ready(everpane);
    await type(everpane, "printf '\\033[1;31mred<\\033[m plain\\n'\n");
    await waitFor(everpane, '^red< plain$');
    await page.keyboard.press('Control+Shift+M');
    const choose = async (title: string) => {
      await page.keyboard.press('Control+Shift+P');
      await page.keyboard.type(title);
      await page.keyboard.press('Enter');
    };
    await choose('Copy with colours');
    const html = () => everpane.app.evaluate(readHtml);
    await expect
      .poll(html)
      .toMatch(/<span style="color: #[0-9a-f]{6}; font-weight: bold">red&lt;<\/span> plain/);
    await choose('Copy with escape sequences');
    await expect.poll(() => clipboard(everpane)).toBe('\x1b[1;31mred<\x1b[0m plain');
  });

  test('should ask before it pastes what would run or hides something, and only then', async ({
    everpane,
  }) => {
    const { page } = everpane;
    const question = page.getByTestId('confirm-paste');
    await ready(everpane);
    // bash takes pastes as one: nothing runs before Enter.
    await setClipboard(everpane, 'echo one\necho two');
    await page.keyboard.press('Control+Shift+V');
    await waitFor(everpane, 'echo two');
    await expect(question).toHaveCount(0);
    await page.keyboard.press('Control+C');
    await type(everpane, 'cat\n');
    await everpane.cliOutput('wait', 'p1', '--idle', '300');
    await page.keyboard.press('Control+Shift+V');
    await expect(question).toContainText('Paste 2 lines?');
    await page.keyboard.press('Escape');
    await expect(question).toHaveCount(0);
    await page.keyboard.press('Control+Shift+V');
    await question.getByRole('button', { name: 'Paste' }).click();
    // Once as it was typed, once as cat gives it back.
    await waitFor(everpane, 'echo one[^]*echo one');
    await page.keyboard.press('Control+D');
    await setClipboard(everpane, 'hidden\x1b[A text');
    await page.keyboard.press('Control+Shift+V');
    await expect(question).toContainText('1 control character will be left out');
    await page.keyboard.press('Escape');
  });

  test('should paste the selection with the middle button', async ({ everpane }) => {
    const { page } = everpane;
    await ready(everpane);
    await everpane.app.evaluate(writeSelection, 'from-the-selection');
    await page.locator('[data-pane-id=p1] .xterm-screen').click({ button: 'middle' });
    await waitFor(everpane, String.raw`^\$ from-the-selection`);
  });

  test('should type the quoted path of a file that is dropped', async ({ everpane }) => {
    const { page } = everpane;
    await ready(everpane);
    const file = join(everpane.userHome, "it's a file.txt");
    await writeFile(file, 'x');
    const box = await page.locator('[data-pane-id=p1] .xterm-screen').boundingBox();
    if (box === null) throw new Error('the terminal has no box');
    const session = await page.context().newCDPSession(page);
    const data = { items: [], files: [file], dragOperationsMask: 1 };
    const at = { x: box.x + 100, y: box.y + 50, data };
    for (const kind of ['dragEnter', 'dragOver', 'drop'] as const) {
      await session.send('Input.dispatchDragEvent', { type: kind, ...at });
    }
    await waitFor(everpane, String.raw`it'\\''s a file\.txt'`);
    await page.keyboard.press('Control+A');
    await type(everpane, 'wc -c ');
    await page.keyboard.press('Enter');
    await waitFor(everpane, "^1 .*it's a file.txt$");
  });
});
