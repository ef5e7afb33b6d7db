// Nothing outlives a run of the tests. Everything temporary of a run lies under one directory of its own; when the last test
// has ended that is empty, and no process names it. vitest's globalSetup: what it finds fails the run.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type FoundProcess, processesNaming } from './marked-processes.ts';

/** A shell that was hung up may need a moment, on a busy machine a long one. */
const LIMIT_MS = 30_000;
const POLL_MS = 50;

/** Resolves with the way to find out, at the end, whether anything was left behind. */
export async function setup(): Promise<() => Promise<void>> {
  const before = { TMPDIR: process.env.TMPDIR, TEMP: process.env.TEMP };
  // Short: sockets lie in it.
  const dir = await mkdtemp(join(tmpdir(), 'evt-'));
  // The workers inherit it: this is what os.tmpdir() says there (TEMP on Windows).
  Object.assign(process.env, { TMPDIR: dir, TEMP: dir });
  return async () => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    const processes = await leftProcesses(dir);
    const files = await readdir(dir);
    await rm(dir, { recursive: true, force: true });
    if (processes.length + files.length === 0) return;
    const lines = [...processes.map(({ pid, commandLine }) => `process ${pid}: ${commandLine}`), ...files];
    throw new Error(`the tests left behind:\n  ${lines.join('\n  ')}`);
  };
}

async function leftProcesses(dir: string): Promise<FoundProcess[]> {
  const deadline = Date.now() + LIMIT_MS;
  for (;;) {
    // The runner's own workers are its children and end with it.
    const left = processesNaming(dir).filter(({ commandLine }) => !commandLine.includes('/vitest/'));
    if (left.length === 0 || Date.now() > deadline) return left;
    await delay(POLL_MS);
  }
}
