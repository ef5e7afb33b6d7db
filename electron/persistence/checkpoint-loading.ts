// Reads the checkpoints that are there, newest first. Invariant: one that does not check out is set aside and reported, never
// used and never removed; one of a later version refuses to open.
import { join } from 'node:path';
import { decodeCheckpoint, MAX_CHECKPOINT_FILE_BYTES } from './checkpoint-file.ts';
import type { Listed } from './directory-listing.ts';
import { UnsupportedVersionError } from './errors.ts';
import type { FileSystem } from './file-system.ts';
import type { CheckpointId } from './layout.ts';
import type { StoredCheckpoint } from './recovery-types.ts';
import type { Loss } from './types.ts';
import { OversizedFileError, readWhole } from './whole-file.ts';

export interface LoadedCheckpoints {
  /** Newest first. */
  readonly sound: StoredCheckpoint[];
  readonly losses: Loss[];
}

export async function loadCheckpoints(
  fs: FileSystem,
  dir: string,
  subdirectory: string,
  listed: readonly Listed<CheckpointId>[],
): Promise<LoadedCheckpoints> {
  const sound: StoredCheckpoint[] = [];
  const losses: Loss[] = [];
  for (const { id, name, bytes } of listed) {
    const file = join(subdirectory, name);
    const detail = await loadOne(fs, dir, file, id, bytes, sound);
    if (detail !== null) losses.push({ kind: 'corrupt-checkpoint', file, offset: 0, bytes, detail });
  }
  return { sound, losses };
}

/** Resolves with what is wrong, or null. */
async function loadOne(
  fs: FileSystem,
  dir: string,
  file: string,
  id: CheckpointId,
  bytes: number,
  sound: StoredCheckpoint[],
): Promise<string | null> {
  let contents: Buffer | null;
  try {
    contents = await readWhole(fs, join(dir, file), MAX_CHECKPOINT_FILE_BYTES);
  } catch (error) {
    if (error instanceof OversizedFileError) return error.message;
    throw error;
  }
  if (contents === null) return 'the file vanished';
  const result = decodeCheckpoint(contents);
  switch (result.kind) {
    case 'version':
      throw new UnsupportedVersionError(file, result.version);
    case 'bad':
      return result.detail;
    case 'ok':
      if (result.checkpoint.id !== id.id || result.checkpoint.lsn !== id.lsn)
        return 'it is not the one it is named as';
      sound.push({ checkpoint: result.checkpoint, bytes });
      return null;
  }
}
