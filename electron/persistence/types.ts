// The engine's outward vocabulary: what callers append, read back and are told. Invariant: nothing here names a pane, a
// pty or a window; records are bytes, streams are numbers. The file knows no file system and no encoding.
import type { FileSystem } from './file-system.ts';
import type { ProcessTable } from './process-table.ts';

/** Number of a journaled record: 1, 2, 3... in the order of their effect. 0 means "none yet". */
export type Lsn = number;

/** Names a byte stream for good: a positive integer below 2^32, never reused by the caller. */
export type StreamId = number;

/** An address in a stream. Ordered by incarnation, then offset; `offset` counts one unit per output byte and one per mark. */
export interface StreamPosition {
  readonly incarnation: number;
  readonly offset: number;
}

/** Opaque structural change; the state machine alone can read it, each one by itself. */
export interface StateRecord {
  readonly kind: 'state';
  readonly data: Uint8Array;
}

/** Bytes of a stream that begin at `offset`; they take `data.length` units. */
export interface OutputRecord {
  readonly kind: 'output';
  readonly stream: StreamId;
  readonly incarnation: number;
  readonly offset: number;
  readonly data: Uint8Array;
}

/** Something that happened between two bytes of a stream (a resize, a clear); it takes exactly one unit. */
export interface MarkRecord {
  readonly kind: 'mark';
  readonly stream: StreamId;
  readonly incarnation: number;
  readonly offset: number;
  readonly data: Uint8Array;
}

export type LogRecord = StateRecord | OutputRecord | MarkRecord;

/** 'now': synced at once. 'soon': synced within `walFlushIntervalMs`. Either is handed to the system in the same turn. */
export type Urgency = 'now' | 'soon';

export type CheckpointReason = 'start' | 'interval' | 'wal-size' | 'user' | 'heal' | 'restore' | 'shutdown';

/**
 * What the log carries, opaque to it. The caller appends a record and applies it in one synchronous step, so that save(),
 * which the log calls synchronously, is the state as of the last appended LSN.
 */
export interface StateMachine {
  /** Called once, first, with what save() returned for the checkpoint that was loaded; null for an empty beginning. */
  restore(saved: Uint8Array | null): void;
  /** Replay, in LSN order. Throwing refuses to open the log (ReplayError with file and offset); salvage mode skips instead. */
  apply(record: Uint8Array, lsn: Lsn): void;
  save(): Uint8Array;
}

export interface LogConfig {
  /** Longest time between checkpoints while something is being recorded. 0: none by time. */
  readonly checkpointIntervalMs: number;
  /** Longest time that a record appended with 'soon' stays unsynced. */
  readonly walFlushIntervalMs: number;
  /** The WAL's total size stays around it, all that retained checkpoints pin included. */
  readonly maxWalSizeBytes: number;
  /** That many checkpoints can each be recovered from (their WAL and snapshots are kept); the empty beginning counts as one. */
  readonly keepCheckpoints: number;
  /** Bound for everything in the directory; the oldest restore points go first. */
  readonly maxStateBytes: number;
  /** A segment is closed when it passes this. Default: 16 MiB, less where `maxWalSizeBytes` is small. */
  readonly segmentBytes?: number;
}

/** Time, as a port: wall clock for what people read, monotonic for intervals. */
export interface Clock {
  /** Milliseconds since 1970. May jump. */
  now(): number;
  /** Milliseconds that never jump. */
  monotonic(): number;
  /** Calls back once after `delayMs`; the returned function cancels. Must not keep the process alive. */
  setTimeout(callback: () => void, delayMs: number): () => void;
}

export type LogMode = 'recording' | 'degraded' | 'read-only' | 'disabled';

export interface CheckpointInfo {
  readonly id: string;
  readonly lsn: Lsn;
  /** ISO 8601. */
  readonly at: string;
  readonly bytes: number;
  readonly durationMs: number;
}

export interface LogStatus {
  readonly mode: LogMode;
  /** Why the mode is not 'recording', for a person. */
  readonly reason: string | null;
  readonly lastDegradedAt: string | null;
  readonly lsn: Lsn;
  readonly durableLsn: Lsn;
  readonly lastDurableAt: string | null;
  readonly walBytes: number;
  readonly segments: number;
  readonly checkpoint: CheckpointInfo | null;
  readonly checkpoints: number;
  readonly stateBytes: number;
  readonly restorePoints: number;
  /** Restore points that went before their time since the start, because of `maxStateBytes`. */
  readonly restorePointsDroppedForRoom: number;
}

