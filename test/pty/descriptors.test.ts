// The shells are started from a process of their own that holds descriptors without close-on-exec, with gaps in between,
// as Chromium's main process does. It is node with the sources, so that the test's own process leaks nothing.
import { spawn } from 'node:child_process';
import { closeSync, openSync, statSync } from 'node:fs';
import { readdir, readlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { descriptorClosers, guardDescriptors } from '../../electron/pty/descriptor-guard.ts';
import { tempDir } from '../support/temp-dir.ts';
import { shellSpec, startPty } from './pty-harness.ts';

const PTY = pathToFileURL(join(import.meta.dirname, '../../electron/pty')).href;
const LOADER = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** Below and above the sixteen that node-pty and node itself look at. */
const HELD = [33, 70];

/** Starts a shell through the closer that is named, and lists what it and a background job of it hold. */
const SCRIPT = `
import { readdirSync } from 'node:fs';
import { forkPty } from '${PTY}/native.ts';
import { descriptorClosers, guardDescriptors } from '${PTY}/descriptor-guard.ts';
import { UnixPty } from '${PTY}/unix-pty.ts';
const choice = process.argv[1];
const closers = choice === 'none' ? [] : descriptorClosers.filter(({ file }) => file.endsWith(choice));
const look = 'ls -l /proc/$$/fd; :';
const list = "sh -c '" + look + "' & wait; " + look + '; echo end';
const { file, args, around } = choice === 'nobody'
  ? { file: '/bin/sh', args: ['-c', list], around: (fork) => fork() }
  : guardDescriptors({ file: '/bin/sh', args: ['-c', list], env: {} }, closers);
let pty;
const forked = around(() => forkPty({ file, args, cwd: '/', cols: 80, rows: 24, env: { PATH: '/usr/bin:/bin' },
  onExit: (code, signal) => pty.handleExit(code, signal) }));
pty = new UnixPty(forked);
pty.onData((bytes) => process.stdout.write(bytes));
process.stderr.write(readdirSync('/proc/self/fd').join(' '));
`;

async function descriptorsOfShell(closer: string): Promise<{ inherited: number[]; ofShell: number[] }> {
  const held = openSync('/dev/null', 'r');
  onTestFinished(() => closeSync(held));
  // What is ignored above 2 is not open at all: gaps on both sides of the descriptors that are held.
  const stdio = Array.from({ length: Math.max(...HELD) + 1 }, (_, fd) =>
    fd < 3 ? 'pipe' : HELD.includes(fd) ? held : 'ignore',
  );
  const child = spawn(process.execPath, ['--import', LOADER, '--input-type=module', '-e', SCRIPT, closer], {
    // The loader keeps what it compiled.
    env: { ...process.env, TMPDIR: await tempDir() },
    stdio: stdio as ('pipe' | 'ignore' | number)[],
  });
  child.stdin?.end();
  const [printed, listed] = await Promise.all([
    text(child.stdout as NodeJS.ReadableStream),
    text(child.stderr as NodeJS.ReadableStream),
  ]);
  expect(printed).toMatch(/end\r?\n$/);
  const ofShell = [...printed.matchAll(/ (\d+) -> /g)].map(([, fd]) => Number(fd));
  return { inherited: listed.split(' ').map(Number), ofShell };
}

describe.runIf(process.platform === 'linux')('a shell', () => {
  const installed = descriptorClosers.filter(
    ({ file }) => statSync(file, { throwIfNoEntry: false }) !== undefined,
  );
  const names = [...new Set(installed.map(({ file }) => file.replace(/.*\//, '')))];

  it.each([...names, 'none'])(
    'should hold no descriptor above 2 when %s does the closing',
    async (closer) => {
      const { inherited, ofShell } = await descriptorsOfShell(closer);
      expect(inherited).toEqual(expect.arrayContaining(HELD));
      expect(ofShell.filter((fd) => fd > 2)).toEqual([]);
      expect(ofShell.length).toBeGreaterThan(0);
    },
  );

  it('would hold them if nobody closed them', async () => {
    const { ofShell } = await descriptorsOfShell('nobody');
    expect(ofShell).toEqual(expect.arrayContaining(HELD));
  });

  it('should not hold the terminals of other panes', async () => {
    const first = await startPty(shellSpec('printf ready; read line'));
    const second = await startPty(shellSpec('printf ready; read line'));
    await Promise.all([first.printed(/ready/), second.printed(/ready/)]);
    for (const { pty } of [first, second]) {
      const open = await readdir(`/proc/${pty.pid}/fd`);
      expect(open.map(Number).sort((a, b) => a - b)).toEqual([0, 1, 2]);
    }
    const own = async (pid: number): Promise<string> => readlink(`/proc/${pid}/fd/0`);
    expect(await own(first.pty.pid)).not.toBe(await own(second.pty.pid));
  });

  it('should be the very process that was started, under its own name', async () => {
    const running = await startPty(shellSpec('echo $$; tr "\\0" " " < /proc/$$/cmdline'));
    await running.exited;
    expect(running.output().toString()).toMatch(new RegExp(`^${running.pty.pid}\r\n/bin/sh -c `));
  });

  it('should be started by itself where nothing can do the closing', () => {
    const guarded = guardDescriptors({ file: '/bin/sh', args: ['-c', 'true'], env: {} }, []);
    expect([guarded.file, guarded.args]).toEqual(['/bin/sh', ['-c', 'true']]);
  });
});
