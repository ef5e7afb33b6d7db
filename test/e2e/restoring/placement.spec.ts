// Where the windows of the desktop are, and how large, is part of what comes back; a window whose display is gone comes back
// where it can be reached.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { hasProgram, windowManager } from '../../../scripts/setup/system-libraries.mjs';
import { startVirtualDisplay } from '../../../scripts/setup/virtual-display.mjs';
import type { AppStatus } from '../../../shared/status.ts';
import type { PaneJson, TreeJson } from '../../../shared/tree.ts';
import type { AppUnderTest } from '../../support/app.ts';
import { expect, test } from '../../support/app-fixture.ts';

interface Placed {
  readonly bounds: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
  readonly mode: 'normal' | 'maximized' | 'fullscreen';
}

const ordered = (everpane: AppUnderTest): Promise<Placed[]> =>
  everpane.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .sort((a, b) => a.id - b.id)
      .map((window) => ({
        // Those that a window goes back to.
        bounds: window.getNormalBounds(),
        mode: window.isFullScreen() ? 'fullscreen' : window.isMaximized() ? 'maximized' : 'normal',
      })),
  );

async function openSecond(everpane: AppUnderTest): Promise<void> {
  await everpane.app.evaluate(({ Menu }) =>
    Menu.getApplicationMenu()?.getMenuItemById('os-window.new')?.click(),
  );
  await expect.poll(async () => (await ordered(everpane)).length).toBe(2);
}

const place = (everpane: AppUnderTest, index: number, bounds: Placed['bounds']): Promise<void> =>
  everpane.app.evaluate(
    ({ BrowserWindow }, wanted) => {
      const windows = BrowserWindow.getAllWindows().sort((a, b) => a.id - b.id);
      windows[wanted.index]?.setBounds(wanted.bounds);
    },
    { index, bounds },
  );

async function lsnOf(everpane: AppUnderTest): Promise<number> {
  return (await everpane.cliJson<AppStatus>('status')).persistence.lsn;
}

/** Moves the windows, which nothing else happens to, and resolves when that many placements are recorded and durable. */
async function moveAll(everpane: AppUnderTest, wanted: readonly Placed['bounds'][]): Promise<void> {
  for (const [index, bounds] of wanted.entries()) await place(everpane, index, bounds);
  for (const { id } of await panesOf(everpane)) await everpane.cliOutput('wait', id, '--idle', '700');
  const before = await lsnOf(everpane);
  for (const [index, { x, y, ...size }] of wanted.entries()) {
    await place(everpane, index, { x: x + 20, y: y + 10, ...size });
  }
  await expect.poll(() => lsnOf(everpane)).toBeGreaterThanOrEqual(before + wanted.length);
  await everpane.cliOutput('flush');
}

async function panesOf(everpane: AppUnderTest): Promise<readonly PaneJson[]> {
  const { sessions } = await everpane.cliJson<TreeJson>('ls');
  return sessions.flatMap(({ windows }) => windows.flatMap(({ panes }) => panes));
}

const normal = (bounds: Placed['bounds']): Placed => ({ bounds, mode: 'normal' });

test('should open every window where it was, after a kill and after a quit', async ({ everpane }) => {
  await openSecond(everpane);
  await moveAll(everpane, [
    { x: 40, y: 30, width: 900, height: 620 },
    { x: 380, y: 210, width: 1010, height: 700 },
  ]);
  const expected = [
    normal({ x: 60, y: 40, width: 900, height: 620 }),
    normal({ x: 400, y: 220, width: 1010, height: 700 }),
  ];
  expect(await ordered(everpane)).toEqual(expected);
  await everpane.kill9();
  await everpane.start();
  await expect.poll(() => ordered(everpane)).toEqual(expected);
  await everpane.restart();
  await expect.poll(() => ordered(everpane)).toEqual(expected);
  await expect
    .poll(async () => (await panesOf(everpane)).map(({ state }) => state))
    .toEqual(['running', 'running']);
});

