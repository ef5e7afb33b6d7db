// Writes checkpoints, one at a time, and lets go of what they replace. Invariant: a checkpoint is published only when the WAL
// is durable up to its LSN and read back as written; nothing older is removed before that.
import { join } from 'node:path';
import { type Checkpoint, type CheckpointStream, encodeCheckpoint } from './checkpoint-file.ts';
import { describeFailure } from './disk-failure.ts';
import { CheckpointError } from './errors.ts';
import type { FileSystem } from './file-system.ts';
import { CHECKPOINT_DIR, checkpointName, compareSegments, type SegmentId } from './layout.ts';
import type { DirectoryLock } from './lock.ts';
import { laterPosition } from './position.ts';
import type { QuarantineQueue } from './quarantine-queue.ts';
import { keepReserve } from './reserve.ts';
import type { SegmentTable } from './segment-table.ts';
import type { StateFiles } from './state-files.ts';
import type { StreamState, StreamTable } from './stream-table.ts';
import type { CheckpointInfo, CheckpointReason, Clock, Lsn, StateMachine, StreamPosition } from './types.ts';
import type { WalWriter } from './wal-writer.ts';
import { publishFile } from './whole-file.ts';

export interface CheckpointerOptions {
  readonly fs: FileSystem;
  readonly dir: string;
  readonly clock: Clock;
  readonly machine: StateMachine;
  readonly writer: WalWriter;
  readonly segments: SegmentTable;
  readonly streams: StreamTable;
  readonly files: StateFiles;
  readonly lock: () => DirectoryLock | null;
  readonly quarantine: QuarantineQueue;
  readonly keepCheckpoints: () => number;
  readonly lastId: number;
}

export class Checkpointer {
  readonly #options: CheckpointerOptions;
  #lastId: number;
  #underWay: Promise<CheckpointInfo> | null = null;
  #next: Promise<CheckpointInfo> | null = null;
  /** LSN of the one under way, as long as it takes in the snapshots that come; else null. */
  #openCutLsn: Lsn | null = null;
  #latest: CheckpointInfo | null = null;

  constructor(options: CheckpointerOptions) {
    this.#options = options;
    this.#lastId = options.lastId;
    const newest = options.files.checkpoints[0];
    if (newest !== undefined) this.#latest = infoOf(newest.checkpoint, newest.bytes, 0);
  }

