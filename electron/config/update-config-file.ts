// The one way to change config.toml: whoever does so, in whatever process, reads and writes under a lock, and what is
// written appears whole. Invariant: an update that has resolved is on the disk, and no later one has lost it.
import { mkdir, readdir, realpath, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LockedError } from '../persistence/errors.ts';
import { acquireLock, type DirectoryLock } from '../persistence/lock.ts';
import { nodeFileSystem } from '../persistence/node-file-system.ts';
import { systemProcesses } from '../persistence/process-table.ts';
import { publishFile } from '../persistence/whole-file.ts';
import { readConfigText } from './read-config-file.ts';

/** One process has kept the lock for the whole time. */
export class ConfigLockedError extends Error {
  readonly code = 'locked';
  readonly pid: number;
  constructor(file: string, pid: number, waitedMs: number) {
    super(`${file} has been locked by process ${pid} for ${waitedMs / 1000} s; end it, or try again later`);
    this.pid = pid;
  }
}

const defaultTimeoutMs = 30_000;
/** Waiting ones ask again after a random time up to this, so that many do not do so together; */
const firstRetryMs = 10;
/** and ever more seldom up to this, so that a crowd does not take the processor from the one that writes. */
const lastRetryMs = 200;
/** What a killed process left beside the lock is taken away when it is this old. */
const leftoverMs = 60_000;

/**
 * Reads the file ('' if there is none), gives its text to `edit` and publishes what that returns, durably. A link is followed
 * to the file behind it. Rejects with ConfigLockedError, with whatever `edit` throws, or with the system's error; the file is
 * then as it was.
 */
export async function updateConfigFile(
  file: string,
  edit: (text: string) => string,
  { timeoutMs = defaultTimeoutMs }: { timeoutMs?: number } = {},
): Promise<void> {
  const target = await realTarget(file);
  const dir = dirname(target);
  const lockDir = join(dir, `.${basename(target)}.lock`);
  await mkdir(lockDir, { recursive: true, mode: 0o700 });
  const lock = await waitForLock(lockDir, { file, timeoutMs });
  try {
    const before = (await readConfigText(target)) ?? '';
    const after = edit(before);
    if (after !== before) {
      await publishFile(nodeFileSystem, dir, basename(target), [Buffer.from(after, 'utf8')]);
    }
    await removeLeftovers(lockDir);
  } finally {
    await lock.release();
  }
}

/** The file that a link stands for, so that the link stays one. */
async function realTarget(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    return join(await realpath(dirname(file)), basename(file));
  }
}

async function waitForLock(
  lockDir: string,
  { file, timeoutMs }: { file: string; timeoutMs: number },
): Promise<DirectoryLock> {
  let holder = { pid: -1, since: performance.now() };
  for (let retryMs = firstRetryMs; ; retryMs = Math.min(1.5 * retryMs, lastRetryMs)) {
    try {
      return await acquireLock(nodeFileSystem, lockDir, systemProcesses);
    } catch (error) {
      if (!(error instanceof LockedError)) throw error;
      const pid = error.pid ?? 0;
      // In a crowd the lock goes round, and everybody's turn comes; one who keeps it is another matter.
      if (pid !== holder.pid) holder = { pid, since: performance.now() };
      if (performance.now() - holder.since > timeoutMs) throw new ConfigLockedError(file, pid, timeoutMs);
      await delay(Math.random() * retryMs);
    }
  }
}

async function removeLeftovers(lockDir: string): Promise<void> {
  const oldest = Date.now() - leftoverMs;
  for (const name of await readdir(lockDir)) {
    if (!name.endsWith('.tmp')) continue;
    const path = join(lockDir, name);
    try {
      if ((await stat(path)).mtimeMs < oldest) await unlink(path);
    } catch (error) {
      if (!isCode(error, 'ENOENT')) throw error;
    }
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
