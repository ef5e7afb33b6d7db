// The log as its callers see it: puts writer, streams, checkpoints and files together. Invariant: append() is synchronous and
// cheap; everything that touches the disk is behind a promise; a checkpoint's cut is taken in one synchronous step.
import { join } from 'node:path';
import type { Checkpointer } from './checkpointer.ts';
import { CheckpointError, LogClosedError } from './errors.ts';
import type { FileSystem } from './file-system.ts';
import { Forgetting } from './forgetting.ts';
import { compareSegments, type SegmentId, SNAPSHOT_DIR } from './layout.ts';
import { endOfRecord } from './position.ts';
import { noteName } from './quarantine.ts';
import type { QuarantineQueue } from './quarantine-queue.ts';
import type { RestorePoints } from './restore-points.ts';
import type { SegmentTable } from './segment-table.ts';
import type { StateFiles } from './state-files.ts';
import { StreamContents } from './stream-contents.ts';
import type { StreamTable } from './stream-table.ts';
import type {
  CheckpointInfo,
  CheckpointReason,
  Clock,
  Log,
  LogConfig,
  LogMode,
  LogRecord,
  LogStatus,
  Loss,
  Lsn,
  RestorePoint,
  RestorePointContent,
  StreamContent,
  StreamId,
  StreamPosition,
  StreamSize,
  StreamSnapshot,
  StreamStatus,
  Urgency,
} from './types.ts';
import { segmentBytesFor } from './wal-size.ts';
import type { WalWriter } from './wal-writer.ts';

export interface DiskLogParts {
  readonly fs: FileSystem;
  readonly dir: string;
  readonly clock: Clock;
  readonly config: LogConfig;
  readonly writer: WalWriter;
  readonly segments: SegmentTable;
  readonly streams: StreamTable;
  readonly files: StateFiles;
  readonly checkpointer: Checkpointer;
  readonly quarantine: QuarantineQueue;
  readonly restorePoints: RestorePoints;
  readonly nextSnapshotSerial: () => number;
  /** What was found at the start may hold bytes of streams that are gone. */
  readonly holdsForgotten: boolean;
  /** Names of the notes about losses that have been told of. */
  readonly told: ReadonlySet<string>;
  readonly onLoss: (loss: Loss) => void;
  readonly onStatus: (status: LogStatus) => void;
  readonly releaseLock: () => Promise<void>;
}

