// What recovery found out, for the log that goes on from there. Invariant: recovery itself writes nothing; what has to be
// copied aside is listed here and done once the new segment is under way.
import type { Checkpoint } from './checkpoint-file.ts';
import type { CheckpointId, SegmentId } from './layout.ts';
import type { SegmentTable } from './segment-table.ts';
import type { StreamTable } from './stream-table.ts';
import type { Loss, Lsn, RecoveryReport } from './types.ts';

/** A checkpoint file that checks out; the newest is the one the state came from. */
export interface StoredCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly bytes: number;
}

export type QuarantineJob =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'move'; readonly file: string }
  /** Bytes `offset` to `end` of a file that is otherwise sound. */
  | { readonly kind: 'tail'; readonly file: string; readonly offset: number; readonly end: number }
  | { readonly kind: 'note'; readonly file: string; readonly loss: Loss };

export interface Recovered {
  readonly cause: RecoveryReport['cause'];
  readonly losses: Loss[];
  readonly replayedRecords: number;
  readonly replayedBytes: number;
  readonly segments: SegmentTable;
  readonly streams: StreamTable;
  /** Newest first. */
  readonly checkpoints: readonly StoredCheckpoint[];
  /** Newest first. */
  readonly restorePoints: readonly StoredCheckpoint[];
  /** Sizes of the snapshots that are there, by name. */
  readonly snapshots: ReadonlyMap<string, number>;
  /** Where the accepted log ends. */
  readonly accepted: { readonly segment: SegmentId; readonly bytes: number } | null;
  /** LSN of the last record in the accepted log; 0 if it has none. */
  readonly walLsn: Lsn;
  /** The highest LSN that any file mentions. */
  readonly highestLsn: Lsn;
  readonly highestEpoch: number;
  readonly highestCheckpoint: CheckpointId | null;
  readonly highestSnapshotSerial: number;
  /** State and WAL end agree, so replay may go on over a jump of LSNs. */
  readonly replayGoesOn: boolean;
  /** Names of the notes about losses that have been told of, by this start or an earlier one. */
  readonly told: ReadonlySet<string>;
  /** Files that are kept hold bytes of streams that the newest checkpoint has forgotten. */
  readonly holdsForgotten: boolean;
  readonly quarantine: readonly QuarantineJob[];
  /** Unpublished files of a writer that is gone, relative names. */
  readonly leftovers: readonly string[];
}
