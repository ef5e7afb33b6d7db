// The one writer of the WAL: numbers records, and decides what becomes of them when the disk fails. Invariant: append() never
// waits and never fails because of the disk; what cannot be written is held within bounds, and what had to be let go is
// declared in the log. Writing itself is the pipeline's; the writer knows nothing of checkpoints, nor of what records mean.
import type { PlacedFrame } from './active-segment.ts';
import { putU64 } from './binary-cursor.ts';
import { classifyFailure, describeFailure } from './disk-failure.ts';
import { type Durability, DurabilityWaiters } from './durability-waiters.ts';
import { LogClosedError } from './errors.ts';
import type { FileSystem } from './file-system.ts';
import { batchBytes, type PendingFrame, singleFrame } from './frame-builder.ts';
import { FrameQueue } from './frame-queue.ts';
import { OutageStore } from './outage-store.ts';
import { withoutOutput } from './output-voiding.ts';
import { encodeGap, type Gap, RECORD_KIND } from './record-codec.ts';
import { giveUpReserve, keepReserve } from './reserve.ts';
import type { SegmentTable } from './segment-table.ts';
import type { Clock, LogRecord, Lsn, StreamEntry, StreamId, Urgency } from './types.ts';
import { type DiskFailure, type PipelineConfig, type Predecessor, WalPipeline } from './wal-pipeline.ts';

/** Structure kept in memory during an outage; beyond it only the healing checkpoint has it. */
const MAX_RETAINED_BYTES = 32 * 1024 * 1024;
const FIRST_PROBE_MS = 500;
const MAX_PROBE_MS = 5000;

/**
 * 'recording': everything is journaled. 'reserve': the disk is full, structure goes on in the reserve's room. 'blocked': nothing
 * can be written, tried again by itself. 'stopped': the disk failed twice; a person has to ask for another try.
 */
export type WriterMode = 'recording' | 'reserve' | 'blocked' | 'stopped';

export interface WriterHooks {
  /** The frames of a segment are durable; they are no longer in memory. */
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
  readonly config: PipelineConfig;
  readonly hooks: WriterHooks;
  readonly predecessor: Predecessor | null;
  readonly epoch: number;
  readonly lastLsn: Lsn;
}

export class WalWriter {
  readonly #options: WalWriterOptions;
  readonly #queue = new FrameQueue();
  readonly #pipeline: WalPipeline;
  readonly #outage = new OutageStore();
  readonly #waiters = new DurabilityWaiters();
  #lastLsn: Lsn;
  #lastDurableAtMs: number | null = null;
  #mode: WriterMode = 'recording';
  #reason: string | null = null;
  #lastDegradedAtMs: number | null = null;
  /** The disk failed and nothing has been synced in the new segment yet. */
  #isOnProbation = false;
  #poisonings = 0;
  /** The first and last LSN that memory could not hold during an outage. */
  #gap: { from: Lsn; to: Lsn } | null = null;
  #isTurnScheduled = false;
  #handling: Promise<void> | null = null;
  #isClosed = false;
  #cancelProbe: (() => void) | null = null;
  #probeDelayMs = FIRST_PROBE_MS;

