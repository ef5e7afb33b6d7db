// What becomes of the log while the disk fails, and how it comes back: a new segment, the reserve, waiting, or a person. Invariant:
// the pipeline is halted while a response runs, and there is one at a time; what is let go is declared in the log. It knows
// nothing of who appends.
import { putU64 } from './binary-cursor.ts';
import { classifyFailure, describeFailure } from './disk-failure.ts';
import type { FileSystem } from './file-system.ts';
import { type PendingFrame, singleFrame } from './frame-builder.ts';
import type { FrameQueue } from './frame-queue.ts';
import type { LsnCounter } from './lsn-counter.ts';
import { OutageStore } from './outage-store.ts';
import { withoutOutput } from './output-voiding.ts';
import { encodeGap, type Gap, RECORD_KIND } from './record-codec.ts';
import { giveUpReserve, keepReserve } from './reserve.ts';
import type { Clock, Lsn, MarkRecord, OutputRecord, StreamEntry, StreamId } from './types.ts';
import type { DiskFailure, WalPipeline } from './wal-pipeline.ts';

/** Structure kept in memory during an outage; beyond it only the healing checkpoint has it. */
const MAX_RETAINED_BYTES = 32 * 1024 * 1024;
const FIRST_PROBE_MS = 500;
const MAX_PROBE_MS = 5000;

/**
 * 'recording': everything is journaled. 'reserve': the disk is full, structure goes on in the reserve's room. 'blocked': nothing
 * can be written, tried again by itself. 'stopped': the disk failed twice; a person has to ask for another try.
 */
export type WriterMode = 'recording' | 'reserve' | 'blocked' | 'stopped';

export interface OutageHooks {
  /** Mode or reason changed. */
  onMode(): void;
  /** Before anything is tried again: the directories exist and the lock is still ours, or it rejects. */
  beforeHeal(): Promise<void>;
  /** Everything that had been held back is durable in a new segment. */
  onHealed(): void;
}

export interface DiskOutageParts {
  readonly fs: FileSystem;
  readonly clock: Clock;
  readonly dir: string;
  readonly queue: FrameQueue;
  readonly pipeline: WalPipeline;
  readonly lsns: LsnCounter;
  readonly hooks: OutageHooks;
  /** Nobody may go on waiting for what will not be durable soon. */
  readonly releaseWaiters: () => void;
}

export class DiskOutage {
  readonly #parts: DiskOutageParts;
  readonly #store = new OutageStore();
  #mode: WriterMode = 'recording';
  #reason: string | null = null;
  #lastAtMs: number | null = null;
  /** The disk failed and nothing has been synced in the new segment yet. */
  #isOnProbation = false;
  #poisonings = 0;
  /** The first and last LSN that memory could not hold. */
  #gap: { from: Lsn; to: Lsn } | null = null;
  #handling: Promise<void> | null = null;
  #isOver = false;
  #cancelProbe: (() => void) | null = null;
  #probeDelayMs = FIRST_PROBE_MS;

  constructor(parts: DiskOutageParts) {
    this.#parts = parts;
  }

  get mode(): WriterMode {
    return this.#mode;
  }

  /** True when what is appended now will be durable soon. */
  get isRecording(): boolean {
    return this.#mode === 'recording' && !this.#isOnProbation;
  }

  /** The response under way, or null. */
  get handling(): Promise<void> | null {
    return this.#handling;
  }

  get reason(): string | null {
    return this.isRecording ? null : this.#reason;
  }

  get lastAtMs(): number | null {
    return this.#lastAtMs;
  }

  /** Output that is journaled when the disk is back. */
  holdBack(record: OutputRecord | MarkRecord): void {
    this.#store.add(record);
  }

  /** Output of a stream that no frame holds. */
  heldBackEntries(stream: StreamId): StreamEntry[] {
    return this.#store.entriesOf(stream);
  }

