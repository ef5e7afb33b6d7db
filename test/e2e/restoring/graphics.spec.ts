// When the graphics process dies, terminals that it drew are drawn again: by it as long as it comes back, by the page itself
// from then on; the shells never notice. Software stands in for a card, and the app is made to believe in it.
import type { AppUnderTest } from '../../support/app.ts';
import { expect, test } from '../../support/app-fixture.ts';

test.use({ everpaneOptions: { autoStart: false } });

const withCard = ['--ignore-gpu-blocklist', '--use-gl=angle', '--use-angle=swiftshader'];

const graphicsProcess = (everpane: AppUnderTest): Promise<number | undefined> =>
  everpane.app.evaluate(({ app }) => app.getAppMetrics().find(({ type }) => type === 'GPU')?.pid);

/** Kills it, and resolves when there is another. */
async function killGraphics(everpane: AppUnderTest): Promise<void> {
  const pid = await graphicsProcess(everpane);
  if (pid === undefined) throw new Error('there is no graphics process');
  process.kill(pid, 'SIGKILL');
  await expect.poll(async () => ![undefined, pid].includes(await graphicsProcess(everpane))).toBe(true);
}

/** How much of the terminal is not background, as a person would see it. */
async function inkOf(everpane: AppUnderTest): Promise<number> {
  const picture = await everpane.app.evaluate(async ({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const image = await window?.webContents.capturePage({ x: 300, y: 60, width: 600, height: 400 });
    return image?.toBitmap().toString('base64') ?? '';
  });
  const bytes = Buffer.from(picture, 'base64');
  let ink = 0;
  // BGRA: green stands for all.
  for (let at = 1; at < bytes.length; at += 4) if ((bytes[at] ?? 0) > 110) ink += 1;
  return ink;
}

/** Whether terminals are drawn with WebGL: nothing of it can be tested where there is none, not even in software. */
async function drawsWithWebgl({ page }: AppUnderTest): Promise<boolean> {
  const canvases = page.locator('.xterm-screen canvas');
  if ((await canvases.count()) === 0 && (await page.evaluate('window.everpane.softwareGraphics')) === true)
    return false;
  await expect.poll(() => canvases.count()).toBeGreaterThan(0);
  return true;
}

test('should draw the terminals again without the graphics process', async ({ everpane }) => {
  await everpane.start(withCard);
  const { page } = everpane;
  test.skip(!(await drawsWithWebgl(everpane)), 'no WebGL here, not even in software');
  await everpane.cliOutput('wait', 'p1', '--text', String.raw`\$$`);
  await everpane.cliOutput('send', 'p1', 'seq 1 400 | tr "\\n" " "; echo', '--enter');
  await everpane.cliOutput('wait', 'p1', '--text', '400');
  await expect.poll(() => inkOf(everpane)).toBeGreaterThan(2_000);

  await killGraphics(everpane);
  await expect.poll(() => inkOf(everpane)).toBeGreaterThan(2_000);
  await everpane.cliOutput('send', 'p1', 'clear; echo once-$((1+1))', '--enter');
  await everpane.cliOutput('wait', 'p1', '--text', '^once-2$');
  await expect.poll(() => inkOf(everpane)).toBeLessThan(1_000);
  await page.screenshot({ path: test.info().outputPath('once.png') });

  // It cannot be trusted any more: the page draws by itself.
  await killGraphics(everpane);
  await killGraphics(everpane);
  // Which takes a new page.
  await expect(everpane.page.locator('.xterm-rows')).toContainText('once-2');
  expect(await everpane.page.evaluate('window.everpane.softwareGraphics')).toBe(true);
  await expect(everpane.page.locator('.xterm-screen canvas')).toHaveCount(0);
  await everpane.cliOutput('send', 'p1', 'echo by-the-page-$((1+1))', '--enter');
  await expect(everpane.page.locator('.xterm-rows')).toContainText('by-the-page-2');
});

test('should leave no timer of a blinking cursor where a terminal is no longer drawn with WebGL', async ({
  everpane,
}) => {
  await everpane.start(withCard);
  const { page } = everpane;
  test.skip(!(await drawsWithWebgl(everpane)), 'no WebGL here, not even in software');
  await everpane.cliOutput('wait', 'p1', '--text', String.raw`\$$`);
  await expect(page.locator('.xterm-helper-textarea')).toBeFocused();
  // Every timer of the page from now on that has to do with whether a cursor is seen.
  await page.evaluate(() => {
    const { setTimeout, clearTimeout, setInterval, clearInterval } = window;
    const blinking = new Set<unknown>();
    const isBlinking = (handler: TimerHandler) => String(handler).includes('isCursorVisible');
    Object.assign(window, {
      blinking,
      setTimeout(handler: TimerHandler, ms?: number, ...args: unknown[]) {
        if (typeof handler !== 'function' || !isBlinking(handler)) return setTimeout(handler, ms, ...args);
        const id = setTimeout(() => {
          blinking.delete(id);
          handler();
        }, ms);
        blinking.add(id);
        return id;
      },
      setInterval(handler: TimerHandler, ms?: number) {
        const id = setInterval(handler, ms);
        if (isBlinking(handler)) blinking.add(id);
        return id;
      },
      clearTimeout(id: number) {
        blinking.delete(id);
        clearTimeout(id);
      },
      clearInterval(id: number) {
        blinking.delete(id);
        clearInterval(id);
      },
    });
  });
  const timers = () => page.evaluate('window.blinking.size');
  await everpane.cliOutput('config', 'set', 'terminal.cursor_blink', 'true');
  await expect.poll(timers).toBe(1);
  await everpane.cliOutput('config', 'set', 'terminal.gpu', 'false');
  await expect(page.locator('.xterm-rows')).toContainText('$');
  expect(await timers()).toBe(0);
});