  constructor(options: WalWriterOptions) {
    const { hooks, lastLsn } = options;
    this.#options = options;
    this.#lastLsn = lastLsn;
    this.#pipeline = new WalPipeline({
      ...options,
      queue: this.#queue,
      durableLsn: lastLsn,
      lastLsn: () => this.#lastLsn,
      onDurable: (ordinal, frames) => {
        this.#lastDurableAtMs = options.clock.now();
        hooks.onDurable(ordinal, frames);
        if (this.#isOnProbation && this.#mode === 'recording' && this.#queue.isEmpty) this.#leaveProbation();
        this.#settleWaiters();
      },
      onFailure: (failure) => void this.#handle(() => this.#respondTo(failure)),
    });
  }

  get lastLsn(): Lsn {
    return this.#lastLsn;
  }

  get durableLsn(): Lsn {
    return this.#pipeline.durableLsn;
  }

  get lastDurableAtMs(): number | null {
    return this.#lastDurableAtMs;
  }

  get mode(): WriterMode {
    return this.#mode;
  }

  /** True when what is appended now will be durable soon. */
  get isRecording(): boolean {
    return this.#mode === 'recording' && !this.#isOnProbation;
  }

  get reason(): string | null {
    return this.isRecording ? null : this.#reason;
  }

  get lastDegradedAtMs(): number | null {
    return this.#lastDegradedAtMs;
  }

  configure(config: PipelineConfig): void {
    this.#pipeline.configure(config);
  }

  /** Opens the first segment. A disk that will not have it leaves the writer in its outage mode. `gap` is declared first. */
  async start(gap: Omit<Gap, 'to'> | null): Promise<void> {
    if (gap !== null) {
      this.#lastLsn += 1;
      this.#queue.push(gapFrame({ ...gap, to: this.#lastLsn - 1 }));
    }
    try {
      await this.#pipeline.openSegment(this.#queue.firstLsn ?? this.#lastLsn + 1);
    } catch (error) {
      await this.#pipeline.halt();
      await this.#handle(() => this.#respondTo({ error, during: 'write' }));
    }
    this.#pipeline.kick();
    await this.#settled();
  }

  append(records: readonly LogRecord[], urgency: Urgency): Lsn {
    if (this.#isClosed) throw new LogClosedError();
    const bytes = batchBytes(records);
    if (records.length === 0) return this.#lastLsn;
    this.#queue.makeRoom(bytes);
    for (const record of records) {
      if (this.#mode === 'recording' || record.kind === 'state') this.#journal(record);
      else this.#outage.add(record);
    }
    if (this.#mode !== 'recording' && this.#queue.bytes > MAX_RETAINED_BYTES) this.#letGoOfQueue();
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

  /** Every frame that is not durable yet, in log order; their bodies do not change any more. */
  framesInMemory(): PendingFrame[] {
    return [...this.#pipeline.unsyncedFrames(), ...this.#queue.all()];
  }

  whenDurable(lsn: Lsn): Promise<Durability> {
    if (lsn <= this.durableLsn) return Promise.resolve({ degraded: false });
    if (this.#mode !== 'recording' || this.#isClosed) return Promise.resolve({ degraded: true });
    return this.#waiters.wait(lsn);
  }

  /** Syncs what has been appended so far without waiting for the interval. */
  async flush(): Promise<Lsn> {
    const lsn = this.#lastLsn;
    if (lsn > this.durableLsn && !this.#isClosed) {
      this.#pipeline.hurry(lsn);
      await this.whenDurable(lsn);
    }
    return this.durableLsn;
  }

  /** Begins a new segment whose first record stands for nothing; resolves with the durable LSN (short of it in an outage). */
  rotate(): Promise<Lsn> {
    if (this.#mode === 'recording' && !this.#isClosed) {
      this.#queue.seal();
      this.#lastLsn += 1;
      this.#queue.addVoid(this.#lastLsn);
      this.#pipeline.rotateNext();
    }
    return this.flush();
  }

  /** Tries to get out of an outage now; resolves when that has succeeded or failed. */
  async heal(): Promise<boolean> {
    if (this.#mode !== 'recording') await this.#handle(() => this.#attemptHeal());
    await this.#settled();
    return this.isRecording;
  }

  /** Something says that this directory is not ours to write to any more. */
  async standDown(reason: string): Promise<void> {
    await this.#pipeline.halt();
    await this.#settled();
    await this.#stopWriting('stopped');
    this.#noteOutage(reason);
  }

  /** A checkpoint has everything up to now: earlier failures no longer count against the disk. */
  noteCheckpoint(): void {
    this.#poisonings = 0;
  }

  /** Syncs what can be synced and marks the end. Appending is over. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    await this.flush();
    this.#isClosed = true;
    this.#cancelTimers();
    await this.#settled();
    if (this.isRecording) await this.#pipeline.markCleanEnd();
    await this.#settled();
    this.#cancelTimers();
    this.#waiters.settle(this.durableLsn, true);
    await this.#pipeline.closeSegment();
  }

  #journal(record: LogRecord): void {
    this.#lastLsn += 1;
    this.#queue.add(record, this.#lastLsn);
  }

  #afterAppend(urgency: Urgency): void {
    if (urgency === 'now') {
      this.#queue.demandSync();
      queueMicrotask(this.#pipeline.kick);
      return;
    }
    if (this.#isTurnScheduled) return;
    this.#isTurnScheduled = true;
    setImmediate(this.#endTurn);
  }

  readonly #endTurn = (): void => {
    this.#isTurnScheduled = false;
    this.#pipeline.kick();
  };

  #settleWaiters(): void {
    this.#waiters.settle(this.durableLsn, this.#mode !== 'recording');
  }

  // --- failures: the pipeline is halted while one of these runs ---

  /** One at a time; whoever comes meanwhile gets the one under way. */
  #handle(respond: () => Promise<void>): Promise<void> {
    this.#handling ??= respond().finally(() => {
      this.#handling = null;
      if (this.#mode === 'recording' || this.#mode === 'reserve')
        this.#pipeline.resume(this.#mode === 'recording');
    });
    return this.#handling;
  }

  async #respondTo({ error, during }: DiskFailure): Promise<void> {
    const kind = classifyFailure(error);
    const wasRecording = this.#mode === 'recording';
    this.#cancelTimers();
    this.#reason = describeFailure(error);
    if (kind === 'full' && during !== 'sync' && wasRecording) await this.#goOnInReserve(during === 'rotate');
    else if (kind === 'broken' && this.#poisonings === 0 && wasRecording) await this.#moveToNewSegment();
    else await this.#stopWriting(kind === 'broken' ? 'stopped' : 'blocked');
    this.#noteOutage(this.#reason);
  }

  #noteOutage(reason: string | null): void {
    this.#reason = reason;
    this.#lastDegradedAtMs = this.#options.clock.now();
    this.#settleWaiters();
    this.#options.hooks.onMode();
  }

  /** The file is in order as far as it was written; only what could not be written is changed, to structure alone. */
  async #goOnInReserve(needsSegment: boolean): Promise<void> {
    this.#enterMode('reserve');
    const { fs, dir } = this.#options;
    const hadReserve = await giveUpReserve(fs, dir).catch(() => false);
    if (!hadReserve) return this.#stopWriting('blocked');
    this.#queue.replaceAll((frame) => withoutOutput(frame, this.#outage));
    this.#scheduleProbe();
    if (this.#pipeline.hasSegment && !needsSegment) return;
    // A segment that could not be made may be there all the same and would cut this one off: leave both behind.
    try {
      await this.#openNextSegment();
    } catch (error) {
      this.#reason = describeFailure(error);
      await this.#stopWriting('blocked');
    }
  }

  /** A failed sync says nothing about what it should have made durable: write that again, elsewhere. */
  async #moveToNewSegment(): Promise<void> {
    this.#poisonings += 1;
    this.#isOnProbation = true;
    try {
      await this.#openNextSegment();
    } catch (error) {
      this.#reason = describeFailure(error);
      await this.#stopWriting(classifyFailure(error) === 'broken' ? 'stopped' : 'blocked');
    }
  }

  async #stopWriting(mode: 'blocked' | 'stopped'): Promise<void> {
    await this.#takeBack();
    this.#enterMode(mode);
    if (mode === 'blocked') this.#scheduleProbe();
  }

  #enterMode(mode: WriterMode): void {
    this.#mode = mode;
    this.#isOnProbation = mode !== 'recording';
  }

  /** What is not durable goes back into the queue; markers of the old segment mean nothing in another. */
  async #takeBack(): Promise<void> {
    this.#queue.putBack(await this.#pipeline.abandonSegment());
    this.#queue.replaceAll((frame) => (frame.records > 0 ? frame : null));
  }

  async #openNextSegment(): Promise<void> {
    await this.#takeBack();
    const gap = this.#gap;
    await this.#pipeline.openNextEpoch(gap?.to ?? this.#queue.firstLsn ?? this.#lastLsn + 1);
    if (gap === null) return;
    // The gap record stands in the place of the last missing one.
    const { from, to } = gap;
    this.#queue.putBack([
      gapFrame({ from, to: to - 1, replayGoesOn: false, reason: this.#reason ?? 'outage' }),
    ]);
    this.#gap = null;
  }

  /** Too much to hold: from here on only a checkpoint can bring the log back in step. */
  #letGoOfQueue(): void {
    // What is being written, or is about to be, is not ours to take away; the next append comes back to it.
    if (!this.#pipeline.isIdle || this.#handling !== null) return;
    const from = this.#gap?.from ?? this.#queue.firstLsn ?? this.#lastLsn;
    this.#gap = { from, to: this.#lastLsn };
    this.#queue.replaceAll(() => null);
  }

  // --- and back ---

  #scheduleProbe(): void {
    if (this.#cancelProbe !== null || this.#isClosed) return;
    this.#cancelProbe = this.#options.clock.setTimeout(() => {
      this.#cancelProbe = null;
      void this.#handle(() => this.#attemptHeal());
    }, this.#probeDelayMs);
    this.#probeDelayMs = Math.min(MAX_PROBE_MS, 2 * this.#probeDelayMs);
  }

  async #attemptHeal(): Promise<void> {
    await this.#pipeline.halt();
    if (this.#mode === 'recording' || this.#isClosed) return;
    const { fs, dir, hooks } = this.#options;
    try {
      await hooks.beforeHeal();
      await keepReserve(fs, dir);
      await this.#openNextSegment();
      this.#mode = 'recording';
      this.#journalHeldBack();
    } catch (error) {
      this.#reason = describeFailure(error);
      if (this.#mode !== 'stopped') this.#scheduleProbe();
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
    this.#isOnProbation = false;
    this.#reason = null;
    this.#probeDelayMs = FIRST_PROBE_MS;
    this.#options.hooks.onMode();
    this.#options.hooks.onHealed();
  }

  /** Resolves when no write, sync or failure is under way. */
  async #settled(): Promise<void> {
    while (this.#handling !== null || !this.#pipeline.isIdle) {
      await this.#handling;
      await this.#pipeline.idle();
    }
  }

  #cancelTimers(): void {
    this.#pipeline.cancelTimers();
    this.#cancelProbe?.();
    this.#cancelProbe = null;
  }
}

function gapFrame(gap: Gap): PendingFrame {
  return singleFrame({ kind: RECORD_KIND.gap, payload: encodeGap(gap) }, gap.to + 1, 0);
}
