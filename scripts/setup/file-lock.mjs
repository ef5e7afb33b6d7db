// One process at a time for work on shared places: node_modules, out, the runtime cache. A lock is a file that appears
// complete (written aside, then linked), names its owner, and is taken over at once when that owner is dead.
// It must not depend on any package: it runs before they are there.
import {
  accessSync,
  constants,
  linkSync,
  mkdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SetUpError } from './set-up-error.mjs';

const POLL_MS = 100;
const WAIT_LIMIT_MS = 20 * 60_000;
/** Taking over lasts microseconds; a guard this old was left by a process that was killed right there. */
const GUARD_STALE_MS = 10_000;

/**
 * Calls `work` while holding the lock at `path`; `onWait(pid)` is called once if another process holds it first.
 * @template Result
 * @param {string} path
 * @param {() => Result | Promise<Result>} work
 * @param {{ onWait?: (pid: number) => void, limitMs?: number }} [options]
 * @returns {Promise<Result>}
 */
export async function withLock(path, work, { onWait, limitMs = WAIT_LIMIT_MS } = {}) {
  openDirectory(dirname(path));
  const me = identify(process.pid);
  const deadline = Date.now() + limitMs;
  let told = false;
  while (!tryLock(path, me)) {
    const owner = readOwner(path);
    if (owner === undefined) continue;
    if (!isAlive(owner)) {
      removeStale(path, owner);
      continue;
    }
    if (!told) onWait?.(owner.pid);
    told = true;
    if (Date.now() > deadline)
      throw new SetUpError(`process ${owner.pid} has held ${path} for too long; end it or remove the file`);
    await delay(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

/** Made if need be; a checkout that root has worked in is not its owner's to write any more. */
function openDirectory(dir) {
  try {
    mkdirSync(dir, { recursive: true });
    accessSync(dir, constants.W_OK);
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error;
    throw new SetUpError(
      `${dir} is not yours to write (${error.code}); if root has worked here, give it back: sudo chown -R "$USER" '${dirname(dir)}'`,
    );
  }
}

function tryLock(path, me) {
  const aside = `${path}.${process.pid}`;
  writeFileSync(aside, JSON.stringify(me), { mode: 0o600 });
  try {
    linkSync(aside, path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** The owner named in the lock, or undefined when the lock is gone by now. */
function readOwner(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Two processes may see the same dead owner: the guard lets one of them look again and remove. */
function removeStale(path, deadOwner) {
  const guard = `${path}.takeover`;
  try {
    mkdirSync(guard);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const age = Date.now() - (statSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > GUARD_STALE_MS) rmSync(guard, { recursive: true, force: true });
    return;
  }
  try {
    const owner = readOwner(path);
    if (owner && owner.pid === deadOwner.pid && owner.started === deadOwner.started)
      rmSync(path, { force: true });
  } finally {
    rmdirSync(guard);
  }
}

/** A process is its pid plus, where the system tells it, when it started: pids are used again. */
function identify(pid) {
  return { pid, started: startTime(pid) };
}

function isAlive(owner) {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  return owner.started === startTime(owner.pid);
}

/** Linux: the start time in clock ticks since boot (proc(5), field 22). Elsewhere null. */
function startTime(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return null;
    throw error;
  }
}
