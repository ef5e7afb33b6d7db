// The terminal as a tool of every day: its commands, what goes in and out by clipboard, mouse and drop, links, bells, and
// what keeps to the bounds that it was given.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TreeJson } from '../../shared/tree.ts';
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
type WithClipboard = { readonly clipboard: object };
const readHtml = ({ clipboard }: WithClipboard): string =>
  Reflect.apply(Reflect.get(clipboard, 'readHTML'), clipboard, []);
const writeSelection = ({ clipboard }: WithClipboard, text: string): void =>
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
    // One by one: what is typed while a command runs is echoed into its output.
    for (const [line, end] of [
      ['seq 1 200', '200'],
      ['echo middle; echo $((40+2))', '42'],
      ['seq 1 100', '100'],
    ] as const) {
      await type(everpane, `${line}\n`);
      await waitFor(everpane, String.raw`^${end}\n\$`);
    }
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

test.describe('keys with Control', () => {
  // What comes before `read` has turned the echo off stands in front of the answer.
  const readKeys = (count: number) => `read -rsn${count} keys; printf 'read %q\\n' "$keys"\n`;

  test('should send what they send in every terminal', async ({ everpane }) => {
    const { keyboard } = everpane.page;
    await ready(everpane);
    await type(everpane, readKeys(4));
    for (const key of ['/', 'Shift+Digit6', 'Shift+Minus', ']']) {
      await keyboard.press(`Control+${key}`);
    }
    await waitFor(everpane, String.raw`read \$'\\037\\036\\037\\035`);
  });

  test.describe('that are bound', () => {
    test.use({ everpaneOptions: { config: '[keys]\n"view.palette" = ["Ctrl+/"]\n' } });

    test('should be actions', async ({ everpane }) => {
      const { page } = everpane;
      await ready(everpane);
      await type(everpane, readKeys(1));
      await page.keyboard.press('Control+/');
      await expect(page.getByTestId('command-palette')).toBeVisible();
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+Shift+Digit6');
      await waitFor(everpane, String.raw`read \$'\\036'`);
    });
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
    // What is typed while bash gives the line up is given up with it.
    await waitFor(everpane, String.raw`\^C\n\$`);
    await type(everpane, 'cat\n');
    const running = async () =>
      (await everpane.cliJson<TreeJson>('ls')).sessions[0]?.windows[0]?.panes[0]?.command;
    await expect.poll(running).toBe('cat');
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

test.describe('links', () => {
  test('should show where they lead, and leave the app only with a harmless scheme', async ({ everpane }) => {
    const { app, page } = everpane;
    await ready(everpane);
    await app.evaluate(({ shell }) => {
      const opened: string[] = [];
      Object.assign(globalThis, { opened });
      Object.assign(shell, { openExternal: async (url: string) => void opened.push(url) });
    });
    await writeFile(
      join(everpane.userHome, 'links'),
      '\x1b]8;;https://example.org/real\x1b\\A safe place\x1b]8;;\x1b\\\n\x1b]8;;file:///etc/passwd\x1b\\Another\x1b]8;;\x1b\\\n',
    );
    await type(everpane, 'cat links\n');
    await waitFor(everpane, '^Another$');
    const at = (text: string) => page.locator('.xterm-rows span').filter({ hasText: text }).last();
    const hint = page.getByTestId('link-hint');
    await at('Another').hover({ force: true });
    await expect(hint).toHaveText(/file:\/\/\/etc\/passwd.*cannot be opened/);
    await at('Another').click({ force: true, modifiers: ['Control'] });
    await at('A safe place').hover({ force: true });
    await expect(hint).toHaveText(/https:\/\/example.org\/real.*opens/);
    await at('A safe place').click({ force: true });
    await at('A safe place').click({ force: true, modifiers: ['Control'] });
    const opened = () => app.evaluate(() => Reflect.get(globalThis, 'opened'));
    await expect.poll(opened).toEqual(['https://example.org/real']);
  });

  test('should not make a terminal slow by their number', async ({ everpane }) => {
    await ready(everpane);
    const line = (n: number) => `\x1b]8;;https://example.org/${n}\x1b\\link ${n}\x1b]8;;\x1b\\\n`;
    const text = Array.from({ length: 50_000 }, (_, n) => line(n)).join('');
    await writeFile(join(everpane.userHome, 'links'), text);
    await type(everpane, 'cat links; echo all-$((1+1))\n');
    await waitFor(everpane, '^all-2$');
    // Drawn, too: the view has kept up.
    await expect(everpane.page.locator('.xterm-rows')).toContainText('all-2');
    await everpane.page.locator('.xterm-rows span').filter({ hasText: 'link 49999' }).hover({ force: true });
    await expect(everpane.page.getByTestId('link-hint')).toContainText('https://example.org/49999');
  });
});

test.describe('several panes', () => {
  test('should all get what is typed while a tab broadcasts, each as its program wants it', async ({
    everpane,
  }) => {
    const { page } = everpane;
    await ready(everpane);
    await page.keyboard.press('Control+Shift+I');
    await expect(page.getByText('needs a tab that shows two or more')).toBeVisible();
    await page.keyboard.press('Control+Shift+D');
    await ready(everpane, 'p2');
    const receiving = page.locator('.pane[data-broadcast]');
    await page.keyboard.press('Control+Shift+I');
    await expect(receiving).toHaveCount(2);
    await type(everpane, 'echo to-$((3*3))\n');
    for (const pane of ['p1', 'p2']) await waitFor(everpane, '^to-9$', pane);
    // A query is answered to the program that asked, once.
    await type(everpane, "printf '\\033[5n'; cat -v\n");
    for (const pane of ['p1', 'p2']) await waitFor(everpane, String.raw`^\^\[\[0n$`, pane);
    await page.keyboard.press('Control+C');
    await setClipboard(everpane, 'pasted');
    await page.keyboard.press('Control+Shift+V');
    for (const pane of ['p1', 'p2']) await waitFor(everpane, String.raw`^\$ pasted`, pane);
    await page.keyboard.press('Control+Shift+I');
    await expect(receiving).toHaveCount(0);
    await type(everpane, '-alone');
    await waitFor(everpane, 'pasted-alone', 'p2');
    expect(await everpane.cliOutput('capture', 'p1')).not.toContain('pasted-alone');
    await page.keyboard.press('Control+Shift+I');
    await expect(receiving).toHaveCount(2);
    await everpane.restart();
    await ready(everpane, 'p2');
    await expect(everpane.page.locator('.pane[data-broadcast]')).toHaveCount(0);
  });

  test('should mark the one that rings, until a person turns to it; what is restored does not ring', async ({
    everpane,
  }) => {
    const { page } = everpane;
    await ready(everpane);
    await page.keyboard.press('Control+Shift+D');
    await ready(everpane, 'p2');
    await everpane.cliOutput('send', 'p1', "printf '\\a'", '--enter');
    const bell = page.locator('[data-pane-id=p1]').getByTestId('bell-mark');
    await expect(bell).toBeVisible();
    await page.keyboard.press('Control+Shift+ArrowLeft');
    await expect(bell).toBeHidden();
    await everpane.kill9();
    await everpane.start();
    await ready(everpane);
    await expect(everpane.page.locator('[data-testid=bell-mark]:visible')).toHaveCount(0);
  });

  test('should refuse a split that would leave nothing to read', async ({ everpane }) => {
    await ready(everpane);
    let pane = 'p1';
    const { cols } = (await everpane.cliJson<TreeJson>('ls')).sessions[0]?.windows[0]?.panes[0] ?? {
      cols: 0,
    };
    for (let width = cols; width > 9; width = Math.floor(width / 2)) {
      pane = await everpane.cliOutput('split', pane, '--right');
      const own = async () =>
        (await everpane.cliJson<TreeJson>('ls')).sessions[0]?.windows[0]?.panes.find(({ id }) => id === pane)
          ?.cols;
      await expect.poll(own).toBeLessThanOrEqual(Math.ceil(width / 2));
    }
    const { code, stderr } = await everpane.cli('split', pane, '--right');
    expect([code, stderr]).toEqual([1, expect.stringContaining('too few to split it')]);
    await everpane.page.keyboard.press('Control+Shift+D');
    await expect(everpane.page.getByText('too few to split it')).toBeVisible();
  });
});
