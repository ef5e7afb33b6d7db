// The one writer of the WAL: takes records, numbers them, and says when they are durable. Invariant: append() never waits and
// never fails because of the disk. Writing itself is the pipeline's, a failing disk the outage's; the writer knows nothing of
// checkpoints, nor of what records mean.
import type { PlacedFrame } from './active-segment.ts';
import { DiskOutage, gapFrame, type OutageHooks, type WriterMode } from './disk-outage.ts';
import { type Durability, DurabilityWaiters } from './durability-waiters.ts';
import { LogClosedError } from './errors.ts';
import type { FileSystem } from './file-system.ts';
import { batchBytes, type PendingFrame } from './frame-builder.ts';
import { FrameQueue } from './frame-queue.ts';
import { LsnCounter } from './lsn-counter.ts';
import type { Gap } from './record-codec.ts';
import type { SegmentTable } from './segment-table.ts';
import type { Clock, LogRecord, Lsn, StreamEntry, StreamId, Urgency } from './types.ts';
import { type PipelineConfig, type Predecessor, WalPipeline } from './wal-pipeline.ts';

export interface WriterHooks extends OutageHooks {
  /** The frames of a segment are durable; they are no longer in memory. */
  onDurable(segmentOrdinal: number, frames: readonly PlacedFrame[]): void;
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
  readonly #lsns: LsnCounter;
  readonly #queue = new FrameQueue();
  readonly #pipeline: WalPipeline;
  readonly #outage: DiskOutage;
  readonly #waiters = new DurabilityWaiters();
  #lastDurableAtMs: number | null = null;
  #isTurnScheduled = false;
  #isClosed = false;

  constructor(options: WalWriterOptions) {
    const { clock, hooks, lastLsn } = options;
    this.#lsns = new LsnCounter(lastLsn);
    this.#pipeline = new WalPipeline({
      ...options,
      queue: this.#queue,
      durableLsn: lastLsn,
      lastLsn: () => this.#lsns.last,
      onDurable: (ordinal, frames) => {
        this.#lastDurableAtMs = clock.now();
        hooks.onDurable(ordinal, frames);
        this.#outage.noteDurable();
        this.#settleWaiters();
      },
      onFailure: (failure) => void this.#outage.respondTo(failure),
    });
    this.#outage = new DiskOutage({
      ...options,
      queue: this.#queue,
      pipeline: this.#pipeline,
      lsns: this.#lsns,
      releaseWaiters: () => this.#settleWaiters(),
    });
  }

  get lastLsn(): Lsn {
    return this.#lsns.last;
  }

  get durableLsn(): Lsn {
    return this.#pipeline.durableLsn;
  }

  get lastDurableAtMs(): number | null {
    return this.#lastDurableAtMs;
  }

  get mode(): WriterMode {
    return this.#outage.mode;
  }

  /** True when what is appended now will be durable soon. */
  get isRecording(): boolean {
    return this.#outage.isRecording;
  }

  /** Why it is not recording; null when it is. */
  get reason(): string | null {
    return this.#outage.reason;
  }

  get lastDegradedAtMs(): number | null {
    return this.#outage.lastAtMs;
  }

  configure(config: PipelineConfig): void {
    this.#pipeline.configure(config);
  }

  /** Opens the first segment. A disk that will not have it leaves the writer in its outage mode. `gap` is declared first. */
  async start(gap: Omit<Gap, 'to'> | null): Promise<void> {
    if (gap !== null) this.#queue.push(gapFrame({ ...gap, to: this.#lsns.next() - 1 }));
    try {
      await this.#pipeline.openSegment(this.#queue.firstLsn ?? this.#lsns.last + 1);
    } catch (error) {
      await this.#pipeline.halt();
      await this.#outage.respondTo({ error, during: 'write' });
    }
    this.#pipeline.kick();
    await this.#settled();
  }

  append(records: readonly LogRecord[], urgency: Urgency): Lsn {
    if (this.#isClosed) throw new LogClosedError();
    const bytes = batchBytes(records);
    if (records.length === 0) return this.#lsns.last;
    this.#queue.makeRoom(bytes);
    for (const record of records) {
      if (this.mode === 'recording' || record.kind === 'state') this.#queue.add(record, this.#lsns.next());
      else this.#outage.holdBack(record);
    }
    this.#outage.boundQueue();
    this.#afterAppend(urgency);
    return this.#lsns.last;
  }

  /** Not yet handed to the system. What an outage holds back is not counted: slowing the producers would not help. */
  backlogBytes(): number {
    return this.mode === 'recording' ? this.#queue.bytes : 0;
  }

  /** Output of a stream that no frame holds because of an outage. */
  heldBackEntries(stream: StreamId): StreamEntry[] {
    return this.#outage.heldBackEntries(stream);
  }

  /** Every frame that is not durable yet, in log order; their bodies do not change any more. */
  framesInMemory(): PendingFrame[] {
    return [...this.#pipeline.unsyncedFrames(), ...this.#queue.all()];
  }

  whenDurable(lsn: Lsn): Promise<Durability> {
    if (lsn <= this.durableLsn) return Promise.resolve({ degraded: false });
    if (this.mode !== 'recording' || this.#isClosed) return Promise.resolve({ degraded: true });
    return this.#waiters.wait(lsn);
  }

  /** Syncs what has been appended so far without waiting for the interval. */
  async flush(): Promise<Lsn> {
    const lsn = this.#lsns.last;
    if (lsn > this.durableLsn && !this.#isClosed) {
      this.#pipeline.hurry(lsn);
      await this.whenDurable(lsn);
    }
    return this.durableLsn;
  }

  /** Begins a new segment whose first record stands for nothing; resolves with the durable LSN (short of it in an outage). */
  rotate(): Promise<Lsn> {
    /* v8 ignore else -- @preserve: Forgetting asks only while the log is recording, and close() waits for it */
    if (this.mode === 'recording' && !this.#isClosed) {
      this.#queue.seal();
      this.#queue.addVoid(this.#lsns.next());
      this.#pipeline.rotateNext();
    }
    return this.flush();
  }

  /** Tries to get out of an outage now; resolves when that has succeeded or failed. */
  async heal(): Promise<boolean> {
    await this.#outage.tryAgain();
    await this.#settled();
    return this.isRecording;
  }

  /** Something says that this directory is not ours to write to any more. */
  async standDown(reason: string): Promise<void> {
    await this.#pipeline.halt();
    await this.#settled();
    await this.#outage.stop(reason);
  }

  /** A checkpoint has everything up to now: earlier failures no longer count against the disk. */
  noteCheckpoint(): void {
    this.#outage.noteCheckpoint();
  }

  /** Syncs what can be synced and marks the end. Appending is over. */
  async close(): Promise<void> {
    /* v8 ignore if -- @preserve: the log closes it once, however often it is closed itself */
    if (this.#isClosed) return;
    await this.flush();
    this.#isClosed = true;
    this.#outage.end();
    this.#pipeline.cancelTimers();
    await this.#settled();
    if (this.isRecording) await this.#pipeline.markCleanEnd();
    await this.#settled();
    this.#pipeline.cancelTimers();
    this.#waiters.settle(this.durableLsn, true);
    await this.#pipeline.closeSegment();
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
    this.#waiters.settle(this.durableLsn, this.mode !== 'recording');
  }

  /** Resolves when no write, sync or answer to a failure is under way. */
  async #settled(): Promise<void> {
    while (this.#outage.handling !== null || !this.#pipeline.isIdle) {
      await this.#outage.handling;
      await this.#pipeline.idle();
    }
  }
}
