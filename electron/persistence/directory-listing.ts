// What lies in the log's directory, by kind. Invariant: it only looks; names it does not know are nobody's business.
import { join } from 'node:path';
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

export async function listDirectory(fs: FileSystem, dir: string): Promise<DirectoryListing> {
  const temporaries: string[] = [];
  const listAs = async <T>(subdirectory: string, parse: (name: string) => T | null): Promise<Listed<T>[]> => {
    const listed: Listed<T>[] = [];
    for (const name of await namesIn(fs, join(dir, subdirectory))) {
      if (isTemporaryName(name)) temporaries.push(join(subdirectory, name));
      const id = parse(name);
      const stat = id === null ? null : await fs.stat(join(dir, subdirectory, name));
      if (id !== null && stat !== null) listed.push({ id, name, bytes: stat.bytes });
    }
    return listed;
  };
  const newestFirst = (a: Listed<CheckpointId>, b: Listed<CheckpointId>): number => b.id.id - a.id.id;
  const segments = await listAs(WAL_DIR, parseSegmentName);
  const checkpoints = await listAs(CHECKPOINT_DIR, parseCheckpointName);
  const restorePoints = await listAs(RESTORE_POINT_DIR, parseCheckpointName);
  const snapshots = await listAs(SNAPSHOT_DIR, parseSnapshotName);
  return {
    segments: segments.sort((a, b) => compareSegments(a.id, b.id)),
    checkpoints: checkpoints.sort(newestFirst),
    restorePoints: restorePoints.sort(newestFirst),
    snapshots,
    temporaries,
  };
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