test('should open a window full screen that was, and let it go back to its size', async ({ everpane }) => {
  const bounds = { x: 60, y: 40, width: 900, height: 620 };
  await place(everpane, 0, bounds);
  await everpane.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setFullScreen(true));
  const full: Placed[] = [{ bounds, mode: 'fullscreen' }];
  await expect.poll(() => ordered(everpane)).toEqual(full);
  await everpane.restart();
  await expect.poll(() => ordered(everpane)).toEqual(full);
  await everpane.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setFullScreen(false));
  await expect.poll(() => ordered(everpane)).toEqual([normal(bounds)]);
});

test.describe('under a window manager', () => {
  test.use({ everpaneOptions: { autoStart: false } });

  test('should open a window maximised that was, and let it go back to its size and place', async ({
    everpane,
  }) => {
    test.skip(
      process.platform !== 'linux',
      'elsewhere the system manages windows, and the tests have one desktop',
    );
    test.skip(!hasProgram(windowManager), `${windowManager} is not installed`);
    const { display, release } = await startVirtualDisplay({ screen: '1400x900x24' });
    const env = { ...process.env, DISPLAY: display };
    // It says so once it manages: a window that is there before that keeps its place.
    const manager = spawn(windowManager, ['--startup', 'echo ready'], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const inWindow = (change: 'maximize' | 'unmaximize') =>
      everpane.app.evaluate(({ BrowserWindow }, does) => BrowserWindow.getAllWindows()[0]?.[does](), change);
    const boundsNow = () =>
      everpane.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
    try {
      await once(manager.stdout, 'data');
      await everpane.start([`--display=${display}`]);
      await place(everpane, 0, { x: 60, y: 40, width: 900, height: 620 });
      // The frame is there, and the window a little further in.
      const isInFrame = async () => ((await boundsNow())?.y ?? 0) > 40;
      await expect.poll(isInFrame).toBe(true);
      const [there] = await ordered(everpane);
      for (let start = 0; start < 3; start++) {
        await everpane.restart([`--display=${display}`]);
        await expect.poll(() => ordered(everpane)).toEqual([there]);
      }
      await inWindow('maximize');
      const modeNow = async () => (await ordered(everpane))[0]?.mode;
      await expect.poll(modeNow).toBe('maximized');
      // The window is told that it is maximised before it is told its size.
      await expect.poll(async () => (await boundsNow())?.width).toBeGreaterThan(1300);
      const whole = await boundsNow();
      await everpane.restart([`--display=${display}`]);
      await expect.poll(modeNow).toBe('maximized');
      await expect.poll(boundsNow).toEqual(whole);
      await inWindow('unmaximize');
      await expect.poll(() => ordered(everpane)).toEqual([there]);
    } finally {
      manager.kill();
      release();
    }
  });
});

test.describe('on a display that goes', () => {
  test.use({ everpaneOptions: { autoStart: false } });

  test('should open the window within reach, with everything in it', async ({ everpane }) => {
    test.skip(process.platform !== 'linux', 'displays of its own are made with Xvfb');
    const large = await startVirtualDisplay({ screen: '2600x1500x24' });
    const small = await startVirtualDisplay({ screen: '1024x768x24' });
    try {
      await everpane.start([`--display=${large.display}`]);
      const far = { x: 1500, y: 800, width: 1060, height: 680 };
      await moveAll(everpane, [far]);
      await everpane.cliOutput('send', 'p1', 'echo on-the-large-$((1+1))', '--enter');
      await everpane.cliOutput('wait', 'p1', '--text', '^on-the-large-2$');
      await everpane.cliOutput('flush');
      await everpane.kill9();
      await everpane.start([`--display=${small.display}`]);
      const within = { x: 0, y: 88, width: 1024, height: 680 };
      await expect.poll(() => ordered(everpane)).toEqual([normal(within)]);
      await expect(everpane.page.locator('.xterm-rows')).toContainText('on-the-large-2');
    } finally {
      large.release();
      small.release();
    }
  });
});
