// What a person does to a terminal's view: finding, selecting, zooming, scrolling, clearing; and how it draws what is not plain
// text: wide and joined characters, characters that its font lacks, cursors, ligatures.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppUnderTest } from '../support/app.ts';
import { expect, test } from '../support/app-fixture.ts';
import { cellOf } from '../support/terminal-cells.ts';

const waitFor = (everpane: AppUnderTest, text: string, pane = 'p1') =>
  everpane.cliOutput('wait', pane, '--text', text);
const ready = async (everpane: AppUnderTest) => {
  await waitFor(everpane, String.raw`^\$`);
  await everpane.page.locator('[data-pane-id=p1] .xterm-screen').click();
};
/** Prints a text with `cat`, as a program would. */
async function print(everpane: AppUnderTest, text: string, end: string): Promise<void> {
  await writeFile(join(everpane.userHome, 'text'), text);
  await everpane.cliOutput('send', 'p1', 'clear; cat text', '--enter');
  await waitFor(everpane, end);
  await expect(everpane.page.locator('.xterm-rows')).toContainText(end);
}
const choose = async ({ page }: AppUnderTest, title: string) => {
  await page.keyboard.press('Control+Shift+P');
  await page.keyboard.type(title);
  await page.keyboard.press('Enter');
};

test('should find by case, whole words and patterns, and step through what it found', async ({
  everpane,
}) => {
  const { page } = everpane;
  await ready(everpane);
  await print(everpane, 'Alpha alpha alphabet\nbeta-12 beta-345\nALPHA end-of-it\n', 'end-of-it');
  await page.keyboard.press('Control+Shift+F');
  const bar = page.getByTestId('find-bar');
  const count = bar.getByRole('status');
  const field = bar.getByLabel('Find', { exact: true });
  await field.fill('alpha');
  await expect(count).toHaveText('4 of 4');
  await expect(
    page.locator('.xterm-find-result-decoration, .xterm-decoration-top, .xterm-decoration'),
  ).not.toHaveCount(0);
  await field.press('Enter');
  await expect(count).toHaveText('1 of 4');
  await field.press('Shift+Enter');
  await expect(count).toHaveText('4 of 4');
  await bar.getByLabel('Match case').click();
  await expect(count).toHaveText(/of 2$/);
  await bar.getByLabel('Whole words').click();
  await expect(count).toHaveText('1 of 1');
  await bar.getByLabel('Whole words').click();
  await bar.getByLabel('Regular expression').click();
  await field.fill(String.raw`beta-\d{3}`);
  await expect(count).toHaveText('1 of 1');
  await field.fill('beta-(');
  await expect(count).toHaveText('not a pattern');
  await field.fill('nowhere');
  await expect(count).toHaveText('no match');
  await field.press('Escape');
  await expect(bar).toHaveCount(0);
});

test('should show the text of what is selected', async ({ everpane }) => {
  const { page } = everpane;
  await ready(everpane);
  await print(everpane, 'MMMMMMMMMM\nend-of-it\n', 'end-of-it');
  const { x, y } = await cellOf(page, 'MMMMMMMMMM');
  await page.mouse.dblclick(x, y);
  const around = { x: Math.round(x) - 2, y: Math.round(y) - 4, width: 60, height: 8 };
  // Of a text in front of a colour there are many shades, of a colour in front of a text there is one.
  const shades = () =>
    everpane.app.evaluate(async ({ BrowserWindow }, clip) => {
      const image = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage(clip);
      const pixels = image?.toBitmap() ?? Buffer.alloc(0);
      return new Set(Array.from({ length: pixels.length / 4 }, (_, at) => pixels.readUInt32LE(4 * at))).size;
    }, around);
  await expect(page.locator('.xterm-selection > div')).not.toHaveCount(0);
  await expect.poll(shades).toBeGreaterThan(8);
});

