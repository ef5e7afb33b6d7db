// Pictures in a terminal: drawn where the program printed them, scrolled and erased with the text, and there again after a
// restart. What is looked at is the window's own pixels.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppUnderTest } from '../support/app.ts';
import { expect, test } from '../support/app-fixture.ts';
import { plainPng } from '../support/plain-png.ts';

interface Captured {
  readonly cols: number;
  readonly lines: readonly string[];
  readonly cursor: { readonly x: number; readonly y: number };
}

const waitFor = (everpane: AppUnderTest, text: string, pane = 'p1') =>
  everpane.cliOutput('wait', pane, '--text', text);
const capture = (everpane: AppUnderTest) => everpane.cliJson<Captured>('capture', 'p1');

/** The colour on the layer of pictures in the middle of a cell, or null where nothing is drawn. */
async function colourAt(everpane: AppUnderTest, x: number, y: number): Promise<string | null> {
  const { cols } = await capture(everpane);
  return everpane.page.evaluate(
    ([column, row, colCount]) => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-testid=pictures]');
      const rows = document.querySelector('.xterm-rows');
      const context = canvas?.getContext('2d');
      if (!canvas || !context || rows === null) return null;
      const cell = {
        width: canvas.clientWidth / colCount,
        height: canvas.clientHeight / rows.childElementCount,
      };
      const { data } = context.getImageData(
        Math.round((column + 0.5) * cell.width * devicePixelRatio),
        Math.round((row + 0.5) * cell.height * devicePixelRatio),
        1,
        1,
      );
      return data[3] === 0 ? null : `${data[0]} ${data[1]} ${data[2]}`;
    },
    [x, y, cols] as const,
  );
}

/** Ten columns and five rows of red, below each other ten of green. */
const SIXEL =
  '\x1bPq"1;1;100;110#1;2;100;0;0!100~-!100~-!100~-!100~-!100~-!100~-!100~-!100~-!100~-#2;2;0;100;0!100~-!100~-!100~-!100~-!100~-!100~-!100~-!100~-!100~-!100B\x1b\\';
const RED = '255 0 0';
const GREEN = '0 255 0';

test('should be drawn in the rows that the host counts, and be there again after a kill', async ({
  everpane,
}) => {
  await writeFile(join(everpane.userHome, 'picture'), `${SIXEL}\n`);
  await waitFor(everpane, String.raw`^\$`);
  await everpane.cliOutput('send', 'p1', 'clear; cat picture; echo under-$((1+1))', '--enter');
  await waitFor(everpane, '^under-2$');
  await expect.poll(() => colourAt(everpane, 1, 0)).toBe(RED);
  expect(await colourAt(everpane, 9, 1)).toBe(RED);
  expect(await colourAt(everpane, 1, 3)).toBe(GREEN);
  expect(await colourAt(everpane, 11, 1)).toBeNull();
  const { lines } = await capture(everpane);
  expect(lines.indexOf('under-2')).toBe(5);
  await expect(everpane.page.locator('.xterm-rows > div').nth(5)).toHaveText(/^under-2\s*$/);
  await everpane.cliOutput('flush');
  await everpane.kill9();
  await everpane.start();
  await expect(everpane.page.locator('.xterm-rows')).toContainText('under-2');
  await expect.poll(() => colourAt(everpane, 1, 0)).toBe(RED);
  expect(await colourAt(everpane, 1, 3)).toBe(GREEN);
  expect((await capture(everpane)).lines.slice(0, 6)).toEqual(lines.slice(0, 6));
  // Another tab and back: the terminal was hidden, and its pane went on.
  await everpane.cliOutput('new-window');
  await everpane.cliOutput('send', 'p1', 'echo meanwhile', '--enter');
  await waitFor(everpane, '^meanwhile$');
  await everpane.cliOutput('focus', 'p1');
  await expect.poll(() => colourAt(everpane, 1, 3)).toBe(GREEN);
  await everpane.cliOutput('send', 'p1', 'clear', '--enter');
  await expect.poll(() => colourAt(everpane, 1, 3)).toBeNull();
});

test('should be taken from a file in the way of iTerm2, and be left out where there is none', async ({
  everpane,
}) => {
  const picture = plainPng({ width: 200, height: 88, rgb: [0, 0, 255] });
  const osc = (file: Buffer) => `\x1b]1337;File=inline=1;width=20:${file.toString('base64')}\x07`;
  // Its header says how large it is, and nothing follows: the room is kept, blank.
  const broken = Buffer.concat([picture.subarray(0, 33), Buffer.from('nothing that could be decoded')]);
  await writeFile(join(everpane.userHome, 'files'), `${osc(picture)}\n${osc(broken)}\n`);
  await waitFor(everpane, String.raw`^\$`);
  await everpane.cliOutput('send', 'p1', 'clear; cat files; echo under-$((1+1))', '--enter');
  await waitFor(everpane, '^under-2$');
  await expect.poll(() => colourAt(everpane, 0, 0)).toBe('0 0 255');
  expect(await colourAt(everpane, 19, 3)).toBe('0 0 255');
  expect(await colourAt(everpane, 0, 4)).toBeNull();
  expect((await capture(everpane)).lines.indexOf('under-2')).toBe(8);
  await expect(everpane.page.locator('.xterm-rows > div').nth(8)).toHaveText(/^under-2\s*$/);
});

test('should tell a program how many pixels it has', async ({ everpane }) => {
  await waitFor(everpane, String.raw`^\$`);
  const ask =
    'python3 -c \'import fcntl,termios,struct; print("winsize", *struct.unpack("HHHH", fcntl.ioctl(0, termios.TIOCGWINSZ, b" " * 8)))\'';
  await everpane.cliOutput('send', 'p1', ask, '--enter');
  await waitFor(everpane, '^winsize ');
  const line = (await capture(everpane)).lines.find((text) => text.startsWith('winsize '));
  const [, rows = 0, cols = 0, width, height] = (line ?? '').split(' ').map(Number);
  expect([width, height]).toEqual([cols * 10, rows * 22]);
});
