// An Electron application from the start of its process to the moment when its window shows what it must. The application
// runs as it is; a few lines in front of it put a watcher into each page. Times are the system's, so that a process and the
// pages that it made can be compared.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readRuntimeRecord } from '../../support/runtime-record.ts';
import { runsAsRoot } from '../../support/unprivileged-user.ts';

const longestStartMs = 60_000;

export interface StartedApp {
  readonly child: ChildProcess;
  readonly startedAtMs: number;
  /** From the start of the process until the condition held in a page and that page had drawn a frame since. */
  readonly shownMs: Promise<number>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

export interface AppToStart {
  /** Where the few lines in front of it go: a directory of its own. */
  readonly dir: string;
  /** CommonJS: the application's main script. */
  readonly main: string;
  /** An expression in the page, asked with every frame. */
  readonly isShown: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A window with nothing in it: what any Electron application pays. */
export const emptyWindow = `
const { app, BrowserWindow } = require('electron');
app.setPath('userData', process.env.EVERPANE_BENCH_DIR);
app.disableHardwareAcceleration();
void app.whenReady().then(() => new BrowserWindow({ width: 1200, height: 800 }).loadURL('data:text/html,<p id="there">.</p>'));
`;

export async function startApp({ dir, main, isShown, env }: AppToStart): Promise<StartedApp> {
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'package.json'), '{"name":"bench","version":"0.0.0","main":"main.cjs"}');
  await writeFile(join(dir, 'main.cjs'), `${watcher(isShown)}\n${main}`);
  const { electronPath } = readRuntimeRecord();
  const startedAtMs = Date.now();
  const child = spawn(electronPath, [...(runsAsRoot() ? ['--no-sandbox'] : []), dir], {
    env: { ...env, EVERPANE_BENCH_DIR: dir },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const gone = once(child, 'exit');
  const { stdout } = child;
  if (stdout === null) throw new Error('no output to read');
  const shownMs = new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('nothing was shown')), longestStartMs);
    createInterface({ input: stdout }).on('line', (line) => {
      const at = /^bench shown (\d+(?:\.\d+)?)$/.exec(line)?.[1];
      if (at === undefined) return;
      clearTimeout(timer);
      resolve(Number(at) - startedAtMs);
    });
    child.once('exit', () => {
      clearTimeout(timer);
      reject(new Error('the application ended before it showed anything'));
    });
  });
  shownMs.catch(() => undefined);
  return {
    child,
    startedAtMs,
    shownMs,
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** Looks with every frame; the frame after the one in which it holds is the one that shows it. */
function watcher(isShown: string): string {
  const inPage = `new Promise((resolve) => {
    const look = () => (${isShown})
      ? requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()))
      : requestAnimationFrame(look);
    look();
  })`;
  return `
require('electron').app.on('web-contents-created', (_, contents) => contents.once('dom-ready', () => {
  contents.executeJavaScript(${JSON.stringify(inPage)}).then((at) => process.stdout.write('bench shown ' + at + '\\n'), () => undefined);
}));`;
}
