// One writer per directory. Claims are files LOCK.1, LOCK.2...; the highest one is the lock, and whoever wants it links a
// complete claim to the next number, which succeeds for one of many. Invariant: a number is never used again before a higher
// one exists, so a starter with an old view either fails to link or sees the higher claim and steps back.
import { join } from 'node:path';
import { errorCode, LockedError, StrangeClaimError } from './errors.ts';
import type { FileSystem } from './file-system.ts';
import { temporaryName } from './layout.ts';
import type { ProcessIdentity, ProcessTable } from './process-table.ts';
import { readWhole, removeIfThere, writeFully } from './whole-file.ts';

const NAME = 'LOCK';
const MAX_CLAIM_BYTES = 4096;
/** One for each start: no directory sees so many. */
const LAST_NUMBER = 999_999_999_999;
/** So often in a row a claim goes between being listed and being read only if there is nothing behind its name. */
const MOST_LOOKS = 16;

interface Claim extends ProcessIdentity {
  readonly token: string;
  readonly released: boolean;
}

export interface DirectoryLock {
  /** False when the claim is gone or another one is above it: the directory was removed, or somebody broke in. */
  isHeld(): Promise<boolean>;
  /** Others may take the lock as soon as this resolves. */
  release(): Promise<void>;
}

/**
 * Rejects with LockedError while a living process holds the lock; takes over at once from a dead one. Rejects with
 * StrangeClaimError where there is no number left.
 */
export async function acquireLock(
  fs: FileSystem,
  dir: string,
  processes: ProcessTable,
): Promise<DirectoryLock> {
  const claim: Claim = { ...processes.self(), token: newToken(), released: false };
  const prepared = join(dir, temporaryName(`${NAME}-${claim.token}`));
  await writeClaim(fs, prepared, claim);
  try {
    for (;;) {
      const newest = await newestClaim(fs, dir);
      if (newest !== null && newest.claim !== null && isHeldBy(newest.claim, processes)) {
        throw new LockedError(dir, newest.claim.pid);
      }
      const number = (newest?.number ?? 0) + 1;
      if (number > LAST_NUMBER) throw new StrangeClaimError(claimPath(dir, LAST_NUMBER));
      if (await linkClaim(fs, prepared, claimPath(dir, number))) {
        const now = await newestClaim(fs, dir);
        if (now?.number === number) {
          await settle(fs, dir, number, prepared);
          return lockOf(fs, dir, number, claim);
        }
        await removeIfThere(fs, claimPath(dir, number));
      }
    }
  } finally {
    await removeIfThere(fs, prepared);
  }
}

/** The living owner of a directory's lock, or null. Changes nothing. */
export async function lockOwner(
  fs: FileSystem,
  dir: string,
  processes: ProcessTable,
): Promise<ProcessIdentity | null> {
  const newest = await newestClaim(fs, dir);
  return newest?.claim && isHeldBy(newest.claim, processes) ? newest.claim : null;
}

/** Tells claims apart and is no secret: node:crypto would take longer to load than all of the locking. */
function newToken(): string {
  const half = () =>
    Math.floor(Math.random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  return `${half()}${half()}`;
}

function claimPath(dir: string, number: number): string {
  return join(dir, `${NAME}.${number}`);
}

function isHeldBy(claim: Claim, processes: ProcessTable): boolean {
  return !claim.released && processes.isAlive(claim);
}

async function writeClaim(fs: FileSystem, path: string, claim: Claim): Promise<void> {
  const file = await fs.create(path);
  try {
    await writeFully(file, [Buffer.from(`${JSON.stringify(claim)}\n`)], 0);
  } finally {
    await file.close();
  }
}

async function linkClaim(fs: FileSystem, prepared: string, path: string): Promise<boolean> {
  try {
    await fs.link(prepared, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** `claim` is null when the file cannot be read as one: after a power cut, which no owner survives. */
async function newestClaim(
  fs: FileSystem,
  dir: string,
): Promise<{ readonly number: number; readonly claim: Claim | null } | null> {
  let missed = { number: 0, looks: 0 };
  for (;;) {
    const [number] = claimNumbers(await fs.list(dir));
    if (number === undefined) return null;
    const bytes = await readWhole(fs, claimPath(dir, number), MAX_CLAIM_BYTES);
    if (bytes !== null) return { number, claim: parseClaim(bytes) };
    // Gone since it was listed: its owner was overtaken, so look again. A link that leads nowhere stays.
    missed = { number, looks: number === missed.number ? missed.looks + 1 : 1 };
    if (missed.looks === MOST_LOOKS) return { number, claim: null };
  }
}

/** Highest first. */
function claimNumbers(names: readonly string[]): number[] {
  const numbers: number[] = [];
  for (const name of names) {
    const match = /^LOCK\.(\d{1,12})$/.exec(name);
    if (match !== null) numbers.push(Number(match[1]));
  }
  return numbers.sort((a, b) => b - a);
}

function parseClaim(bytes: Buffer): Claim | null {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString());
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { pid, startTime, bootId, token, released } = value as Record<string, unknown>;
  if (typeof pid !== 'number' || typeof token !== 'string') return null;
  return {
    pid,
    token,
    startTime: typeof startTime === 'string' ? startTime : null,
    bootId: typeof bootId === 'string' ? bootId : null,
    released: released === true,
  };
}

/** Below the claim nothing counts any more; LOCK without a number is for people and scripts that want to know who it is. */
async function settle(fs: FileSystem, dir: string, number: number, prepared: string): Promise<void> {
  await fs.rename(prepared, join(dir, NAME));
  const names = await fs.list(dir);
  for (const old of claimNumbers(names)) {
    if (old < number) await removeIfThere(fs, claimPath(dir, old));
  }
}

function lockOf(fs: FileSystem, dir: string, number: number, claim: Claim): DirectoryLock {
  const isHeld = async (): Promise<boolean> => {
    const newest = await newestClaim(fs, dir).catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') return null;
      throw error;
    });
    return newest !== null && newest.number === number && newest.claim?.token === claim.token;
  };
  return {
    isHeld,
    async release() {
      if (!(await isHeld())) return;
      // The number stays: were it free, a starter with an old view could claim it beside a newer owner.
      // Not read back: from the rename on the file may go, because somebody else has taken the lock.
      const aside = join(dir, temporaryName(`${NAME}-${claim.token}`));
      await writeClaim(fs, aside, { ...claim, released: true });
      await fs.rename(aside, claimPath(dir, number));
    },
  };
}
