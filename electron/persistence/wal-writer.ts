// The one writer of the WAL: queue, write, sync, rotate, and what to do when the disk does not. Invariant: records reach the
// disk in LSN order; a frame stays in memory until a sync that began after its write has succeeded; append() never waits and
// never fails because of the disk. It knows nothing of checkpoints, nor of what the records mean.
import { ActiveSegment, type PlacedFrame } from './active-segment.ts';
import { putU64 } from './binary-cursor.ts';
import { classifyFailure, describeFailure } from './disk-failure.ts';
import { DurabilityWaiters } from './durability-waiters.ts';
import { LogClosedError } from './errors.ts';
import type { FileSystem } from './file-system.ts';
import { FLAG_CLEAN_END } from './frame.ts';
import { batchBytes, type PendingFrame, singleFrame } from './frame-builder.ts';
import { FrameQueue } from './frame-queue.ts';
import type { SegmentId } from './layout.ts';
import { OutageStore } from './outage-store.ts';
import { withoutOutput } from './output-voiding.ts';
import { encodeGap, RECORD_KIND } from './record-codec.ts';
import { giveUpReserve, keepReserve } from './reserve.ts';
import type { SegmentTable } from './segment-table.ts';
import type { Clock, LogRecord, Lsn, StreamEntry, StreamId, Urgency } from './types.ts';

/** More than this is not left unsynced, whatever the interval: it has to stay in memory too. */
const MAX_UNSYNCED_BYTES = 4 * 1024 * 1024;
/** Structure kept in memory during an outage; beyond it only the healing checkpoint has it. */
const MAX_RETAINED_BYTES = 32 * 1024 * 1024;
const MARKER_DELAY_MS = 50;
const FIRST_PROBE_MS = 500;
const MAX_PROBE_MS = 5000;

/**
 * 'recording': everything is journaled. 'reserve': the disk is full, structure goes on in the reserve's room. 'blocked': nothing
 * can be written, tried again by itself. 'stopped': the disk failed twice; a person has to ask for another try.
 */
export type WriterMode = 'recording' | 'reserve' | 'blocked' | 'stopped';

export interface Predecessor extends SegmentId {
  readonly acceptedBytes: number;
}

export interface WriterConfig {
  readonly walFlushIntervalMs: number;
  readonly segmentBytes: number;
}

export interface WriterHooks {
  /** The frames of a segment between two offsets are durable; they are no longer in memory. */
  onDurable(segmentOrdinal: number, frames: readonly PlacedFrame[]): void;
  /** Mode or reason changed. */
  onMode(): void;
  /** Before anything is tried again: the directories exist and the lock is still ours, or it rejects. */
  beforeHeal(): Promise<void>;
  /** Everything that had been held back is durable in a new segment. */
  onHealed(): void;
}

export interface WalWriterOptions {
  readonly fs: FileSystem;
  readonly clock: Clock;
  readonly dir: string;
  readonly segments: SegmentTable;
  readonly config: WriterConfig;
  readonly hooks: WriterHooks;
  /** Where the accepted log ends; null for an empty one. */
  readonly predecessor: Predecessor | null;
  /** Higher than any epoch that was ever used. */
  readonly epoch: number;
  readonly lastLsn: Lsn;
}

export class WalWriter {
  readonly #options: WalWriterOptions;
  #config: WriterConfig;
  #active: ActiveSegment | null = null;
  #predecessor: Predecessor | null;
  #epoch: number;

  readonly #queue = new FrameQueue();
  /** Written, not synced. */
  #unsynced: PlacedFrame[] = [];
  #unsyncedBytes = 0;
  readonly #outage = new OutageStore();
  readonly #waiters = new DurabilityWaiters();

  #lastLsn: Lsn;
  #durableLsn: Lsn;
  #markedLsn: Lsn;
  #flushLsn: Lsn = 0;
  #lastDurableAtMs: number | null = null;

