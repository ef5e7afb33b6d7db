// Chromium does not sandbox for root. Where the tests run as root, an app that is to run sandboxed runs as `nobody`: this
// lays a copy of what it reads where that user can read it, and a wrapper that changes the user and keeps the pid.
import { execFileSync } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RuntimeRecord } from './runtime-record.ts';

/** What the built app reads of a checkout. */
const APP_PARTS = ['package.json', 'out', 'node_modules/node-pty', 'node_modules/@node-rs'];

export interface UnprivilegedLaunch {
  readonly electronPath: string;
  readonly appPath: string;
}

/** Whether Chromium's sandbox needs another user than the present one. */
export function runsAsRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Under `dir`: copies (hard links where possible) of runtime and app, and the wrapper to start instead of Electron. */
export function prepareUnprivilegedLaunch(runtime: RuntimeRecord, dir: string): UnprivilegedLaunch {
  const runtimeDir = join(dir, 'runtime');
  const appPath = join(dir, 'app');
  linkTree(dirname(runtime.electronPath), runtimeDir);
  for (const part of APP_PARTS) linkTree(join(runtime.appPath, part), join(appPath, part));

  const wrapper = join(dir, 'electron-as-nobody');
  const electron = join(runtimeDir, 'electron');
  const script = `#!/bin/sh\nexec ${asUnprivilegedUser().join(' ')} '${electron}' "$@"\n`;
  writeFileSync(wrapper, script, { mode: 0o755 });
  return { electronPath: wrapper, appPath };
}

/** Put before a command it runs that as `nobody`, in the same process. */
export function asUnprivilegedUser(): string[] {
  return ['setpriv', `--reuid=${idOfNobody('-u')}`, `--regid=${idOfNobody('-g')}`, '--clear-groups'];
}

/** Gives directories to the user who will run the app. */
export function giveToUnprivilegedUser(dirs: readonly string[]): void {
  for (const dir of dirs) chownSync(dir, idOfNobody('-u'), idOfNobody('-g'));
}

function idOfNobody(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
}

function linkTree(from: string, to: string): void {
  if (!existsSync(from)) throw new Error(`${from} is missing: build first`);
  mkdirSync(dirname(to), { recursive: true });
  try {
    execFileSync('cp', ['-rlL', from, to], { stdio: 'ignore' });
  } catch {
    cpSync(from, to, { recursive: true, force: true, dereference: true });
  }
}