export type LossKind =
  | 'torn-tail'
  | 'corrupt-segment'
  | 'corrupt-checkpoint'
  | 'corrupt-snapshot'
  | 'missing-file'
  | 'other';

/** A state to go back to, whatever has happened to the log since. */
export interface RestorePoint {
  readonly id: string;
  readonly lsn: Lsn;
  /** ISO 8601. */
  readonly at: string;
  /** With its snapshots, some of which it may share with others. */
  readonly bytes: number;
  readonly reason: CheckpointReason;
}

export interface RestorePointContent {
  readonly point: RestorePoint;
  /** What the state machine's save() returned then. */
  readonly state: Uint8Array;
  readonly streams: readonly StreamId[];
  /** null when it cannot be read any more. Rejects when the system is too short of something to tell. */
  snapshot(stream: StreamId): Promise<StreamSnapshot | null>;
}

/** Something that could not be kept. `file` is relative to the log's directory. */
export interface Loss {
  readonly kind: LossKind;
  readonly file: string;
  readonly offset: number;
  readonly bytes: number;
  readonly detail: string;
}

export interface RecoveryReport {
  readonly cause: 'first-run' | 'clean' | 'crash';
  /** ISO 8601. */
  readonly at: string;
  readonly durationMs: number;
  readonly checkpointLsn: Lsn | null;
  readonly replayedRecords: number;
  readonly replayedBytes: number;
  readonly losses: readonly Loss[];
}

/** 'lost': the units from `position` up to `until` are gone (damage, or an outage that outlasted memory). */
export type StreamEntry =
  | { readonly kind: 'output'; readonly position: StreamPosition; readonly data: Uint8Array }
  | { readonly kind: 'mark'; readonly position: StreamPosition; readonly data: Uint8Array }
  | { readonly kind: 'lost'; readonly position: StreamPosition; readonly until: StreamPosition };

export interface StreamSnapshot {
  readonly position: StreamPosition;
  readonly data: Uint8Array;
}

/**
 * A stream as of the call of readStream(), whatever is appended or folded meanwhile: the snapshot, then every entry from its
 * position on. `entries` can be iterated once, and the files behind it are kept until the iteration ends or release() is called.
 */
export interface StreamContent {
  readonly snapshot: StreamSnapshot | null;
  /**
   * Set when the snapshot cannot be read and no older one can stand in for it (then `snapshot` is that one, with more entries
   * behind it): what was before its position is gone, the entries behind it are there.
   */
  readonly snapshotLost: Loss | null;
  /** Where the stream ended at the call; null for one that never had anything. */
  readonly end: StreamPosition | null;
  readonly entries: AsyncIterable<readonly StreamEntry[]>;
  release(): void;
}

export interface StreamSize {
  /** Output bytes and marks' data since the snapshot. */
  readonly tailBytes: number;
  readonly snapshotBytes: number;
}

export interface StreamStatus extends StreamSize {
  readonly stream: StreamId;
  /** WAL bytes from where the tail begins to the end of the log: what folding this stream could set free. */
  readonly pinnedWalBytes: number;
  /** The tail begins in the oldest segment that any stream's tail needs. */
  readonly pinsOldestSegment: boolean;
  /** The tail keeps bytes of a dropped stream on disk, and is too long for the log to move it: fold it. */
  readonly pinsForgotten: boolean;
}

/** 'normal' keeps exactly a prefix; 'salvage' goes on behind damage with whatever can be read; 'read-only' changes nothing on disk. */
export type OpenMode = 'normal' | 'salvage' | 'read-only';

export interface OpenLogOptions {
  /** Made if missing (its parent must exist); everything in it is 0700/0600. */
  readonly dir: string;
  readonly machine: StateMachine;
  readonly config: LogConfig;
  readonly mode?: OpenMode;
  readonly fs?: FileSystem;
  readonly clock?: Clock;
  readonly processes?: ProcessTable;
  /** Damage that shows only when a file is read, long after the report: once a place, over all starts. A copy goes to quarantine. */
  readonly onLoss?: (loss: Loss) => void;
  /** Called, never inside append(), when the mode or the reason changes and after each checkpoint. */
  readonly onStatus?: (status: LogStatus) => void;
}