  #mode: WriterMode = 'recording';
  #reason: string | null = null;
  #lastDegradedAtMs: number | null = null;
  /** The disk failed and nothing has been synced in the new segment yet. */
  #onProbation = false;
  #poisonings = 0;
  /** The first and last LSN that memory could not hold during an outage. */
  #gap: { from: Lsn; to: Lsn } | null = null;

  #turnScheduled = false;
  #draining: Promise<void> | null = null;
  #syncing: Promise<void> | null = null;
  #syncAgain = false;
  #failure: { readonly error: unknown; readonly during: 'write' | 'sync' | 'rotate' } | null = null;
  #handling: Promise<void> | null = null;
  #closed = false;
  #cancelSync: (() => void) | null = null;
  #cancelMarker: (() => void) | null = null;
  #cancelProbe: (() => void) | null = null;
  #probeDelayMs = FIRST_PROBE_MS;

  constructor(options: WalWriterOptions) {
    this.#options = options;
    this.#config = options.config;
    this.#predecessor = options.predecessor;
    this.#epoch = options.epoch;
    this.#lastLsn = options.lastLsn;
    this.#durableLsn = options.lastLsn;
    this.#markedLsn = options.lastLsn;
  }

  get lastLsn(): Lsn {
    return this.#lastLsn;
  }

  get durableLsn(): Lsn {
    return this.#durableLsn;
  }

  get lastDurableAtMs(): number | null {
    return this.#lastDurableAtMs;
  }

  get mode(): WriterMode {
    return this.#mode;
  }

  /** True when what is appended now will be durable soon. */
  get isRecording(): boolean {
    return this.#mode === 'recording' && !this.#onProbation;
  }

  get reason(): string | null {
    return this.isRecording ? null : this.#reason;
  }

  get lastDegradedAtMs(): number | null {
    return this.#lastDegradedAtMs;
  }

  /** The segment that the next record goes to, as far as is known; null while there is none. */
  get activeSegment(): SegmentId | null {
    return this.#active?.segment ?? null;
  }

  get epoch(): number {
    return this.#epoch;
  }

  configure(config: WriterConfig): void {
    this.#config = config;
  }

