// How the app begins and ends, and what it survives in between: dead pages, second starts, signals, a hung process.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppStatus } from '../../shared/status.ts';
import type { TreeJson } from '../../shared/tree.ts';
import type { AppUnderTest } from '../support/app.ts';
import { expect, test } from '../support/app-fixture.ts';
import { readRuntimeRecord } from '../support/runtime-record.ts';
import { runsAsRoot } from '../support/unprivileged-user.ts';

interface Ended {
  readonly code: number | null;
  readonly stderr: string;
}

/** Another start of the same home, as a person would do it by accident; resolves when it has ended. */
async function startAgain(everpane: AppUnderTest, display: string | undefined): Promise<Ended> {
  const { electronPath, appPath } = readRuntimeRecord();
  const switches = runsAsRoot() ? ['--no-sandbox'] : [];
  const child = spawn(electronPath, [...switches, appPath, '--home', everpane.home], {
    env: { ...process.env, ...(display === undefined ? {} : { DISPLAY: display }) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stderr };
}

async function shellPid(everpane: AppUnderTest): Promise<number | null | undefined> {
  const { sessions } = await everpane.cliJson<TreeJson>('ls');
  return sessions[0]?.windows[0]?.panes[0]?.pid;
}

function crashPage(everpane: AppUnderTest): Promise<void> {
  return everpane.app.evaluate(({ BrowserWindow, app }) => {
    const [window] = BrowserWindow.getAllWindows();
    const gone = new Promise<void>((resolve) => app.once('render-process-gone', () => resolve()));
    window?.webContents.forcefullyCrashRenderer();
    return gone;
  });
}

/**
 * Playwright does not follow a page whose process died: ask the window itself. A page that is replaced before it has answered never
 * does; nothing comes of it then.
 */
function inPage<T>(everpane: AppUnderTest, script: string): Promise<T> {
  return everpane.app.evaluate(({ BrowserWindow }, code) => {
    const page = BrowserWindow.getAllWindows()[0]?.webContents;
    const replaced = new Promise<void>((resolve) => page?.once('did-navigate', () => resolve()));
    return Promise.race([page?.executeJavaScript(code, true), replaced]);
  }, script);
}

const urlOf = (everpane: AppUnderTest): Promise<string | undefined> =>
  everpane.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL());

/** Resolves to the exit code once the main process is gone. */
async function endBy(everpane: AppUnderTest, signal: NodeJS.Signals): Promise<number | null> {
  const exited = once(everpane.app.process(), 'exit');
  process.kill(everpane.pid, signal);
  const [code] = (await exited) as [number | null];
  return code;
}

test('should attach to the same shells again when the page died', async ({ everpane }) => {
  await everpane.cliOutput('send', 'p1', 'printf "kept %s\\n" alive', '--enter');
  await everpane.cliOutput('wait', 'p1', '--text', '^kept alive$');
  const pid = await shellPid(everpane);
  await crashPage(everpane);
  const rows = "document.querySelector('[data-testid=pane] .xterm-rows')?.textContent ?? ''";
  await expect.poll(() => inPage<string>(everpane, rows)).toContain('kept alive');
  expect(await shellPid(everpane)).toBe(pid);
  await everpane.cliOutput('send', 'p1', 'printf "typed %s\\n" afterwards', '--enter');
  await expect.poll(() => inPage<string>(everpane, rows)).toContain('typed afterwards');
});

test('should give up on a page that dies again and again, and keep the shells', async ({ everpane }) => {
  const pid = await shellPid(everpane);
  for (const url of ['index.html', 'index.html', 'problem']) {
    await crashPage(everpane);
    await expect.poll(() => urlOf(everpane)).toContain(url);
    await expect.poll(() => inPage<string>(everpane, 'document.readyState')).toBe('complete');
  }
  expect(await inPage<string>(everpane, 'document.body.innerText')).toContain('Your shells are running');
  expect(await shellPid(everpane)).toBe(pid);
  await inPage(everpane, "document.querySelector('a').click()");
  await expect.poll(() => urlOf(everpane)).toContain('index.html');
  await expect
    .poll(() => inPage<number>(everpane, "document.querySelectorAll('[data-testid=pane]').length"))
    .toBe(1);
});

test('should keep the shells and draw in software when the graphics process dies again and again', async ({
  everpane,
}) => {
  const pid = await shellPid(everpane);
  const graphicsPid = (): Promise<number | undefined> =>
    everpane.app.evaluate(({ app }) => app.getAppMetrics().find(({ type }) => type === 'GPU')?.pid);
  let last: number | undefined;
  // Chromium by itself would end the whole app at the sixth to ninth.
  for (let death = 1; death <= 10; death++) {
    await expect.poll(async () => ![undefined, last].includes(await graphicsPid())).toBe(true);
    last = await graphicsPid();
    if (last !== undefined) process.kill(last, 'SIGKILL');
  }
  expect(await shellPid(everpane)).toBe(pid);
  await expect.poll(() => inPage<boolean>(everpane, 'window.everpane.softwareGraphics')).toBe(true);
  await everpane.cliOutput('send', 'p1', 'printf "still %s\\n" drawn', '--enter');
  const rows = "document.querySelector('[data-testid=pane] .xterm-rows')?.textContent ?? ''";
  await expect.poll(() => inPage<string>(everpane, rows)).toContain('still drawn');
});

test('should hand a second start over to the first', async ({ everpane, display }) => {
  const second = await startAgain(everpane, display);
  expect(second.code).toBe(0);
  const { pid } = await everpane.cliJson<AppStatus>('status');
  expect(pid).toBe(everpane.pid);
});

test('should tell a second start who holds the home when the first one hangs', async ({
  everpane,
  display,
}) => {
  process.kill(everpane.pid, 'SIGSTOP');
  try {
    const second = await startAgain(everpane, display);
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(`in use by process ${everpane.pid}`);
  } finally {
    process.kill(everpane.pid, 'SIGCONT');
  }
  expect((await everpane.cliJson<AppStatus>('status')).pid).toBe(everpane.pid);
});

for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const) {
  test(`should end cleanly on ${signal} with busy shells`, async ({ everpane }) => {
    const busy = await everpane.cliOutput('split', 'p1', '--right');
    const flood = await everpane.cliOutput('split', 'p1', '--down');
    await everpane.cliOutput('send', busy, 'sleep 1000 | cat', '--enter');
    await everpane.cliOutput('send', flood, 'yes', '--enter');
    await everpane.cliOutput('wait', flood, '--text', '^y$');
    expect(await endBy(everpane, signal)).toBe(0);
    await everpane.restart();
    const { recovery } = await everpane.cliJson<AppStatus>('status');
    expect(recovery).toMatchObject({ cause: 'clean', panes: 3, losses: [] });
  });
}