export interface OpenedLog {
  readonly log: Log;
  readonly report: RecoveryReport;
}

export interface Log {
  /**
   * Queues one atomic batch: after a crash all of it is there or nothing. Synchronous, copies the data, never fails because of
   * the disk; throws BatchTooLargeError past 32 MiB and LogClosedError after close(). Returns the LSN of its last journaled
   * record. During an outage output takes no LSN until it can be written again.
   */
  append(records: readonly LogRecord[], urgency: Urgency): Lsn;
  /** Resolves when everything up to `lsn` survives a power cut; at once, with `degraded`, while the disk is failing. */
  whenDurable(lsn: Lsn): Promise<{ readonly degraded: boolean }>;
  /** Writes and syncs everything appended before the call; resolves with the durable LSN (short of it in an outage). */
  flush(): Promise<Lsn>;
  /** Resolves when a verified checkpoint of the state as of the call is durable. Concurrent calls share one. Rejects with CheckpointError. */
  checkpoint(reason: CheckpointReason): Promise<CheckpointInfo>;
  /** A consistent cut as of the call, what is still in memory included. An unknown stream is empty. */
  readStream(stream: StreamId): Promise<StreamContent>;
  /**
   * Resolves when the snapshot is durable and verified. It replaces everything before `position`: at once for readStream(), and
   * for recovery from the next checkpoint on. Rejects with SnapshotError; the stream is then as before.
   */
  putSnapshot(stream: StreamId, position: StreamPosition, data: Uint8Array): Promise<void>;
  /**
   * The caller can make nothing of the stream's snapshot, whose bytes are as they were written: as for damage, a copy goes to
   * quarantine before anything newer lets the file go, and the loss is told (onLoss).
   */
  setSnapshotAside(stream: StreamId, detail: string): void;
  /**
   * The next checkpoint no longer lists the stream, and with it, or, where long tails of other streams have to be folded first
   * (`pinsForgotten`), with one behind that, its bytes are gone from everything but restore points and quarantine.
   */
  dropStream(stream: StreamId): void;
  streams(): Iterable<StreamStatus>;
  /** Of one stream; null when there is none of that id. */
  sizeOf(stream: StreamId): StreamSize | null;
  /**
   * Keeps the state as of the call as a restore point; older points are thinned out. `contents` has what each stream is to
   * be then, everything in one snapshot; a stream that is not in it keeps its newest snapshot. Rejects with CheckpointError.
   */
  keepRestorePoint(
    contents: ReadonlyMap<StreamId, StreamSnapshot>,
    reason: CheckpointReason,
  ): Promise<RestorePoint>;
  /** Newest first. */
  restorePoints(): readonly RestorePoint[];
  readRestorePoint(id: string): RestorePointContent | null;
  /**
   * Drops the streams, takes them out of every restore point, and makes checkpoints until the rest is gone as well, as
   * far as `holds` can say so at once. `redact` makes of a restore point's state what may stay of it: null when that is
   * nothing, and the point goes; the same bytes when nothing has to change. What the caller's own records say of the
   * streams goes too, if one that takes it back was appended before. Rejects with CheckpointError.
   */
  purge(streams: ReadonlySet<StreamId>, redact: (state: Uint8Array) => Uint8Array | null): Promise<void>;
  /**
   * After purge(): whether a file (but for copies in quarantine) may still have something of the streams, because a reader
   * is not done or a long tail has to be folded (`pinsForgotten`). It goes with a later checkpoint.
   */
  holds(streams: ReadonlySet<StreamId>): boolean;
  /** Bytes queued and not yet handed to the system; what the caller slows its producers down by. */
  backlogBytes(): number;
  status(): LogStatus;
  configure(config: Partial<LogConfig>): void;
  /** Syncs, optionally checkpoints, marks the end as clean and gives up the lock. Safe to call twice. */
  close(options?: { readonly checkpoint?: boolean }): Promise<void>;
}