  get latest(): CheckpointInfo | null {
    return this.#latest;
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  get isUnderWay(): boolean {
    return this.#underWay !== null;
  }

  /**
   * One that has everything from before this call: the one under way where that is still so, else the next, shared by all who
   * ask meanwhile. Rejects with CheckpointError; the earlier checkpoints are then as good as before.
   */
  write(reason: CheckpointReason): Promise<CheckpointInfo> {
    if (this.#underWay === null) return this.#begin(reason);
    if (this.#openCutLsn === this.#options.writer.lastLsn) return this.#underWay;
    this.#next ??= ended(this.#underWay).then(() => {
      this.#next = null;
      // Somebody may have been quicker; that one has begun late enough.
      return this.#underWay ?? this.#begin(reason);
    });
    return this.#next;
  }

  #begin(reason: CheckpointReason): Promise<CheckpointInfo> {
    this.#underWay = this.#write(reason).finally(() => {
      this.#underWay = null;
      this.#openCutLsn = null;
    });
    return this.#underWay;
  }

  async #write(reason: CheckpointReason): Promise<CheckpointInfo> {
    const { writer, files, quarantine } = this.#options;
    const releases: (() => void)[] = [];
    try {
      const { checkpoint, bytes, durationMs, forgotten } = await this.#publish(reason, releases);
      files.addCheckpoint({ checkpoint, bytes });
      release(releases);
      for (const stream of forgotten) this.#options.streams.forget(stream);
      writer.noteCheckpoint();
      this.#latest = infoOf(checkpoint, bytes, durationMs);
      await quarantine.run();
      await files.collect(this.#options.keepCheckpoints(), quarantine.pendingFiles());
      return this.#latest;
    } catch (error) {
      if (error instanceof CheckpointError) throw error;
      throw new CheckpointError(`no checkpoint could be written: ${describeFailure(error)}`, error);
    } finally {
      release(releases);
    }
  }

  /** `releases`: what lets go of the snapshots that it lists, which are kept from when it is made until it is known. */
  async #publish(
    reason: CheckpointReason,
    releases: (() => void)[],
  ): Promise<{
    checkpoint: Checkpoint;
    bytes: number;
    durationMs: number;
    forgotten: readonly StreamState[];
  }> {
    const { fs, dir, clock, machine, writer, streams, segments, files } = this.#options;
    const begun = clock.monotonic();
    // The cut: everything in this block belongs to one LSN.
    const lsn = writer.lastLsn;
    const state = machine.save();
    const included = [...streams.all()]
      .filter((stream) => stream.droppedAtLsn === null)
      .map((stream) => ({ stream, end: stream.end }));
    const forgotten = [...streams.all()].filter((stream) => stream.droppedAtLsn !== null);
    const atMs = clock.now();
    this.#openCutLsn = lsn;

    await this.#assureLock();
    await writer.flush();
    if (writer.durableLsn < lsn) throw new CheckpointError(`the log is not recording: ${writer.reason}`);
    await keepReserve(fs, dir);
    this.#openCutLsn = null;
    const listed = included.map(({ stream, end }) => describeStream(stream, end, segments));
    for (const { snapshot } of listed)
      if (snapshot !== null) releases.push(files.pin({ segment: null, snapshot: snapshot.name }));
    const replayFrom = segmentOf(segments, lsn + 1);
    let oldest: SegmentId = replayFrom;
    for (const { tail } of listed) {
      if (tail !== null && compareSegments(tail.segment, oldest) < 0) oldest = tail.segment;
    }
    const id = this.nextId();
    const needed = segments.from(oldest).map(({ epoch, firstLsn }) => ({ epoch, firstLsn }));
    const checkpoint: Checkpoint = {
      id,
      lsn,
      atMs,
      reason,
      state,
      streams: listed,
      replayFrom,
      segments: needed,
    };
    const bytes = encodeCheckpoint(checkpoint);
    await publishFile(fs, join(dir, CHECKPOINT_DIR), checkpointName(checkpoint), [bytes]);
    return { checkpoint, bytes: bytes.length, durationMs: clock.monotonic() - begun, forgotten };
  }

  async #assureLock(): Promise<void> {
    const { writer } = this.#options;
    const lock = this.#options.lock();
    // Opened for reading: the reason is known, and nobody has taken anything.
    if (lock === null) throw new CheckpointError(`the log is not recording: ${writer.reason}`);
    if (await lock.isHeld()) return;
    const reason = 'another process has taken the state directory, or it was removed';
    await writer.standDown(reason);
    throw new CheckpointError(reason);
  }
}

/** Lets go of all of them, once. */
function release(releases: (() => void)[]): void {
  for (const one of releases.splice(0)) one();
}

/** Settles with it, whatever came of it. */
function ended(checkpoint: Promise<unknown> | null): Promise<void> {
  return Promise.resolve(checkpoint).then(
    () => undefined,
    () => undefined,
  );
}

/** The segment that holds record `lsn`, or will. */
function segmentOf(segments: SegmentTable, lsn: Lsn): SegmentId {
  let holder: SegmentId | null = null;
  for (const segment of segments.all) if (segment.firstLsn <= lsn) holder = segment;
  /* v8 ignore if -- @preserve: a log that is recording has a segment, and the oldest is freed only when a newer one is there */
  if (holder === null) throw new CheckpointError('there is no segment to replay from');
  return { epoch: holder.epoch, firstLsn: holder.firstLsn };
}

/**
 * With a snapshot that came since the cut: a stream's content does not depend on the LSN it is read at. But it ends where it ended
 * at the cut: what was printed since may not be durable, and would be missed after a power cut, though nobody was promised it.
 */
function describeStream(
  stream: StreamState,
  endAtCut: StreamPosition | null,
  segments: SegmentTable,
): CheckpointStream {
  const first = stream.extents.at(0);
  const segment = first === null ? null : segments.byOrdinal(first.segment);
  const tail =
    first === null || segment === null
      ? null
      : { segment: { epoch: segment.epoch, firstLsn: segment.firstLsn }, offset: first.start };
  const { id, snapshot } = stream;
  return {
    stream: id,
    snapshot,
    tail,
    end: snapshot === null ? endAtCut : laterPosition(endAtCut, snapshot.position),
  };
}

function infoOf(checkpoint: Checkpoint, bytes: number, durationMs: number): CheckpointInfo {
  return {
    id: `c${checkpoint.id}`,
    lsn: checkpoint.lsn,
    at: new Date(checkpoint.atMs).toISOString(),
    bytes,
    durationMs: Math.round(durationMs),
  };
}
