// Directories that only their owner may enter. Invariant: what `ensurePrivateDirectory` returns from is a directory of this
// user's with no bit for anybody else; a foreign one is refused, because its owner could swap whatever we put into it.
import { chmodSync, lstatSync, mkdirSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';

export class PrivacyError extends Error {
  readonly code: 'not-ours' | 'not-a-directory' | 'not-makeable';
  readonly path: string;

  constructor(code: PrivacyError['code'], path: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PrivacyError';
    this.code = code;
    this.path = path;
  }
}

/** What was found open to others and is so no longer (or could not be closed); one plain sentence. */
export type Repair = string;

const othersBits = 0o077;

/**
 * Makes the directory (and its parents) if it is missing, 0700. One that exists loses its bits for group and others.
 * Throws PrivacyError if it belongs to somebody else, is no directory or cannot be made.
 */
export function ensurePrivateDirectory(path: string): Repair[] {
  const stats = madeDirectory(path);
  if (!stats.isDirectory()) {
    throw new PrivacyError(
      'not-a-directory',
      path,
      `${path} is not a directory; move it away or choose another home`,
    );
  }
  if (!isOurs(stats)) {
    throw new PrivacyError('not-ours', path, `${path} belongs to another user; choose a home of your own`);
  }
  return closeToOthers(path, stats);
}

/** Takes away the bits for group and others from one file, which may be missing, or a link to a file that the user keeps elsewhere. */
export function closeFileToOthers(path: string): Repair[] {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats === undefined || stats.isSymbolicLink() || !isOurs(stats) ? [] : closeToOthers(path, stats);
}

/** Whether a directory belongs to this user, is not a link, and nobody else may enter it. */
export function isPrivateDirectory(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return false;
  return (
    stats.isDirectory() && isOurs(stats) && (process.platform === 'win32' || (stats.mode & othersBits) === 0)
  );
}

function madeDirectory(path: string): Stats {
  try {
    makeWithParents(path);
    return statSync(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PrivacyError('not-makeable', path, `${path} cannot be made: ${reason}`, { cause: error });
  }
}

/** Not mkdir's own `recursive`, which never returns where the parent is there and refuses with ENOENT (as /proc does). */
function makeWithParents(path: string): void {
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return;
  const parent = dirname(path);
  if (parent !== path) makeWithParents(parent);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another start may have been faster.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

/** Windows has no such owner: its access lists are inherited from the user's profile. */
export function isOurs(stats: Stats): boolean {
  return process.getuid === undefined || stats.uid === process.getuid();
}

/** What had to be taken away, or could not be. */
export function closeToOthers(path: string, stats: Stats): Repair[] {
  if (process.platform === 'win32' || (stats.mode & othersBits) === 0) return [];
  const before = (stats.mode & 0o777).toString(8);
  try {
    chmodSync(path, stats.mode & 0o7700);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [
      `${path} can be entered or read by others (mode ${before}) and that cannot be changed: ${reason}`,
    ];
  }
  return [`${path} was open to others (mode ${before}); only you may use it now`];
}
