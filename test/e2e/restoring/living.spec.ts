// Re-attaching to the living: whatever happens to the window of a full-screen program, the program goes on as if nothing had
// happened, with its screen, its modes, the mouse in the encoding that it had asked for and keys as it wants them.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TreeJson } from '../../../shared/tree.ts';
import { isInstalled } from '../../host/restoring/corpus.ts';
import type { AppUnderTest } from '../../support/app.ts';
import { expect, test } from '../../support/app-fixture.ts';
import { ShownPane } from './shown-window.ts';

interface Program {
  readonly name: string;
  readonly command: string;
  /** On its screen when it has started. */
  readonly shows: string;
  /** Uses the mouse and keys, sees what they do, and leaves the program as it was found. */
  use(pane: ShownPane): Promise<void>;
  /** What `everpane send` types to leave it. */
  readonly leave: readonly (readonly string[])[];
}

const text = Array.from({ length: 300 }, (_, index) => `line ${index + 1} alpha beta`).join('\n');

async function place(pane: ShownPane, what: string) {
  await expect.poll(() => pane.find(what)).not.toBeNull();
  const found = await pane.find(what);
  if (found === null) throw new Error(`${what} is not shown`);
  return found;
}

const programs: readonly Program[] = [
  {
    name: 'vim',
    command: 'vim -u NONE -N --cmd "set mouse=a ttymouse=sgr number ruler laststatus=2 noswapfile" text',
    shows: 'line 3 alpha beta',
    async use(pane) {
      const { row, column } = await place(pane, 'line 3 alpha beta');
      await pane.click({ row, column: column + 'line 3 '.length });
      await pane.press('d', 'w');
      await expect.poll(() => pane.find('line 3 beta')).not.toBeNull();
      await pane.press('Up', 'Down', 'u', '0');
      await expect.poll(() => pane.find('line 3 alpha beta')).not.toBeNull();
      await pane.click({ row: 0, column: 4 });
    },
    leave: [[':q!', '--enter']],
  },
  {
    name: 'less',
    command: 'less --mouse text',
    shows: 'line 3 alpha beta',
    async use(pane) {
      const top = async () => (await pane.rows())[0];
      await expect.poll(top).toBe('line 1 alpha beta');
      await pane.press('Down', 'Down');
      await expect.poll(top).toBe('line 3 alpha beta');
      await pane.wheelDown({ row: 5, column: 5 });
      await expect.poll(top).not.toBe('line 3 alpha beta');
      await pane.press('g');
      await expect.poll(top).toBe('line 1 alpha beta');
    },
    leave: [['q']],
  },
  {
    name: 'htop',
    command: 'htop -d 100',
    shows: 'Load average',
    async use(pane) {
      // Its bar of keys is for the mouse.
      await pane.click(await place(pane, 'Help'));
      await expect.poll(() => pane.find('Arrows')).not.toBeNull();
      await pane.press('q');
      await expect.poll(() => pane.find('Load average')).not.toBeNull();
    },
    leave: [['q']],
  },
  {
    name: 'tmux',
    command:
      "tmux -L everpane-living -f /dev/null new-session 'sh left' \\; set -g mouse on \\; split-window -h 'sh right'",
    shows: 'right>',
    async use(pane) {
      const left = await place(pane, 'left>');
      await pane.click({ row: left.row + 2, column: left.column + 2 });
      await pane.press('t', 'o', 'l', 'e', 'f', 't');
      await expect.poll(() => pane.find('left> toleft')).not.toBeNull();
      for (let typed = 0; typed < 'toleft'.length; typed++) await pane.press('Backspace');
      await expect.poll(() => pane.find('toleft')).toBeNull();
      const right = await place(pane, 'right>');
      await pane.click({ row: right.row + 2, column: right.column + 2 });
    },
    leave: [
      ['exit', '--enter'],
      ['exit', '--enter'],
    ],
  },
];

