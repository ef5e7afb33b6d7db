// The one way to change config.toml: whoever does so, in whatever process, reads and writes under a lock, and what is
// written appears whole. Invariant: an update that has resolved is on the disk, and no later one has lost it.
// Not from node:fs/promises and node:timers/promises, which are loaded with their names: the command line seldom needs them.
import { promises as fsp } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { LockedError } from '../persistence/errors.ts';
import type { FileSystem } from '../persistence/file-system.ts';
import { acquireLock, type DirectoryLock } from '../persistence/lock.ts';
import { nodeFileSystem } from '../persistence/node-file-system.ts';
import { systemProcesses } from '../persistence/process-table.ts';
import { publishFile, readWhole, removeIfThere } from '../persistence/whole-file.ts';

/** One process has kept the lock for the whole time. */
export class ConfigLockedError extends Error {
  readonly code = 'locked';
  readonly pid: number;
  constructor(file: string, pid: number, waitedMs: number) {
    super(`${file} has been locked by process ${pid} for ${waitedMs / 1000} s; end it, or try again later`);
    this.pid = pid;
  }
}

export interface UpdateOptions {
  readonly timeoutMs?: number;
  /** Others do the same with other calls. */
  readonly fs?: FileSystem;
  readonly realPath?: (path: string) => Promise<string>;
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
  { fs = nodeFileSystem, realPath = fsp.realpath, timeoutMs = defaultTimeoutMs }: UpdateOptions = {},
): Promise<void> {
  const target = await realTarget(file, realPath);
  const dir = dirname(target);
  const lockDir = join(dir, `.${basename(target)}.lock`);
  await fs.mkdir(lockDir);
  const lock = await waitForLock(fs, lockDir, { file, timeoutMs });
  try {
    const before = (await readWhole(fs, target, Number.POSITIVE_INFINITY))?.toString('utf8') ?? '';
    const after = edit(before);
    if (after !== before) {
      await publishFile(fs, dir, basename(target), [Buffer.from(after, 'utf8')]);
    }
    await removeLeftovers(fs, lockDir);
  } finally {
    await lock.release();
  }
}

/** The file that a link stands for, so that the link stays one. */
async function realTarget(file: string, realPath: (path: string) => Promise<string>): Promise<string> {
  try {
    return await realPath(file);
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
    await fsp.mkdir(dirname(file), { recursive: true, mode: 0o700 });
    return join(await realPath(dirname(file)), basename(file));
  }
}

async function waitForLock(
  fs: FileSystem,
  lockDir: string,
  { file, timeoutMs }: { file: string; timeoutMs: number },
): Promise<DirectoryLock> {
  const holder: { pid: number | null; since: number } = { pid: null, since: 0 };
  for (let retryMs = firstRetryMs; ; retryMs = Math.min(1.5 * retryMs, lastRetryMs)) {
    try {
      return await acquireLock(fs, lockDir, systemProcesses);
    } catch (error) {
      if (!(error instanceof LockedError)) throw error;
      const pid = error.pid ?? 0;
      const now = performance.now();
      // In a crowd the lock goes round, and everybody's turn comes; one who keeps it is another matter.
      if (pid !== holder.pid) Object.assign(holder, { pid, since: now });
      if (now - holder.since > timeoutMs) throw new ConfigLockedError(file, pid, timeoutMs);
      const pauseMs = Math.random() * retryMs;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

async function removeLeftovers(fs: FileSystem, lockDir: string): Promise<void> {
  for (const name of await fs.list(lockDir)) {
    if (!name.endsWith('.tmp')) continue;
    const path = join(lockDir, name);
    if (await isOlder(path, leftoverMs)) await removeIfThere(fs, path);
  }
}

/** False for what has gone meanwhile. */
async function isOlder(path: string, ms: number): Promise<boolean> {
  try {
    return (await fsp.stat(path)).mtimeMs < Date.now() - ms;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
