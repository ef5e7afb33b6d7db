import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppStatus } from '../../shared/status.ts';
import type { TreeJson } from '../../shared/tree.ts';
import type { AppUnderTest } from '../support/app.ts';
import { expect, test } from '../support/app-fixture.ts';
import { awaitRunning } from '../support/running.ts';

/** What a restart must not change: everything but processes and moments. */
function lasting(tree: TreeJson): unknown {
  return JSON.parse(
    JSON.stringify(tree, (key, value: unknown) =>
      ['pid', 'state', 'restoredAt', 'cols', 'rows', 'title', 'command'].includes(key) ? undefined : value,
    ),
  );
}

async function paneText(everpane: AppUnderTest, pane: string): Promise<string> {
  return (await everpane.cliJson<{ lines: string[] }>('capture', pane, '--scrollback')).lines.join('\n');
}

/** The line numbers that `cat -n` wrote. */
function numbersIn(text: string): number[] {
  return [...text.matchAll(/^ *(\d+)(?:\s|$)/gm)].map(([, number]) => Number(number));
}

test('should bring everything back after kill -9 in the middle of heavy output', async ({ everpane }) => {
  const deep = join(everpane.userHome, 'a directory', 'with spaces');
  await mkdir(deep, { recursive: true });
  await everpane.cliOutput('rename', 'w1', 'builds');
  const right = await everpane.cliOutput('split', 'p1', '--right', '--ratio', '0.3', '--cwd', deep);
  const below = await everpane.cliOutput('split', right, '--down');
  await everpane.cliOutput('new-session', '--name', 'second project');
  const coloured = await everpane.cliOutput('new-window', '--cwd', '/usr');
  await everpane.cliOutput(
    'send',
    coloured,
    "printf 'in \\033[31mred\\033[0m and \\033[1;38;5;42mgreen\\033[0m\\n'",
    '--enter',
  );
  await everpane.cliOutput('wait', coloured, '--text', '^in red and green$');
  await everpane.cliOutput('focus', right);
  await everpane.cliOutput('zoom', right);
  for (const pane of ['p1', right, below]) {
    await everpane.cliOutput('send', pane, 'ls -laR /usr | cat -n | cut -c1-60', '--enter');
    await everpane.cliOutput('wait', pane, '--text', ' total ');
  }
  const newestShown = numbersIn(await paneText(everpane, right)).at(-1) ?? 0;
  await everpane.cliOutput('flush');
  const before = lasting(await everpane.cliJson<TreeJson>('ls'));
  await everpane.kill9();

  await everpane.start();
  expect(lasting(await everpane.cliJson<TreeJson>('ls'))).toEqual(before);
  // More may have come before the kill, and pushed the oldest lines out: no line is missing, and none comes twice.
  // The very last one may be half a number.
  const numbers = numbersIn(await paneText(everpane, right)).slice(0, -1);
  expect(numbers.at(-1)).toBeGreaterThanOrEqual(newestShown - 1);
  expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
  expect(await paneText(everpane, coloured)).toContain('in red and green');
  const ansi = await everpane.cliOutput('capture', coloured, '--scrollback', '--ansi');
  expect(ansi).toMatch(/\u001b\[[0-9;]*31mred/);
  await everpane.cliOutput('send', right, 'clear; pwd; echo here-$((40+2))', '--enter');
  await everpane.cliOutput('wait', right, '--text', '^here-42$');
  expect(await paneText(everpane, right)).toContain(deep);
  const status = await everpane.cliJson<AppStatus>('status');
  expect(status.recovery).toMatchObject({ cause: 'crash', sessions: 2, windows: 3, panes: 5 });
  // A kill may cut the write short that was under way: nothing in it had been confirmed. Anything else is a loss.
  expect(status.recovery?.losses.filter(({ kind }) => kind !== 'torn-tail')).toEqual([]);
  await expect(everpane.page.getByTestId('recovery-banner')).toContainText('2 sessions');
});

test('should come back as it was after a graceful quit', async ({ everpane }) => {
  await everpane.cliOutput('send', 'p1', 'cd /usr/share; echo before-quit', '--enter');
  await everpane.cliOutput('wait', 'p1', '--text', '^before-quit$');
  await everpane.cliOutput('flush');
  await everpane.restart();
  const tree = await everpane.cliJson<TreeJson>('ls');
  expect(tree.sessions[0]?.windows[0]?.panes[0]).toMatchObject({ cwd: '/usr/share', state: 'running' });
  expect(await paneText(everpane, 'p1')).toContain('before-quit');
  expect((await everpane.cliJson<AppStatus>('status')).recovery.cause).toBe('clean');
});

test('should leave after ten restarts without a keystroke what one restart leaves', async ({ everpane }) => {
  await everpane.cliOutput('send', 'p1', 'echo once', '--enter');
  await everpane.cliOutput('wait', 'p1', '--text', '^once$');
  await everpane.cliOutput('flush');
  const captures: string[] = [];
  for (let start = 0; start < 10; start++) {
    if (start % 2 === 0) await everpane.kill9();
    else await everpane.quit();
    await everpane.start();
    await everpane.cliOutput('wait', 'p1', '--idle', '300');
    captures.push(await everpane.cliOutput('capture', 'p1', '--scrollback', '--ansi'));
  }
  expect(new Set(captures).size).toBe(1);
  expect(captures[0]?.match(/^once$/gm)).toHaveLength(1);
});

test('should run again what was running, at a click or a key', async ({ everpane }) => {
  await everpane.cliOutput('split', 'p1', '--right');
  for (const pane of ['p1', 'p2']) {
    await everpane.cliOutput('send', pane, `echo begun-${pane}; sleep 1000`, '--enter');
    await everpane.cliOutput('wait', pane, '--text', `^begun-${pane}$`);
    await awaitRunning(everpane, pane, 'sleep 1000');
  }
  await everpane.cliOutput('flush');
  await everpane.kill9();
  await everpane.start();
  const offers = everpane.page.getByTestId('rerun-offer');
  await expect(offers).toHaveCount(2);
  const begun = (pane: string) =>
    expect.poll(
      async () => (await paneText(everpane, pane)).match(new RegExp(`^begun-${pane}$`, 'gm'))?.length,
    );
  await everpane.page.locator('[data-pane-id=p1]').getByTestId('rerun-offer').click();
  await begun('p1').toBe(2);
  await everpane.page.locator('[data-pane-id=p2] .xterm-screen').click();
  await everpane.page.keyboard.press('Control+Shift+G');
  await begun('p2').toBe(2);
  await expect(offers).toHaveCount(0);
});

test('should show the end of every pane after a restart', async ({ everpane }) => {
  await everpane.cliOutput('split', 'p1', '--right');
  await everpane.cliOutput('split', 'p2', '--down');
  for (const pane of ['p1', 'p2', 'p3']) {
    await everpane.cliOutput('send', pane, 'seq 1 100; echo last-$((1+1))', '--enter');
    await everpane.cliOutput('wait', pane, '--text', '^last-2$');
  }
  for (let start = 0; start < 3; start++) {
    await everpane.restart();
    const rows = everpane.page.getByTestId('pane').locator('.xterm-rows');
    await expect(rows).toHaveCount(3);
    for (const row of await rows.all()) await expect(row).toContainText('last-2');
  }
});

test('should re-attach a window whose page died, with its shells alive', async ({ everpane }) => {
  await everpane.cliOutput('send', 'p1', 'marker=still-here', '--enter');
  const { pid } = (await everpane.cliJson<TreeJson>('ls')).sessions[0]?.windows[0]?.panes[0] ?? {};
  await expect(everpane.page.getByTestId('pane')).toHaveCount(1);
  await everpane.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
  });
  await everpane.cliOutput('send', 'p1', 'echo $marker-$((1+1))', '--enter');
  await everpane.cliOutput('wait', 'p1', '--text', '^still-here-2$');
  // Playwright gives a crashed page up for good, so the window itself is asked.
  const rows = () =>
    everpane.app.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const text: unknown = await contents?.executeJavaScript(
        'document.querySelector("[data-testid=pane] .xterm-rows")?.textContent ?? ""',
      );
      return String(text);
    });
  await expect.poll(rows).toContain('still-here-2');
  const after = (await everpane.cliJson<TreeJson>('ls')).sessions[0]?.windows[0]?.panes[0];
  expect(after?.pid).toBe(pid);
});