test('should keep text legible that stands right behind a line of the same colour', async ({ everpane }) => {
  const { page } = everpane;
  await ready(everpane);
  await print(everpane, '\x1b[37;44m│ behind-a-line │\x1b[m\nend-of-it\n', 'end-of-it');
  await expect
    .poll(() =>
      page.evaluate(() => {
        const spans = [...document.querySelectorAll('.xterm-rows span')];
        const text = spans.find((span) => span.textContent?.includes('ehind-a-line'));
        if (text === undefined) return 0;
        const luminance = (color: string): number => {
          const [r = 0, g = 0, b = 0] = (color.match(/[\d.]+/g) ?? []).map((part) => {
            const share = Number(part) / 255;
            return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
          });
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const { color, backgroundColor } = getComputedStyle(text);
        const [dark = 0, light = 0] = [luminance(color), luminance(backgroundColor)].sort((a, b) => a - b);
        return (light + 0.05) / (dark + 0.05);
      }),
    )
    .toBeGreaterThanOrEqual(4.4);
});

test('should mark along the scroll bar what it found, in the same columns, and draw nothing there else', async ({
  everpane,
}) => {
  const { page } = everpane;
  await ready(everpane);
  await print(everpane, `needle\n${'hay\n'.repeat(200)}needle\nend-of-it\n`, 'end-of-it');
  const marks = page.locator('canvas.xterm-decoration-overview-ruler');
  const columns = await page.locator('.status-size').textContent();
  await expect(marks).toHaveCount(0);
  for (const _time of ['first', 'second']) {
    await page.keyboard.press('Control+Shift+F');
    const field = page.getByTestId('find-bar').getByLabel('Find', { exact: true });
    await field.fill('needle');
    await expect(marks).toHaveCount(1);
    // Apart from each other, and other than the background, which the emulator draws as an edge.
    await expect.poll(() => marks.evaluate(countMarks)).toBe(2);
    await field.press('Escape');
    await expect(marks).toHaveCount(0);
  }
  expect(await page.locator('.status-size').textContent()).toBe(columns);
});

/** How many separate marks a column in the middle of the canvas crosses. Runs in the page. */
function countMarks(element: Element): number {
  if (!(element instanceof HTMLCanvasElement)) throw new Error('no canvas');
  const pixels = element.getContext('2d')?.getImageData(element.width >> 1, 0, 1, element.height).data ?? [];
  const isMarked = Array.from({ length: element.height }, (_, y) => (pixels[4 * y + 3] ?? 0) > 0);
  return isMarked.filter((marked, y) => marked && isMarked[y - 1] !== true).length;
}

test('should grow and shrink its font with Ctrl and the wheel, and by keys', async ({ everpane }) => {
  const { page } = everpane;
  await ready(everpane);
  const fontSize = () =>
    page.evaluate(() => getComputedStyle(document.querySelector('.xterm-rows') ?? document.body).fontSize);
  const usual = await fontSize();
  const { x, y } = await cellOf(page, '$');
  await page.mouse.move(x, y);
  await page.keyboard.down('Control');
  for (const _notch of [1, 2, 3]) await page.mouse.wheel(0, -100);
  await page.keyboard.up('Control');
  await expect.poll(fontSize).toBe(`${Number.parseFloat(usual) + 3}px`);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, 100);
  await page.keyboard.up('Control');
  await expect.poll(fontSize).toBe(`${Number.parseFloat(usual) + 2}px`);
  await page.keyboard.press('Control+0');
  await expect.poll(fontSize).toBe(usual);
  await page.keyboard.press('Control+=');
  await expect.poll(fontSize).toBe(`${Number.parseFloat(usual) + 1}px`);
  await page.keyboard.press('Control+-');
  await expect.poll(fontSize).toBe(usual);
  // Without Ctrl it scrolls, as ever.
  await everpane.cliOutput('send', 'p1', 'seq 1 300', '--enter');
  await waitFor(everpane, '^300$');
  await expect(page.locator('.xterm-rows')).toContainText('300');
  // The driver's own wheel says nothing of notches, which is what the emulator counts.
  await page.locator('.xterm-screen').dispatchEvent('wheel', { deltaY: -400, wheelDeltaY: 480 });
  await expect(page.getByRole('button', { name: 'Scroll to the end' })).toBeVisible();
  expect(await fontSize()).toBe(usual);
});

test('should clear, and go to both ends of what there is', async ({ everpane }) => {
  const { page } = everpane;
  await ready(everpane);
  await everpane.cliOutput('send', 'p1', 'seq 1 300', '--enter');
  await waitFor(everpane, '^300$');
  const button = page.getByRole('button', { name: 'Scroll to the end' });
  await page.keyboard.press('Control+Shift+Home');
  await expect(page.locator('.xterm-rows > div').first()).toContainText('seq 1 300');
  await button.click();
  await expect(button).toBeHidden();
  await page.keyboard.press('Shift+PageUp');
  await expect(button).toBeVisible();
  // Typing is at the end.
  await page.keyboard.type('x');
  await expect(button).toBeHidden();
  await page.keyboard.press('Control+Shift+K');
  await expect(page.locator('.xterm-rows')).not.toContainText('299');
  expect(await everpane.cliOutput('capture', 'p1', '--scrollback')).toBe('$ x');
});