  /** After each append. Too much to hold: from there on only a checkpoint can bring the log back in step. */
  boundQueue(): void {
    const { queue, pipeline, lsns } = this.#parts;
    if (this.#mode === 'recording' || queue.bytes <= MAX_RETAINED_BYTES) return;
    // What is being written, or is about to be, is not ours to take away; the next append comes back to it.
    if (!pipeline.isIdle || this.#handling !== null) return;
    /* v8 ignore next -- @preserve: where so much waits there is a first record */
    const from = this.#gap?.from ?? queue.firstLsn ?? lsns.last;
    this.#gap = { from, to: lsns.last };
    queue.replaceAll(() => null);
  }

  respondTo(failure: DiskFailure): Promise<void> {
    return this.#handle(() => this.#respondTo(failure));
  }

  /** One more try to get out of it; resolves when that has succeeded or failed. */
  async tryAgain(): Promise<void> {
    if (this.#mode !== 'recording') await this.#handle(() => this.#attemptHeal());
  }

  /** Nothing is written any more until somebody asks; the pipeline is halted and nothing is under way. */
  async stop(reason: string): Promise<void> {
    this.cancelProbe();
    await this.#stopWriting('stopped');
    this.#note(reason);
  }

  /** Something has become durable: the disk is back when nothing that was held back waits any more. */
  noteDurable(): void {
    if (!this.#isOnProbation || this.#mode !== 'recording' || !this.#parts.queue.isEmpty) return;
    this.#isOnProbation = false;
    this.#reason = null;
    this.#probeDelayMs = FIRST_PROBE_MS;
    this.#parts.hooks.onMode();
    this.#parts.hooks.onHealed();
  }

  /** A checkpoint has everything up to now: earlier failures no longer count against the disk. */
  noteCheckpoint(): void {
    this.#poisonings = 0;
  }

  /** The log is being closed: nothing is tried again. */
  end(): void {
    this.#isOver = true;
    this.cancelProbe();
  }

  cancelProbe(): void {
    this.#cancelProbe?.();
    this.#cancelProbe = null;
  }

  /** One at a time; whoever comes meanwhile gets the one under way. */
  #handle(respond: () => Promise<void>): Promise<void> {
    this.#handling ??= respond().finally(() => {
      this.#handling = null;
      if (this.#mode === 'recording' || this.#mode === 'reserve')
        this.#parts.pipeline.resume(this.#mode === 'recording');
    });
    return this.#handling;
  }

  async #respondTo({ error, during }: DiskFailure): Promise<void> {
    const kind = classifyFailure(error);
    const wasRecording = this.#mode === 'recording';
    this.#parts.pipeline.cancelTimers();
    this.cancelProbe();
    this.#reason = describeFailure(error);
    if (kind === 'full' && during !== 'sync' && wasRecording) await this.#goOnInReserve(during === 'rotate');
    else if (kind === 'broken' && this.#poisonings === 0 && wasRecording) await this.#moveToNewSegment();
    else await this.#stopWriting(kind === 'broken' ? 'stopped' : 'blocked');
    this.#note(this.#reason);
  }

  #note(reason: string | null): void {
    this.#reason = reason;
    this.#lastAtMs = this.#parts.clock.now();
    this.#parts.releaseWaiters();
    this.#parts.hooks.onMode();
  }

  /** The file is in order as far as it was written; only what could not be written is changed, to structure alone. */
  async #goOnInReserve(needsSegment: boolean): Promise<void> {
    const { fs, dir, queue, pipeline } = this.#parts;
    const hadReserve = await giveUpReserve(fs, dir).catch(() => false);
    if (!hadReserve) return this.#stopWriting('blocked');
    // In one step: what comes from now on is held back, and has to stand behind what is taken out of the queue.
    this.#enterMode('reserve');
    queue.replaceAll((frame) => withoutOutput(frame, this.#store));
    this.#scheduleProbe();
    if (pipeline.hasSegment && !needsSegment) return;
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
      this.#demandProof();
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
    const { queue, pipeline } = this.#parts;
    await pipeline.abandonSegment();
    // In one step: a reader finds a frame in either place.
    queue.putBack(pipeline.takeUnsynced());
    queue.replaceAll((frame) => (frame.records > 0 ? frame : null));
  }

  async #openNextSegment(): Promise<void> {
    const { queue, pipeline, lsns } = this.#parts;
    await this.#takeBack();
    const gap = this.#gap;
    await pipeline.openNextEpoch(gap?.to ?? queue.firstLsn ?? lsns.last + 1);
    if (gap === null) return;
    // The gap record stands in the place of the last missing one.
    const { from, to } = gap;
    /* v8 ignore next -- @preserve: only an outage makes a gap, and an outage has a reason */
    const reason = this.#reason ?? 'outage';
    queue.putBack([gapFrame({ from, to: to - 1, replayGoesOn: false, reason })]);
    this.#gap = null;
  }

  // --- and back ---

  #scheduleProbe(): void {
    if (this.#cancelProbe !== null || this.#isOver) return;
    this.#cancelProbe = this.#parts.clock.setTimeout(() => {
      this.#cancelProbe = null;
      void this.#handle(() => this.#attemptHeal());
    }, this.#probeDelayMs);
    this.#probeDelayMs = Math.min(MAX_PROBE_MS, 2 * this.#probeDelayMs);
  }

  async #attemptHeal(): Promise<void> {
    const { fs, dir, hooks, pipeline } = this.#parts;
    const failure = await pipeline.halt();
    // It may be a sync that failed: then this is no longer about the same file.
    if (failure !== null) return this.#respondTo(failure);
    /* v8 ignore if -- @preserve: the log ended while the pipeline came to rest, between two microtasks */
    if (this.#mode === 'recording' || this.#isOver) return;
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
    const { queue, lsns } = this.#parts;
    const { kept, lost } = this.#store.take();
    for (const record of kept) {
      queue.makeRoom(record.data.length);
      queue.add(record, lsns.next());
    }
    for (const { stream, from, until } of lost) {
      const end = Buffer.alloc(12);
      end.writeUInt32LE(until.incarnation, 0);
      putU64(end, 4, until.offset);
      queue.addLost(stream, from.incarnation, from.offset, end, lsns.next());
    }
    this.#demandProof();
  }

  /** Nothing to write would also mean nothing to prove that the disk is back. */
  #demandProof(): void {
    const { queue, lsns } = this.#parts;
    if (queue.isEmpty) queue.addVoid(lsns.next());
    queue.demandSync();
  }
}

/** Says which LSNs were never written; it takes the one behind them. */
export function gapFrame(gap: Gap): PendingFrame {
  return singleFrame({ kind: RECORD_KIND.gap, payload: encodeGap(gap) }, gap.to + 1, 0);
}
