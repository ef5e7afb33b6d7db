// The peer: a window of Electron with xterm.js and node-pty and nothing else, put together as their own documentation does
// it, flow control included, with the same font. No journal, no panes, no interface.
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { readRuntimeRecord } from '../../support/runtime-record.ts';
import { runsAsRoot } from '../../support/unprivileged-user.ts';

export interface BareOptions {
  /** For its files; must not be there yet. */
  readonly dir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cols: number;
  readonly rows: number;
  /** What runs in each of its terminals, side by side. */
  readonly commands: readonly (readonly string[])[];
}

export interface BareTerminal {
  readonly page: Page;
  /** Of the processes in the terminals. */
  readonly pids: readonly number[];
  /** Ends it at once: it has nothing to lose, and asked to quit it may wait for its terminals for ever. */
  end(): Promise<void>;
}

const resolve = createRequire(import.meta.url).resolve;

export async function startBareTerminal(options: BareOptions): Promise<BareTerminal> {
  const { dir, env, commands } = options;
  await mkdir(dir);
  const xterm = dirname(resolve('@xterm/xterm/package.json'));
  const fonts = join(dirname(resolve('@fontsource/jetbrains-mono/package.json')), 'files');
  await writeFile(join(dir, 'package.json'), '{"name":"bare-terminal","version":"0.0.0","main":"main.cjs"}');
  await writeFile(join(dir, 'main.cjs'), mainScript(options));
  await writeFile(
    join(dir, 'index.html'),
    `<link rel="stylesheet" href="file://${join(xterm, 'css', 'xterm.css')}">
<style>
@font-face { font-family: "JetBrains Mono"; src: url("file://${join(fonts, 'jetbrains-mono-latin-400-normal.woff2')}") }
body { margin: 0; display: flex; gap: 8px; background: #000 }
</style>
<script>${pageScript(options, xterm)}</script>`,
  );
  const app = await _electron.launch({
    executablePath: readRuntimeRecord().electronPath,
    args: [...(runsAsRoot() ? ['--no-sandbox'] : []), dir],
    env: { ...env },
  });
  const page = await app.firstWindow();
  await page
    .locator('.xterm-rows')
    .nth(commands.length - 1)
    .waitFor();
  const pids = await app.evaluate(() => Reflect.get(globalThis, 'pids'));
  return { page, pids, end: () => endAtOnce(app) };
}

async function endAtOnce(app: ElectronApplication): Promise<void> {
  const main = app.process();
  if (main.exitCode !== null || main.signalCode !== null) return;
  const ended = once(main, 'exit');
  main.kill('SIGKILL');
  await ended;
}

const mainScript = ({ dir, cols, rows, commands }: BareOptions): string => `
const { app, BrowserWindow, ipcMain } = require('electron');
const pty = require(${JSON.stringify(resolve('node-pty'))});
app.setPath('userData', ${JSON.stringify(join(dir, 'data'))});
const PAUSE_ABOVE = 400000, RESUME_BELOW = 100000;
globalThis.pids = [];
void app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 1200, height: 800,
    webPreferences: { nodeIntegration: true, contextIsolation: false, sandbox: false },
  });
  const terminals = [];
  ipcMain.on('ready', () => {
    for (const [index, [file, ...args]] of ${JSON.stringify(commands)}.entries()) {
      const terminal = pty.spawn(file, args, { name: 'xterm-256color', cols: ${cols}, rows: ${rows}, encoding: null });
      const state = { terminal, waiting: 0, paused: false };
      terminals.push(state);
      globalThis.pids.push(terminal.pid);
      terminal.onData((data) => {
        state.waiting += data.length;
        if (state.waiting > PAUSE_ABOVE && !state.paused) { state.paused = true; terminal.pause(); }
        window.webContents.send('output', index, data);
      });
    }
  });
  ipcMain.on('parsed', (_, index, bytes) => {
    const state = terminals[index];
    state.waiting -= bytes;
    if (state.waiting < RESUME_BELOW && state.paused) { state.paused = false; state.terminal.resume(); }
  });
  ipcMain.on('input', (_, index, data) => terminals[index].terminal.write(data));
  void window.loadFile('index.html');
});
app.on('window-all-closed', () => app.quit());
`;

const pageScript = ({ cols, rows, commands }: BareOptions, xterm: string): string => `
const { ipcRenderer } = require('electron');
const { Terminal } = require(${JSON.stringify(xterm)});
addEventListener('DOMContentLoaded', async () => {
  await document.fonts.load('13px "JetBrains Mono"', 'W');
  const terminals = ${JSON.stringify(commands)}.map((_, index) => {
    const element = document.body.appendChild(document.createElement('div'));
    const terminal = new Terminal({ cols: ${cols}, rows: ${rows}, fontSize: 13, fontFamily: '"JetBrains Mono"', scrollback: 10000 });
    terminal.open(element);
    terminal.onData((data) => ipcRenderer.send('input', index, data));
    return terminal;
  });
  ipcRenderer.on('output', (_, index, data) => {
    terminals[index].write(data, () => ipcRenderer.send('parsed', index, data.length));
  });
  terminals[0].focus();
  ipcRenderer.send('ready');
});
`;