test('should end when its last window is closed, and open it where it was', async ({ everpane }) => {
  const bounds = { x: 150, y: 110, width: 840, height: 560 };
  await everpane.app.evaluate(
    ({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]?.setBounds(wanted),
    bounds,
  );
  const exited = once(everpane.app.process(), 'exit');
  await everpane.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  expect((await exited)[0]).toBe(0);
  await everpane.restart();
  const restored = await everpane.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.getBounds(),
  );
  expect(restored).toEqual(bounds);
});

test('should keep what a page can reach to its own origin and the bridge', async ({ everpane }) => {
  const { page } = everpane;
  const reach = await page.evaluate(async () => {
    const status = async (url: string): Promise<number | string> =>
      fetch(url).then(
        (response) => response.status,
        () => 'failed',
      );
    return {
      globals: ['require', 'process', 'module', 'Buffer'].filter((name) => name in window),
      bridge: Object.keys((window as unknown as { everpane: object }).everpane).sort(),
      file: await status('file:///etc/passwd'),
      network: await status('https://example.com/'),
      opened: window.open('https://example.com/') === null,
      notifications: await Notification.requestPermission(),
    };
  });
  expect(reach).toEqual({
    globals: [],
    bridge: [
      'beep',
      'changeSettings',
      'importTheme',
      'onMenuAction',
      'onSettings',
      'openConfigFile',
      'openExternal',
      'pathOfFile',
      'platform',
      'quit',
      'readClipboard',
      'reportReady',
      'requestPort',
      'settings',
      'softwareGraphics',
      'toggleQuickTerminal',
      'writeClipboard',
    ],
    file: 'failed',
    network: 'failed',
    opened: true,
    notifications: 'denied',
  });
  // The page's own policy lets it ask for nothing at all, so the protocol is asked from the other side.
  const answers = await everpane.app.evaluate(async ({ net }) => {
    const urls = [
      'app://everpane/index.html',
      'app://everpane/..%2fmain%2fmain.cjs',
      'app://other/index.html',
    ];
    return Promise.all(
      urls.map(async (url) => {
        const { status, headers } = await net.fetch(url);
        return { status, policy: headers.get('content-security-policy') };
      }),
    );
  });
  expect(answers.map(({ status }) => status)).toEqual([200, 404, 404]);
  expect(answers.map(({ policy }) => policy)).toEqual(
    Array(3).fill(expect.stringContaining("default-src 'none'")),
  );
  await page.evaluate(() => {
    location.href = 'https://example.com/';
  });
  expect(await urlOf(everpane)).toBe('app://everpane/index.html');
});

