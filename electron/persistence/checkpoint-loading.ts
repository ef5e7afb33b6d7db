// Reads the checkpoints that are there, newest first. Invariant: one that does not check out is set aside and reported, never
// used and never removed; one of a later version refuses to open.
import { join } from 'node:path';
import { mapAtOnce } from './at-once.ts';
import { type Checkpoint, decodeCheckpoint, MAX_CHECKPOINT_FILE_BYTES } from './checkpoint-file.ts';
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
  const loaded = await mapAtOnce(listed, async (one) => {
    const file = join(subdirectory, one.name);
    return { one, file, checkpoint: await loadOne(fs, dir, file, one.id) };
  });
  const sound: StoredCheckpoint[] = [];
  const losses: Loss[] = [];
  for (const { one, file, checkpoint } of loaded) {
    const { bytes } = one;
    if (typeof checkpoint !== 'string') sound.push({ checkpoint, bytes });
    else losses.push({ kind: 'corrupt-checkpoint', file, offset: 0, bytes, detail: checkpoint });
  }
  return { sound, losses };
}

/** Resolves with the checkpoint, or with what is wrong. */
async function loadOne(
  fs: FileSystem,
  dir: string,
  file: string,
  id: CheckpointId,
): Promise<Checkpoint | string> {
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
      return result.checkpoint;
  }
}