test('should scroll on from where it is when its lines have been wrapped otherwise', async ({ everpane }) => {
  const { page } = everpane;
  await ready(everpane);
  // Each row tells which line it is of: lines of 180 characters, which no width here holds.
  const lines = Array.from({ length: 2000 }, (_, line) => `${String(line).padStart(5, '0')} `.repeat(30));
  await print(everpane, `${lines.join('\n')}\nend-of-it\n`, 'end-of-it');
  const rows = page.locator('[data-pane-id=p1] .xterm-rows > div');
  const firstRow = async () => (await rows.first().textContent()) ?? '';
  const firstLine = async () => Number(/\d{5}/.exec(await firstRow())?.[0]);
  const columns = async () => (await everpane.cliJson<{ cols: number }>('capture', 'p1')).cols;
  const wide = await columns();
  const wrapped = async (isWide: boolean) => {
    await expect.poll(async () => (await columns()) === wide).toBe(isWide);
    const longest = async () =>
      Math.max(...(await rows.allTextContents()).map((row) => row.trimEnd().length));
    await expect.poll(async () => (await longest()) > wide / 2 + 10).toBe(isWide);
  };
  const notch = (way: 'up' | 'down') =>
    page.locator('[data-pane-id=p1] .xterm-screen').dispatchEvent('wheel', {
      deltaY: way === 'up' ? -100 : 100,
      wheelDeltaY: way === 'up' ? 120 : -120,
    });
  const upAndDown = async () => {
    const from = await firstLine();
    await notch('up');
    await expect.poll(firstLine).not.toBe(from);
    expect(Math.abs((await firstLine()) - from)).toBeLessThan(10);
    await notch('down');
    await expect.poll(firstLine).toBe(from);
  };
  await upAndDown();
  await page.keyboard.press('Control+Shift+D');
  await wrapped(false);
  await upAndDown();
  await everpane.cliOutput('close', 'p2');
  await wrapped(true);
  await upAndDown();
});

test('should draw wide and joined characters in the cells that the host counts', async ({ everpane }) => {
  await ready(everpane);
  const clusters = ['日本', '👨‍👩‍👧', '🇩🇪', 'e\u0301', '한', '❤️', 'นี้', '（（「「、、。。」」））a漢1'];
  await print(everpane, `${clusters.map((cluster) => `${cluster}|`).join('\n')}\nend-of-it\n`, 'end-of-it');
  const { page } = everpane;
  const lines = (await everpane.cliOutput('capture', 'p1')).split('\n');
  expect(lines.slice(0, clusters.length)).toEqual(clusters.map((cluster) => `${cluster}|`));
  const cellWidth = await page.evaluate(() => {
    const probe = document.querySelector('.xterm-screen')?.clientWidth ?? 0;
    return probe;
  });
  const { cols } = await everpane.cliJson<{ cols: number }>('capture', 'p1');
  const width = cellWidth / cols;
  const left = (await page.locator('.xterm-screen').boundingBox())?.x ?? 0;
  const columns = [4, 2, 2, 1, 2, 2, 1, 28];
  for (const [index, cluster] of clusters.entries()) {
    const { x } = await cellOf(page, `${cluster}|`);
    const bar = await page.evaluate((wanted) => {
      const row = [...document.querySelectorAll('.xterm-rows > div')].find((one) =>
        one.textContent?.startsWith(wanted),
      );
      const nodes = document.createTreeWalker(row ?? document.body, NodeFilter.SHOW_TEXT);
      for (let node = nodes.nextNode(); node !== null; node = nodes.nextNode()) {
        const at = node.textContent?.indexOf('|') ?? -1;
        if (at === -1) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        return range.getBoundingClientRect().x;
      }
      return null;
    }, `${cluster}|`);
    expect(x, cluster).toBeGreaterThanOrEqual(left);
    expect(Math.abs(((bar ?? 0) - left) / width - (columns[index] ?? 0)), cluster).toBeLessThan(0.2);
  }
});

test('should show a character whose bytes come in two pieces', async ({ everpane }) => {
  await ready(everpane);
  const program = String.raw`clear; printf 'first\342\200'; read -s; printf '\224last\n'`;
  await everpane.cliOutput('send', 'p1', program, '--enter');
  const rows = everpane.page.locator('.xterm-rows');
  await expect(rows).toHaveText(/^first\s*$/);
  await everpane.cliOutput('send', 'p1', '', '--enter');
  await expect(rows).toContainText('first—last');
  await waitFor(everpane, 'first—last');
});