test('should type no answer to an old query into the new shell', async ({ everpane }) => {
  const queries = ['c', '>c', '6n', '?6n', '5n', '?2026$p', '18t', '21t', '>q'].map(
    (query) => `\\033[${query}`,
  );
  const colours = ['10;?', '11;?', '12;?', '4;1;?', '52;c;?'].map((query) => `\\033]${query}\\007`);
  await everpane.cliOutput(
    'send',
    'p1',
    // With echo, the terminal would show the answers in the midst of what is printed.
    `stty -echo; printf '${[...queries, ...colours].join('')}\\n'; echo asked; stty echo`,
    '--enter',
  );
  await everpane.cliOutput('wait', 'p1', '--text', '^asked$');
  await everpane.cliOutput('send', 'p1', '--key', 'C-c');
  await everpane.cliOutput('flush');
  await everpane.kill9();
  await everpane.start();
  await expect(everpane.page.getByTestId('pane').locator('.xterm-rows')).toContainText('asked');
  // `cat -v` shows every byte that reaches the shell's input; the end of input is the only one that we send.
  // Only once it says so, the terminal is no longer the shell's line editor, to which a C-d is another key.
  await everpane.cliOutput(
    'send',
    'p1',
    'echo reading-$((1+1)); cat -v > typed; echo done-$((1+1))',
    '--enter',
  );
  await everpane.cliOutput('wait', 'p1', '--text', '^reading-2$');
  await everpane.cliOutput('wait', 'p1', '--idle', '300');
  await everpane.cliOutput('send', 'p1', '--key', 'C-d');
  await everpane.cliOutput('wait', 'p1', '--text', '^done-2$');
  await everpane.cliOutput('send', 'p1', 'wc -c < typed', '--enter');
  await everpane.cliOutput('wait', 'p1', '--text', '^0$');
});
