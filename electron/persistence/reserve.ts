// A megabyte to give up when the disk is full, so that structure can still be written. Invariant: while the file is there its
// blocks are really taken (zeros are written, not skipped over).
import { join } from 'node:path';
import type { FileSystem } from './file-system.ts';
import { RESERVE_FILE } from './layout.ts';
import { publishFile, removeIfThere } from './whole-file.ts';

export const RESERVE_BYTES = 1024 * 1024;

/** Rejects with the system's error (ENOSPC) when there is no room for it. */
export async function keepReserve(fs: FileSystem, dir: string): Promise<void> {
  const path = join(dir, RESERVE_FILE);
  if ((await fs.stat(path))?.bytes === RESERVE_BYTES) return;
  await publishFile(fs, dir, RESERVE_FILE, [Buffer.alloc(RESERVE_BYTES)]);
}

/** Resolves with whether there was one. */
export function giveUpReserve(fs: FileSystem, dir: string): Promise<boolean> {
  return removeIfThere(fs, join(dir, RESERVE_FILE));
}
