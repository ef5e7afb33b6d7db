// What lies in the log's directory, by kind. Invariant: it only looks; names it does not know are nobody's business.
import { join } from 'node:path';
import { mapAtOnce } from './at-once.ts';
import { errorCode } from './errors.ts';
import type { FileSystem } from './file-system.ts';
import {
  CHECKPOINT_DIR,
  type CheckpointId,
  compareSegments,
  isTemporaryName,
  parseCheckpointName,
  parseSegmentName,
  parseSnapshotName,
  RESTORE_POINT_DIR,
  type SegmentId,
  SNAPSHOT_DIR,
  type SnapshotId,
  WAL_DIR,
} from './layout.ts';

export interface Listed<T> {
  readonly id: T;
  /** Without the directory. */
  readonly name: string;
  readonly bytes: number;
}

export interface DirectoryListing {
  /** Oldest first. */
  readonly segments: readonly Listed<SegmentId>[];
  /** Newest first. */
  readonly checkpoints: readonly Listed<CheckpointId>[];
  readonly restorePoints: readonly Listed<CheckpointId>[];
  readonly snapshots: readonly Listed<SnapshotId>[];
  /** Relative to the log's directory. */
  readonly temporaries: readonly string[];
}

/** Asks for everything at once: an answer can take as long as a start's other work leaves no turn for it. */
export async function listDirectory(fs: FileSystem, dir: string): Promise<DirectoryListing> {
  const [segments, checkpoints, restorePoints, snapshots] = await Promise.all([
    listAs(fs, join(dir, WAL_DIR), parseSegmentName),
    listAs(fs, join(dir, CHECKPOINT_DIR), parseCheckpointName),
    listAs(fs, join(dir, RESTORE_POINT_DIR), parseCheckpointName),
    listAs(fs, join(dir, SNAPSHOT_DIR), parseSnapshotName),
  ]);
  const newestFirst = (a: Listed<CheckpointId>, b: Listed<CheckpointId>): number => b.id.id - a.id.id;
  const temporariesIn = (subdirectory: string, { temporaries }: ListedFiles<unknown>): string[] =>
    temporaries.map((name) => join(subdirectory, name));
  return {
    segments: segments.files.sort((a, b) => compareSegments(a.id, b.id)),
    checkpoints: checkpoints.files.sort(newestFirst),
    restorePoints: restorePoints.files.sort(newestFirst),
    snapshots: snapshots.files,
    temporaries: [
      ...temporariesIn(WAL_DIR, segments),
      ...temporariesIn(CHECKPOINT_DIR, checkpoints),
      ...temporariesIn(RESTORE_POINT_DIR, restorePoints),
      ...temporariesIn(SNAPSHOT_DIR, snapshots),
    ],
  };
}

interface ListedFiles<T> {
  readonly files: Listed<T>[];
  readonly temporaries: readonly string[];
}

async function listAs<T>(
  fs: FileSystem,
  dir: string,
  parse: (name: string) => T | null,
): Promise<ListedFiles<T>> {
  const names = await namesIn(fs, dir);
  const files = await mapAtOnce(names, async (name): Promise<Listed<T>[]> => {
    const id = parse(name);
    const stat = id === null ? null : await fs.stat(join(dir, name));
    return id === null || stat === null ? [] : [{ id, name, bytes: stat.bytes }];
  });
  return { files: files.flat(), temporaries: names.filter(isTemporaryName) };
}

/** A directory that is not there has no names. */
async function namesIn(fs: FileSystem, dir: string): Promise<string[]> {
  try {
    return await fs.list(dir);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
