// Files that are read and published as a whole. Invariant: publishing is temporary file, write, sync, rename, directory sync,
// read back: a name never shows half a file, and on return the bytes on disk are known to be the right ones.
import { join } from 'node:path';
import { errorCode } from './errors.ts';
import type { FileSystem, OpenFile } from './file-system.ts';
import { temporaryName } from './layout.ts';

/** Thrown when a file reads back differently from what was just written and synced. */
export class ReadBackError extends Error {
  override readonly name = 'ReadBackError';

  constructor(readonly file: string) {
    super(`${file} does not read back as it was written`);
  }
}

/** Thrown when a file is larger than any we would have written; nothing of it is read. */
export class OversizedFileError extends Error {
  override readonly name = 'OversizedFileError';

  constructor(
    readonly file: string,
    readonly bytes: number,
  ) {
    super(`${file} is ${bytes} bytes long, more than it can be`);
  }
}

/** All bytes of a file; null if there is none. Allocates no more than `maxBytes`. */
export async function readWhole(fs: FileSystem, path: string, maxBytes: number): Promise<Buffer | null> {
  const stat = await fs.stat(path);
  if (stat === null) return null;
  if (stat.bytes > maxBytes) throw new OversizedFileError(path, stat.bytes);
  // It may be gone since it was looked at.
  const file = await openIfThere(fs, path);
  if (file === null) return null;
  try {
    const bytes = Buffer.allocUnsafe(stat.bytes);
    return bytes.subarray(0, await file.read(bytes, 0));
  } finally {
    await file.close();
  }
}

/** For reading; null if there is none. */
export async function openIfThere(fs: FileSystem, path: string): Promise<OpenFile | null> {
  try {
    return await fs.openForReading(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Writes all parts from `position`, whatever the system takes at a time; returns the position behind them. */
export async function writeFully(
  file: Pick<OpenFile, 'writev'>,
  parts: readonly Uint8Array[],
  position: number,
): Promise<number> {
  let at = position;
  let rest = parts;
  while (rest.length > 0) {
    let written = await file.writev(rest, at);
    at += written;
    const left: Uint8Array[] = [];
    for (const part of rest) {
      if (written >= part.length) written -= part.length;
      else {
        left.push(written === 0 ? part : part.subarray(written));
        written = 0;
      }
    }
    rest = left;
  }
  return at;
}

/** Creates `dir/name`, or replaces it, atomically; durable and read back on return. On failure the temporary file is removed. */
export async function publishFile(
  fs: FileSystem,
  dir: string,
  name: string,
  parts: readonly Uint8Array[],
): Promise<void> {
  const temporary = join(dir, temporaryName(name));
  const target = join(dir, name);
  try {
    await removeIfThere(fs, temporary);
    const file = await fs.create(temporary);
    try {
      await writeFully(file, parts, 0);
      await file.datasync();
    } finally {
      await file.close();
    }
    await fs.rename(temporary, target);
    await fs.syncDir(dir);
    await verifyContents(fs, target, parts);
  } catch (error) {
    // Best effort: what went wrong first is what the caller must hear.
    await removeIfThere(fs, temporary).catch(() => false);
    throw error;
  }
}

/** Resolves with whether there was something to remove. */
export async function removeIfThere(fs: FileSystem, path: string): Promise<boolean> {
  try {
    await fs.unlink(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

async function verifyContents(fs: FileSystem, path: string, parts: readonly Uint8Array[]): Promise<void> {
  const expected = parts.reduce((sum, part) => sum + part.length, 0);
  const actual = await readWhole(fs, path, expected).catch((error: unknown) => {
    if (error instanceof OversizedFileError) return null;
    throw error;
  });
  if (actual === null || actual.length !== expected) throw new ReadBackError(path);
  let at = 0;
  for (const part of parts) {
    if (actual.compare(part, 0, part.length, at, at + part.length) !== 0) throw new ReadBackError(path);
    at += part.length;
  }
}