export class DiskLog implements Log {
  readonly #parts: DiskLogParts;
  #config: LogConfig;
  /** Records known to the last checkpoint, and the WAL's size then. */
  #checkpointedLsn: Lsn;
  #walBytesSinceCheckpoint = 0;
  #cancelInterval: (() => void) | null = null;
  #closing: Promise<void> | null = null;
  readonly #contents: StreamContents;
  readonly #forgetting: Forgetting;
  readonly #told: Set<string>;
  /** What close() waits for: whoever has the lock next must find nobody writing. */
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(parts: DiskLogParts) {
    this.#parts = parts;
    this.#config = parts.config;
    this.#told = new Set(parts.told);
    this.#contents = new StreamContents({ ...parts, noteLoss: (loss) => this.noteLoss(loss) });
    this.#forgetting = new Forgetting({
      ...parts,
      isDue: parts.holdsForgotten,
      readStream: (stream) => this.readStream(stream),
      append: (records, urgency) => this.append(records, urgency),
    });
    this.#checkpointedLsn = parts.checkpointer.latest?.lsn ?? 0;
    this.#scheduleInterval();
  }

  append(records: readonly LogRecord[], urgency: Urgency): Lsn {
    const lsn = this.#parts.writer.append(records, urgency);
    for (const record of records) {
      if (record.kind === 'state') continue;
      const { stream, incarnation, offset, data } = record;
      const end = endOfRecord(record.kind, incarnation, offset, data.length);
      this.#parts.streams.noteAppended(stream, end, data.length);
    }
    return lsn;
  }

  whenDurable(lsn: Lsn): Promise<{ readonly degraded: boolean }> {
    return this.#parts.writer.whenDurable(lsn);
  }

  flush(): Promise<Lsn> {
    return this.#parts.writer.flush();
  }

  checkpoint(reason: CheckpointReason): Promise<CheckpointInfo> {
    return this.#whileOpen(() => this.#checkpoint(reason));
  }

  async #checkpoint(reason: CheckpointReason): Promise<CheckpointInfo> {
    const { writer, checkpointer } = this.#parts;
    // A person's wish is also the one more try that a disk that failed twice is waiting for.
    if (reason === 'user' && !writer.isRecording) await writer.heal();
    await this.#forgetting.prepare();
    let info = await checkpointer.write(reason);
    // The one that was asked for is there; what is still to be forgotten waits for the next.
    const more = this.#forgetting.finish(this.keepCheckpoints, () => checkpointer.write(reason));
    info = (await more.catch(() => null)) ?? info;
    this.#checkpointedLsn = info.lsn;
    // What went wrong there is no reason to doubt the checkpoint; the next one tries again.
    await this.#parts.restorePoints.thin().catch(() => undefined);
    this.#walBytesSinceCheckpoint = 0;
    this.#scheduleInterval();
    this.#report();
    return info;
  }

  readStream(id: StreamId): Promise<StreamContent> {
    return this.#contents.read(id);
  }

  putSnapshot(id: StreamId, position: StreamPosition, data: Uint8Array): Promise<void> {
    return this.#whileOpen(() => this.#contents.putSnapshot(id, position, data));
  }

  setSnapshotAside(id: StreamId, detail: string): void {
    const ref = this.#parts.streams.get(id)?.snapshot ?? null;
    if (ref === null) return;
    const file = join(SNAPSHOT_DIR, ref.name);
    this.noteLoss({ kind: 'corrupt-snapshot', file, offset: 0, bytes: ref.bytes, detail });
  }

  dropStream(id: StreamId): void {
    if (this.#parts.streams.drop(id, this.#parts.writer.lastLsn)) this.#forgetting.noteDropped();
  }

  *streams(): Iterable<StreamStatus> {
    const { segments, streams } = this.#parts;
    let oldest: SegmentId | null = null;
    for (const stream of streams.all()) {
      const first = stream.extents.at(0);
      const segment = first === null ? null : segments.byOrdinal(first.segment);
      if (segment !== null && (oldest === null || compareSegments(segment, oldest) < 0)) oldest = segment;
    }
    for (const stream of streams.all()) {
      if (stream.droppedAtLsn !== null) continue;
      const first = stream.extents.at(0);
      const segment = first === null ? null : segments.byOrdinal(first.segment);
      yield {
        stream: stream.id,
        ...stream.size(),
        pinnedWalBytes:
          first === null || segment === null
            ? 0
            : segments.from(segment).reduce((sum, one) => sum + one.bytes, 0) - first.start,
        pinsOldestSegment: segment !== null && oldest !== null && compareSegments(segment, oldest) === 0,
        pinsForgotten: this.#forgetting.waitsForFold(stream),
      };
    }
  }

  sizeOf(id: StreamId): StreamSize | null {
    const stream = this.#parts.streams.get(id);
    return stream === null || stream.droppedAtLsn !== null ? null : stream.size();
  }

  keepRestorePoint(
    contents: ReadonlyMap<StreamId, StreamSnapshot>,
    reason: CheckpointReason,
  ): Promise<RestorePoint> {
    return this.#whileOpen(async () => {
      const { writer, restorePoints } = this.#parts;
      if (!writer.isRecording) throw new CheckpointError(`the log is not recording: ${writer.reason}`);
      return restorePoints.keep(contents, reason);
    });
  }

  restorePoints(): readonly RestorePoint[] {
    return this.#parts.restorePoints.list();
  }

  readRestorePoint(id: string): RestorePointContent | null {
    return this.#parts.restorePoints.read(id);
  }

  purge(streams: ReadonlySet<StreamId>, redact: (state: Uint8Array) => Uint8Array | null): Promise<void> {
    return this.#whileOpen(async () => {
      for (const id of streams) this.dropStream(id);
      // Also for streams that are unknown or were dropped before: records of the caller's may speak of them.
      this.#forgetting.noteDropped();
      await this.#parts.restorePoints.purge(streams, redact);
      await this.#checkpoint('user');
    });
  }

  holds(streams: ReadonlySet<StreamId>): boolean {
    return this.#forgetting.isUnderWay || this.#parts.files.hasSnapshotOf(streams);
  }

  backlogBytes(): number {
    return this.#parts.writer.backlogBytes();
  }

  status(): LogStatus {
    const { writer, segments, files, checkpointer } = this.#parts;
    return {
      mode: modeOf(writer),
      reason: writer.reason,
      lastDegradedAt: isoTime(writer.lastDegradedAtMs),
      lsn: writer.lastLsn,
      durableLsn: writer.durableLsn,
      lastDurableAt: isoTime(writer.lastDurableAtMs),
      walBytes: segments.totalBytes,
      segments: segments.all.length,
      checkpoint: checkpointer.latest,
      checkpoints: files.checkpoints.length,
      stateBytes: files.bytes,
      restorePoints: files.restorePoints.length,
      restorePointsDroppedForRoom: this.#parts.restorePoints.droppedForRoom,
    };
  }

  configure(config: Partial<LogConfig>): void {
    this.#config = { ...this.#config, ...config };
    const { walFlushIntervalMs } = this.#config;
    this.#parts.writer.configure({ walFlushIntervalMs, segmentBytes: segmentBytesFor(this.#config) });
    this.#scheduleInterval();
  }

  get maxStateBytes(): number {
    return this.#config.maxStateBytes;
  }

  get keepCheckpoints(): number {
    return Math.max(1, this.#config.keepCheckpoints);
  }

  close(options: { readonly checkpoint?: boolean } = {}): Promise<void> {
    this.#closing ??= this.#close(options.checkpoint ?? false);
    return this.#closing;
  }

  async #close(withCheckpoint: boolean): Promise<void> {
    this.#cancelInterval?.();
    this.#cancelInterval = null;
    const { writer, checkpointer, quarantine, releaseLock } = this.#parts;
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
    // There may be room again since the last try, and there will be no other.
    const isHealed = !writer.isRecording && writer.mode !== 'stopped' && (await writer.heal());
    // A disk that will not have the last checkpoint must not keep the caller from ending; the WAL has it all.
    if (isHealed) await checkpointer.write('heal').catch(() => null);
    else if (withCheckpoint && writer.isRecording) await checkpointer.write('shutdown').catch(() => null);
    // What cannot be copied now is found again by the next start.
    if (writer.isRecording) await quarantine.run();
    await writer.close();
    await releaseLock();
  }

  /** Rejects once the log is being closed, which waits for what has begun. */
  async #whileOpen<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closing !== null) throw new LogClosedError();
    const underWay = work();
    this.#underWay.add(underWay);
    try {
      return await underWay;
    } finally {
      this.#underWay.delete(underWay);
    }
  }

  // --- called by the other parts ---

  /** Kept aside with the next checkpoint, before anything newer lets the file go. */
  noteLoss(loss: Loss): void {
    const note = noteName(loss);
    if (this.#told.has(note)) return;
    this.#told.add(note);
    const { file } = loss;
    this.#parts.quarantine.add({ kind: 'file', file }, { kind: 'note', file, loss });
    this.#parts.onLoss(loss);
  }

  noteDurable(bytes: number): void {
    this.#walBytesSinceCheckpoint += bytes;
    const share = this.#config.maxWalSizeBytes / (this.keepCheckpoints + 1);
    if (this.#walBytesSinceCheckpoint < share || this.#closing !== null) return;
    if (!this.#parts.checkpointer.isUnderWay) this.#checkpointByItself('wal-size');
  }

  noteMode(): void {
    this.#report();
  }

  noteHealed(): void {
    if (this.#closing === null) this.#checkpointByItself('heal');
  }

  #checkpointByItself(reason: CheckpointReason): void {
    this.#walBytesSinceCheckpoint = 0;
    // The status shows why; the next one is tried when it is due.
    this.checkpoint(reason).catch(() => this.#report());
  }

  #scheduleInterval(): void {
    this.#cancelInterval?.();
    this.#cancelInterval = null;
    const { checkpointIntervalMs } = this.#config;
    if (checkpointIntervalMs <= 0 || this.#closing !== null) return;
    this.#cancelInterval = this.#parts.clock.setTimeout(() => {
      this.#cancelInterval = null;
      if (this.#parts.writer.lastLsn > this.#checkpointedLsn) this.#checkpointByItself('interval');
      this.#scheduleInterval();
    }, checkpointIntervalMs);
  }

  #report(): void {
    this.#parts.onStatus(this.status());
  }
}

function isoTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

function modeOf(writer: WalWriter): LogMode {
  if (writer.isRecording) return 'recording';
  return writer.mode === 'stopped' ? 'read-only' : 'degraded';
}