/** What is done to the window while the program runs; the last entry leaves the pane in another window. */
const events: Readonly<Record<string, (everpane: AppUnderTest) => Promise<void>>> = {
  'its page is loaded anew': (everpane) =>
    everpane.app.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      await new Promise<void>((resolve) => {
        contents?.once('did-finish-load', () => resolve());
        contents?.reload();
      });
    }),
  'another tab is shown for a while': async (everpane) => {
    const other = await everpane.cliOutput('new-window');
    await everpane.cliOutput('wait', other, '--text', String.raw`\$$`);
    await everpane.cliOutput('focus', 'p1');
  },
  'so many tabs are shown that its terminal is given up': async (everpane) => {
    for (let tab = 0; tab < 8; tab++) {
      const other = await everpane.cliOutput('new-window');
      await expect.poll(async () => (await new ShownPane(everpane, other).rows()).join('')).toContain('$');
    }
    await everpane.cliOutput('focus', 'p1');
  },
  'its window is moved, made smaller and large again': async (everpane) => {
    const size = async () => {
      const { cols, rows } = await everpane.cliJson<{ cols: number; rows: number }>('capture', 'p1');
      return `${cols}x${rows}`;
    };
    const before = await size();
    const resizeTo = (width: number, height: number) =>
      everpane.app.evaluate(
        ({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds),
        { x: 30, y: 20, width, height },
      );
    const { width, height } = (await everpane.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getBounds(),
    )) ?? { width: 0, height: 0 };
    await resizeTo(width - 240, height - 200);
    await expect.poll(size).not.toBe(before);
    await resizeTo(width, height);
    await expect.poll(size).toBe(before);
  },
  "its page's process dies": (everpane) =>
    everpane.app.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      await new Promise<void>((resolve) => {
        contents?.once('did-finish-load', () => resolve());
        contents?.forcefullyCrashRenderer();
      });
    }),
  'its window is closed, and another shows its session': async (everpane) => {
    await everpane.app.evaluate(({ BrowserWindow, Menu }) => {
      const [window] = BrowserWindow.getAllWindows();
      Menu.getApplicationMenu()?.getMenuItemById('os-window.new')?.click();
      return new Promise<void>((resolve) => {
        const timer = setInterval(() => {
          const other = BrowserWindow.getAllWindows().find(({ id }) => id !== window?.id);
          if (other === undefined || !other.isVisible()) return;
          clearInterval(timer);
          other.setBounds(window?.getBounds() ?? {});
          window?.once('closed', () => resolve());
          window?.close();
        }, 50);
      });
    });
    await everpane.cliOutput('focus', 'p1');
  },
};

async function processOf(everpane: AppUnderTest): Promise<number | null | undefined> {
  const { sessions } = await everpane.cliJson<TreeJson>('ls');
  const panes = sessions.flatMap(({ windows }) => windows.flatMap((window) => window.panes));
  return panes.find(({ id }) => id === 'p1')?.pid;
}

for (const { name, command, shows, use, leave } of programs) {
  test(`should go on with ${name}: screen, modes, mouse and keys`, async ({ everpane }) => {
    test.skip(!isInstalled(name), `${name} is not installed`);
    test.setTimeout(400_000);
    await writeFile(join(everpane.userHome, 'text'), text);
    for (const side of ['left', 'right']) {
      await writeFile(join(everpane.userHome, side), `PS1='${side}> ' exec sh -i\n`);
    }
    await everpane.cliOutput('wait', 'p1', '--text', String.raw`\$$`);
    await everpane.cliOutput('send', 'p1', `cd && ${command}`, '--enter');
    const pane = new ShownPane(everpane, 'p1');
    const pid = await processOf(everpane);
    const isAsStored = async () => {
      const { alt, lines } = await everpane.cliJson<{ alt: boolean; lines: string[] }>('capture', 'p1');
      const rows = await pane.rows();
      return (
        alt && rows.slice(0, lines.length).join('\n') === lines.join('\n') && rows.length >= lines.length
      );
    };
    await place(pane, shows);
    await use(pane);
    for (const [what, happen] of Object.entries(events)) {
      await test.step(what, async () => {
        await happen(everpane);
        await place(pane, shows);
        await expect.poll(isAsStored).toBe(true);
        await use(pane);
        expect(await processOf(everpane)).toBe(pid);
      });
    }
    for (const keys of leave) {
      await everpane.cliOutput('send', 'p1', ...keys);
      // What is typed before the first of two shells is gone would be its own.
      await expect.poll(() => pane.find(shows)).toBeNull();
    }
    await expect
      .poll(async () => (await everpane.cliJson<{ alt: boolean }>('capture', 'p1')).alt)
      .toBe(false);
    await everpane.cliOutput('send', 'p1', 'echo primary-$((1+1))', '--enter');
    await everpane.cliOutput('wait', 'p1', '--text', '^primary-2$');
    expect(await everpane.cliOutput('capture', 'p1', '--scrollback')).not.toContain(shows);
  });
}