  /** Opens the first segment. A disk that will not have it leaves the writer in its outage mode. `gap` is declared first. */
  async start(
    gap: { readonly from: Lsn; readonly replayGoesOn: boolean; readonly reason: string } | null,
  ): Promise<void> {
    if (gap !== null) {
      const lsn = this.#lastLsn + 1;
      this.#lastLsn = lsn;
      const payload = encodeGap({ ...gap, to: lsn - 1 });
      this.#queue.push(singleFrame({ kind: RECORD_KIND.gap, payload }, lsn, 0));
    }
    try {
      await this.#openSegment(gap === null ? this.#lastLsn + 1 : this.#lastLsn);
    } catch (error) {
      this.#failure = { error, during: 'write' };
    }
    this.#kick();
    if (this.#failure !== null) await this.#handleFailure();
    await this.#settled();
  }

  append(records: readonly LogRecord[], urgency: Urgency): Lsn {
    if (this.#closed) throw new LogClosedError();
    const bytes = batchBytes(records);
    if (records.length === 0) return this.#lastLsn;
    if (this.#mode !== 'recording') return this.#appendInOutage(records, urgency);
    this.#queue.makeRoom(bytes);
    for (const record of records) this.#journal(record);
    this.#afterAppend(urgency);
    return this.#lastLsn;
  }

  /** Not yet handed to the system. What an outage holds back is not counted: slowing the producers would not help. */
  backlogBytes(): number {
    return this.#mode === 'recording' ? this.#queue.bytes : 0;
  }

  /** Output of a stream that no frame holds because of an outage. */
  heldBackEntries(stream: StreamId): StreamEntry[] {
    return this.#outage.entriesOf(stream);
  }

  /** Every frame that is not durable yet, in log order; they do not change any more. */
  framesInMemory(): PendingFrame[] {
    return [...this.#unsynced.map((placed) => placed.frame), ...this.#queue.all()];
  }

  whenDurable(lsn: Lsn): Promise<{ readonly degraded: boolean }> {
    if (lsn <= this.#durableLsn) return Promise.resolve({ degraded: false });
    if (this.#mode !== 'recording' || this.#closed) return Promise.resolve({ degraded: true });
    return this.#waiters.wait(lsn);
  }

  /** Syncs what has been appended so far without waiting for the interval. */
  async flush(): Promise<Lsn> {
    const lsn = this.#lastLsn;
    if (lsn > this.#durableLsn && !this.#closed) {
      this.#flushLsn = lsn;
      this.#kick();
      if (this.#draining === null) this.#requestSync();
      await this.whenDurable(lsn);
    }
    return this.#durableLsn;
  }

  /** Tries to get out of an outage now; resolves when that has succeeded or failed. */
  async heal(): Promise<boolean> {
    if (this.#mode !== 'recording') await this.#tryHeal();
    await this.#settled();
    return this.isRecording;
  }

  /** Something says that this directory is not ours to write to any more. */
  async standDown(reason: string): Promise<void> {
    this.#cancelTimers();
    await this.#settled();
    await this.#stopWriting('stopped');
    this.#reason = reason;
    this.#lastDegradedAtMs = this.#options.clock.now();
    this.#waiters.settle(this.#durableLsn, this.#mode !== 'recording');
    this.#options.hooks.onMode();
  }

  /** A checkpoint has everything up to now: earlier failures no longer count against the disk. */
  noteCheckpoint(): void {
    this.#poisonings = 0;
  }

  /** Syncs what can be synced and marks the end. Appending is over. */
  async close(): Promise<void> {
    if (this.#closed) return;
    await this.flush();
    this.#closed = true;
    this.#cancelTimers();
    await this.#settled();
    if (this.isRecording && this.#active !== null) {
      this.#queue.push(singleFrame(null, this.#lastLsn + 1, FLAG_CLEAN_END));
      this.#kick();
      await this.#settled();
      this.#requestSync();
      await this.#settled();
    }
    this.#cancelTimers();
    this.#waiters.settle(this.#durableLsn, true);
    await this.#closeActive();
  }

  // --- queue ---

  #journal(record: LogRecord): void {
    this.#lastLsn += 1;
    this.#queue.add(record, this.#lastLsn);
  }

  #afterAppend(urgency: Urgency): void {
    if (urgency === 'now') {
      this.#queue.demandSync();
      queueMicrotask(this.#kick);
      return;
    }
    if (this.#turnScheduled) return;
    this.#turnScheduled = true;
    setImmediate(this.#endOfTurn);
  }

  readonly #endOfTurn = (): void => {
    this.#turnScheduled = false;
    this.#kick();
  };

  readonly #kick = (): void => {
    if (this.#draining !== null || this.#handling !== null || this.#failure !== null) return;
    if (this.#active === null || this.#mode === 'blocked' || this.#mode === 'stopped') return;
    if (this.#queue.isEmpty) return;
    this.#draining = this.#drain();
  };

  // --- writing and syncing ---

  async #drain(): Promise<void> {
    try {
      for (;;) {
        this.#queue.seal();
        if (this.#queue.isEmpty || this.#failure !== null) break;
        await this.#rotateIfFull();
        await this.#writeSome();
      }
    } catch (error) {
      this.#failure ??= { error, during: 'write' };
    }
    this.#draining = null;
    if (this.#failure !== null) void this.#handleFailure();
  }

  async #writeSome(): Promise<void> {
    const active = this.#active as ActiveSegment;
    const frames = this.#queue.next();
    const placed = await active.write(frames, this.#durableLsn);
    this.#queue.done(frames);
    for (const one of placed) {
      this.#unsynced.push(one);
      this.#unsyncedBytes += one.end - one.start;
    }
    // A marker alone asks for no sync: it only has to get there at some time.
    if (frames.every((frame) => frame.records === 0)) return;
    const isUrgent = this.#flushLsn > this.#durableLsn || frames.some((frame) => frame.urgent);
    if (isUrgent || this.#unsyncedBytes >= MAX_UNSYNCED_BYTES) this.#requestSync();
    else
      this.#cancelSync ??= this.#options.clock.setTimeout(
        () => this.#requestSync(),
        this.#config.walFlushIntervalMs,
      );
  }

  #requestSync(): void {
    this.#cancelSync?.();
    this.#cancelSync = null;
    if (this.#syncing !== null) this.#syncAgain = true;
    else if (this.#failure === null && this.#active !== null && this.#unsynced.length > 0) {
      this.#syncing = this.#syncLoop();
    }
  }

  async #syncLoop(): Promise<void> {
    try {
      do {
        this.#syncAgain = false;
        await this.#syncOnce();
      } while (this.#syncAgain && this.#failure === null);
    } catch (error) {
      this.#failure ??= { error, during: 'sync' };
    }
    this.#syncing = null;
    if (this.#failure !== null) void this.#handleFailure();
  }

  async #syncOnce(): Promise<void> {
    const active = this.#active as ActiveSegment;
    await active.sync();
    let count = 0;
    while (
      count < this.#unsynced.length &&
      (this.#unsynced[count] as PlacedFrame).end <= active.durableBytes
    ) {
      count += 1;
    }
    const durable = this.#unsynced.splice(0, count);
    for (const { start, end } of durable) this.#unsyncedBytes -= end - start;
    this.#durableLsn = lastLsnOf(durable) ?? this.#durableLsn;
    this.#lastDurableAtMs = this.#options.clock.now();
    this.#options.hooks.onDurable(active.segment.ordinal, durable);
    if (this.#onProbation && this.#mode === 'recording' && this.#queue.isEmpty) this.#leaveProbation();
    this.#waiters.settle(this.#durableLsn, this.#mode !== 'recording');
    this.#scheduleMarker();
  }

  /** After the last sync of a burst, so that damage to its last frame can be told from a torn tail. */
  #scheduleMarker(): void {
    if (this.#cancelMarker !== null || this.#closed || this.#markedLsn >= this.#durableLsn) return;
    this.#cancelMarker = this.#options.clock.setTimeout(() => {
      this.#cancelMarker = null;
      if (this.#closed || this.#mode !== 'recording') return;
      if (this.#durableLsn < this.#lastLsn || this.#unsynced.length > 0) {
        this.#scheduleMarker();
        return;
      }
      this.#markedLsn = this.#durableLsn;
      this.#queue.push(singleFrame(null, this.#lastLsn + 1, 0));
      this.#kick();
    }, MARKER_DELAY_MS);
  }

  // --- segments ---

  async #rotateIfFull(): Promise<void> {
    const active = this.#active;
    if (active === null || active.writtenBytes < this.#config.segmentBytes || this.#mode !== 'recording')
      return;
    // A successor vouches for all of its predecessor, so that has to be durable first.
    while (this.#unsynced.length > 0 || active.durableBytes < active.writtenBytes) {
      if (this.#unsynced.length === 0) await active.sync();
      else {
        this.#requestSync();
        await this.#syncing;
        if (this.#failure !== null) throw this.#failure.error;
      }
    }
    this.#predecessor = { ...idOf(active.segment), acceptedBytes: active.durableBytes };
    try {
      await this.#openSegment(this.#queue.firstLsn ?? this.#lastLsn + 1);
    } catch (error) {
      this.#failure ??= { error, during: 'rotate' };
      throw error;
    }
    await active.close();
  }

  async #openSegment(firstLsn: Lsn): Promise<void> {
    const { fs, dir, segments } = this.#options;
    const id = { epoch: this.#epoch, firstLsn, predecessor: this.#predecessor };
    this.#active = await ActiveSegment.create(fs, dir, segments, id);
  }

  async #closeActive(): Promise<void> {
    const active = this.#active;
    this.#active = null;
    try {
      await active?.close();
    } catch (error) {
      // The descriptor is gone either way; what was durable stays so, and what was not is still in memory.
      this.#reason ??= describeFailure(error);
    }
  }

  // --- failures ---

  #appendInOutage(records: readonly LogRecord[], urgency: Urgency): Lsn {
    for (const record of records) {
      if (record.kind !== 'state') {
        this.#outage.add(record);
        continue;
      }
      this.#queue.makeRoom(record.data.length);
      this.#journal(record);
    }
    if (this.#queue.bytes > MAX_RETAINED_BYTES) this.#letGoOfQueue();
    this.#afterAppend(urgency);
    return this.#lastLsn;
  }

  /** Too much to hold: from here on only a checkpoint can bring the log back in step. */
  #letGoOfQueue(): void {
    if (this.#draining !== null) return;
    const from = this.#gap?.from ?? this.#queue.firstLsn ?? this.#lastLsn;
    this.#gap = { from, to: this.#lastLsn };
    this.#queue.replaceAll(() => null);
  }

  #handleFailure(): Promise<void> {
    this.#handling ??= this.#respondToFailure().finally(this.#resume);
    return this.#handling;
  }

  readonly #resume = (): void => {
    this.#handling = null;
    this.#kick();
    if (this.#draining === null) this.#requestSync();
  };

  async #respondToFailure(): Promise<void> {
    await this.#draining;
    await this.#syncing;
    const failure = this.#failure;
    if (failure === null) return;
    this.#cancelTimers();
    const kind = classifyFailure(failure.error);
    this.#reason = describeFailure(failure.error);
    this.#lastDegradedAtMs = this.#options.clock.now();
    if (kind === 'full' && failure.during !== 'sync' && this.#mode === 'recording') {
      await this.#goOnInReserve(failure.during === 'rotate');
    } else if (kind === 'broken' && this.#poisonings === 0 && this.#mode === 'recording') {
      await this.#moveToNewSegment();
    } else {
      await this.#stopWriting(kind === 'broken' ? 'stopped' : 'blocked');
    }
    this.#waiters.settle(this.#durableLsn, this.#mode !== 'recording');
    this.#options.hooks.onMode();
  }

  /** The file is in order up to `writtenBytes`; only what could not be written is changed, to structure alone. */
  async #goOnInReserve(needsSegment: boolean): Promise<void> {
    this.#enterMode('reserve');
    const { fs, dir } = this.#options;
    const hadReserve = await giveUpReserve(fs, dir).catch(() => false);
    if (!hadReserve) return this.#stopWriting('blocked');
    this.#queue.replaceAll((frame) => withoutOutput(frame, (record) => this.#outage.add(record)));
    this.#failure = null;
    this.#scheduleProbe();
    if (this.#active !== null && !needsSegment) return;
    // A segment that could not be made may be there all the same and would cut this one off: leave both behind.
    await this.#giveUpSegment();
    try {
      await this.#openNextEpoch();
    } catch (error) {
      this.#reason = describeFailure(error);
      await this.#stopWriting('blocked');
    }
  }

  /** A failed sync says nothing about what it should have made durable: write that again, elsewhere. */
  async #moveToNewSegment(): Promise<void> {
    this.#poisonings += 1;
    this.#onProbation = true;
    await this.#giveUpSegment();
    this.#failure = null;
    try {
      await this.#openNextEpoch();
    } catch (error) {
      this.#reason = describeFailure(error);
      await this.#stopWriting(classifyFailure(error) === 'broken' ? 'stopped' : 'blocked');
    }
  }

  async #stopWriting(mode: 'blocked' | 'stopped'): Promise<void> {
    await this.#giveUpSegment();
    this.#failure = null;
    this.#enterMode(mode);
    if (mode === 'blocked') this.#scheduleProbe();
  }

  #enterMode(mode: WriterMode): void {
    this.#mode = mode;
    this.#onProbation = mode !== 'recording';
  }

  /** What is not durable goes back into the queue, and the segment counts only as far as it is durable. */
  async #giveUpSegment(): Promise<void> {
    const active = this.#active;
    if (active === null) return;
    this.#queue.putBack(this.#unsynced.map((placed) => placed.frame));
    this.#queue.replaceAll((frame) => (frame.records > 0 ? frame : null));
    this.#unsynced = [];
    this.#unsyncedBytes = 0;
    this.#predecessor = { ...idOf(active.segment), acceptedBytes: active.durableBytes };
    await this.#closeActive();
  }

  async #openNextEpoch(): Promise<void> {
    this.#epoch += 1;
    if (this.#gap !== null) {
      // The gap record stands in the place of the last missing one.
      const { from, to } = this.#gap;
      const reason = this.#reason ?? 'outage';
      const payload = encodeGap({ from, to: to - 1, replayGoesOn: false, reason });
      this.#queue.putBack([singleFrame({ kind: RECORD_KIND.gap, payload }, to, 0)]);
      this.#gap = null;
    }
    await this.#openSegment(this.#queue.firstLsn ?? this.#lastLsn + 1);
  }

  #scheduleProbe(): void {
    if (this.#cancelProbe !== null || this.#closed) return;
    this.#cancelProbe = this.#options.clock.setTimeout(() => {
      this.#cancelProbe = null;
      void this.#tryHeal();
    }, this.#probeDelayMs);
    this.#probeDelayMs = Math.min(MAX_PROBE_MS, 2 * this.#probeDelayMs);
  }

  #tryHeal(): Promise<void> {
    this.#handling ??= this.#attemptHeal().finally(this.#resume);
    return this.#handling;
  }

  async #attemptHeal(): Promise<void> {
    await this.#draining;
    await this.#syncing;
    if (this.#mode === 'recording' || this.#closed) return;
    const { fs, dir, hooks } = this.#options;
    const asked = this.#mode === 'stopped';
    try {
      await hooks.beforeHeal();
      await keepReserve(fs, dir);
      await this.#giveUpSegment();
      this.#failure = null;
      await this.#openNextEpoch();
      this.#mode = 'recording';
      this.#journalHeldBack();
    } catch (error) {
      this.#reason = describeFailure(error);
      if (asked) this.#enterMode('stopped');
      else this.#scheduleProbe();
      hooks.onMode();
    }
  }

  #journalHeldBack(): void {
    const { kept, lost } = this.#outage.take();
    for (const record of kept) {
      this.#queue.makeRoom(record.data.length);
      this.#journal(record);
    }
    for (const { stream, from, until } of lost) {
      const end = Buffer.alloc(12);
      end.writeUInt32LE(until.incarnation, 0);
      putU64(end, 4, until.offset);
      this.#lastLsn += 1;
      this.#queue.addLost(stream, from.incarnation, from.offset, end, this.#lastLsn);
    }
    if (this.#queue.isEmpty) {
      // Nothing to write would also mean nothing to prove that the disk is back.
      this.#lastLsn += 1;
      this.#queue.addVoid(this.#lastLsn);
    }
    this.#queue.demandSync();
  }

  #leaveProbation(): void {
    this.#onProbation = false;
    this.#reason = null;
    this.#probeDelayMs = FIRST_PROBE_MS;
    this.#options.hooks.onMode();
    this.#options.hooks.onHealed();
  }

  // --- ends ---

  /** Resolves when no write, sync or failure is under way. */
  async #settled(): Promise<void> {
    for (;;) {
      const busy = this.#draining ?? this.#syncing ?? this.#handling;
      if (busy === null) return;
      await busy;
    }
  }

  #cancelTimers(): void {
    this.#cancelSync?.();
    this.#cancelMarker?.();
    this.#cancelProbe?.();
    this.#cancelSync = null;
    this.#cancelMarker = null;
    this.#cancelProbe = null;
  }
}

function idOf(segment: SegmentId): SegmentId {
  return { epoch: segment.epoch, firstLsn: segment.firstLsn };
}

function lastLsnOf(frames: readonly PlacedFrame[]): Lsn | null {
  for (let index = frames.length - 1; index >= 0; index -= 1) {
    const { frame } = frames[index] as PlacedFrame;
    if (frame.records > 0) return frame.firstLsn + frame.records - 1;
  }
  return null;
}