test('should show the cursor that a program or a person asks for', async ({ everpane }) => {
  await ready(everpane);
  const cursor = everpane.page.locator('.xterm-cursor');
  await expect(cursor).toHaveClass(/xterm-cursor-block/);
  for (const [style, name] of [
    [6, 'bar'],
    [4, 'underline'],
    [2, 'block'],
  ] as const) {
    await everpane.cliOutput('send', 'p1', `printf '\\033[${style} q'`, '--enter');
    await expect(cursor).toHaveClass(new RegExp(`xterm-cursor-${name}`));
  }
  await everpane.cliOutput('send', 'p1', "printf '\\033[0 q'", '--enter');
  await everpane.cliOutput('config', 'set', 'terminal.cursor_style', 'bar');
  await expect(cursor).toHaveClass(/xterm-cursor-bar/);
});

test('should tell its text to a screen reader when that is asked for', async ({ everpane }) => {
  const { page } = everpane;
  await ready(everpane);
  const told = page.locator('.xterm-accessibility-tree');
  await expect(told).toHaveCount(0);
  await choose(everpane, 'support for screen readers');
  await everpane.cliOutput('send', 'p1', 'echo told-$((1+1))', '--enter');
  await expect(told).toContainText('told-2');
  expect(await readFile(join(everpane.home, 'config.toml'), 'utf8')).toMatch(/screen_reader = true/);
  await choose(everpane, 'support for screen readers');
  await expect(told).toHaveCount(0);
});

test.describe('settings of the view', () => {
  test.use({
    everpaneOptions: {
      config:
        '[restore]\nrelaunch_after_crash = false\n[terminal]\ncopy_on_select = true\n[font]\nfamily = "No Such Font"\nligatures = true\n',
    },
  });

  test('should copy what is selected, and draw with a font where the one asked for is not there', async ({
    everpane,
  }) => {
    const { page, app } = everpane;
    await ready(everpane);
    await print(everpane, 'choose-this word\na => b != c\nend-of-it\n', 'end-of-it');
    const { x, y } = await cellOf(page, 'choose-this');
    await page.mouse.dblclick(x + 2, y);
    await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toContain('choose');
    const families = await page.evaluate(
      () => getComputedStyle(document.querySelector('.xterm-rows') ?? document.body).fontFamily,
    );
    expect(families).toMatch(/No Such Font.*JetBrains Mono.*monospace/);
    await expect(page.locator('.xterm[data-ligatures]')).toHaveCount(1);
    // Drawn in one piece, for the font to join.
    await expect(page.locator('.xterm-rows span').filter({ hasText: '=>' }).first()).toBeVisible();
  });

  test('should leave the clipboard alone when it finds what was not there before', async ({ everpane }) => {
    const { page, app } = everpane;
    const clipboard = () => app.evaluate((electron) => electron.clipboard.readText());
    await ready(everpane);
    await page.keyboard.press('Control+Shift+F');
    const bar = page.getByTestId('find-bar');
    await bar.getByLabel('Find', { exact: true }).fill('found-42');
    await expect(bar.getByRole('status')).toHaveText('no match');
    await app.evaluate((electron) => electron.clipboard.writeText('from elsewhere'));
    await everpane.cliOutput('send', 'p1', 'clear; echo found-$((40+2))', '--enter');
    await expect(bar.getByRole('status')).toHaveText('1 of 1');
    // What was asked for by then is done by the time of an answer.
    await page.evaluate('window.everpane.readClipboard()');
    expect(await clipboard()).toBe('from elsewhere');
    // What a person selects meanwhile is theirs.
    await everpane.cliOutput('send', 'p1', 'clear; echo choose-this', '--enter');
    await waitFor(everpane, '^choose-this');
    await expect(bar.getByRole('status')).toHaveText('no match');
    const { x, y } = await cellOf(page, 'choose-this');
    await page.mouse.dblclick(x + 2, y);
    await expect.poll(clipboard).toContain('choose');
  });
});

test('should follow the output again when the scrollback is erased while one looks back', async ({
  everpane,
}) => {
  const { page } = everpane;
  await ready(everpane);
  const rows = page.locator('[data-pane-id=p1] .xterm-rows');
  await everpane.cliOutput('send', 'p1', 'seq 1000 1400', '--enter');
  await expect(rows).toContainText('1400');
  await page.keyboard.press('Shift+PageUp');
  await page.keyboard.press('Shift+PageUp');
  await expect(rows).not.toContainText('1400');
  const lines = Array.from({ length: 401 }, (_, index) => `${2000 + index}\n`);
  await writeFile(join(everpane.userHome, 'text'), `\x1b[3J${lines.join('')}`);
  // From outside: a key would lead back to the end by itself.
  await everpane.cliOutput('send', 'p1', 'cat text', '--enter');
  await waitFor(everpane, '2400');
  await expect(rows).toContainText('2400');
});