test('should follow config.toml while it runs', async ({ everpane }) => {
  const theme = (): Promise<string> => everpane.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource);
  const file = join(everpane.home, 'config.toml');
  await writeFile(file, '[appearance]\ntheme = "light"\n');
  await expect.poll(theme).toBe('light');
  await writeFile(file, '[appearance]\ntheme = "li\n');
  await expect(everpane.page.getByText('config.toml:2')).toBeVisible();
  expect(await theme()).toBe('light');
});

test('should keep its files to itself', async ({ everpane }) => {
  test.skip(process.platform === 'win32', 'access lists are inherited there');
  await everpane.restart();
  const open: string[] = [];
  for (const name of await readdir(everpane.home, { recursive: true })) {
    if (name.startsWith('electron')) continue;
    const stats = await stat(join(everpane.home, name)).catch(() => null);
    if (stats !== null && (stats.mode & 0o077) !== 0) open.push(name);
  }
  expect(open).toEqual([]);
  expect((await stat(everpane.home)).mode & 0o777).toBe(0o700);
});

test.describe('with the relaunch after a crash', () => {
  test.use({ everpaneOptions: { config: '' } });

  test('should come back by itself after a crash, and not after a wanted end', async ({ everpane }) => {
    test.skip(process.platform === 'win32', 'there is no watcher there');
    await everpane.cliOutput('split', 'p1', '--right');
    const marker = join(everpane.home, 'relaunch');
    await expect.poll(() => readFile(marker, 'utf8').catch(() => '')).toMatch(/ 0$/m);
    const killed = once(everpane.app.process(), 'exit');
    const { pid } = everpane;
    process.kill(pid, 'SIGKILL');
    await killed;
    const status = async (): Promise<AppStatus | null> => {
      const { code, stdout } = await everpane.cli('status', '--json');
      return code === 0 ? (JSON.parse(stdout) as AppStatus) : null;
    };
    await expect.poll(async () => (await status())?.pid ?? pid).not.toBe(pid);
    expect((await status())?.recovery).toMatchObject({ cause: 'crash', panes: 2, losses: [] });
    await everpane.cliOutput('quit');
    expect((await everpane.cli('status')).code).toBe(3);
  });
});

test.describe('with the sandbox on', () => {
  test.use({ everpaneOptions: { sandbox: true } });

  test('should run shells under sandboxed pages', async ({ everpane }) => {
    expect(everpane.output).not.toContain('--no-sandbox');
    await everpane.cliOutput('send', 'p1', 'printf "sand%s\\n" boxed', '--enter');
    await everpane.cliOutput('wait', 'p1', '--text', '^sandboxed$');
    await expect(everpane.page.locator('.xterm-rows')).toContainText('sandboxed');
  });
});
