// From the queue to the disk: write, sync, rotate, mark. Invariant: records are placed in LSN order; a frame stays in memory
// until it and all before it are durable: by a sync that began after its write, or by its own durable write. The first failure
// halts everything until resume(). What a failure means, and what then happens to the records, is the writer's business.
import { ActiveSegment, type PlacedFrame } from './active-segment.ts';
import type { FileSystem } from './file-system.ts';
import { FLAG_CLEAN_END } from './frame.ts';
import { type PendingFrame, singleFrame } from './frame-builder.ts';
import type { FrameQueue } from './frame-queue.ts';
import type { SegmentId } from './layout.ts';
import type { SegmentTable } from './segment-table.ts';
import type { Clock, Lsn } from './types.ts';

/** More than this is not left unsynced, whatever the interval: it has to stay in memory too. */
const MAX_UNSYNCED_BYTES = 4 * 1024 * 1024;
const MARKER_DELAY_MS = 50;

export interface Predecessor extends SegmentId {
  readonly acceptedBytes: number;
}

export interface PipelineConfig {
  readonly walFlushIntervalMs: number;
  readonly segmentBytes: number;
}

export interface DiskFailure {
  readonly error: unknown;
  readonly during: 'write' | 'sync' | 'rotate';
}

export interface WalPipelineOptions {
  readonly fs: FileSystem;
  readonly clock: Clock;
  readonly dir: string;
  readonly segments: SegmentTable;
  readonly queue: FrameQueue;
  readonly config: PipelineConfig;
  /** Where the accepted log ends; null for an empty one. */
  readonly predecessor: Predecessor | null;
  /** Higher than any epoch that was ever used. */
  readonly epoch: number;
  readonly durableLsn: Lsn;
  /** LSN of the last record that was appended. */
  readonly lastLsn: () => Lsn;
  /** The frames are durable; they are no longer in memory. */
  readonly onDurable: (segmentOrdinal: number, frames: readonly PlacedFrame[]) => void;
  /** Called once for each halt; nothing is under way any more. */
  readonly onFailure: (failure: DiskFailure) => void;
}

export class WalPipeline {
  readonly #options: WalPipelineOptions;
  #config: PipelineConfig;
  #active: ActiveSegment | null = null;
  #predecessor: Predecessor | null;
  #epoch: number;
  /** Written, not synced. */
  #unsynced: PlacedFrame[] = [];
  #unsyncedBytes = 0;
  #durableLsn: Lsn;
  #markedLsn: Lsn;
  #wantedLsn: Lsn = 0;
  #draining: Promise<void> | null = null;
  #syncing: Promise<void> | null = null;
  #syncAgain = false;
  #failure: DiskFailure | null = null;
  #isReported = false;
  #isHalted = false;
  #mayRotate = true;
  /** Whatever the present segment's size, the next frame begins another. */
  #isRotationDue = false;
  #cancelSync: (() => void) | null = null;
  #cancelMarker: (() => void) | null = null;

  constructor(options: WalPipelineOptions) {
    this.#options = options;
    this.#config = options.config;
    this.#predecessor = options.predecessor;
    this.#epoch = options.epoch;
    this.#durableLsn = options.durableLsn;
    this.#markedLsn = options.durableLsn;
  }

  get durableLsn(): Lsn {
    return this.#durableLsn;
  }

  get hasSegment(): boolean {
    return this.#active !== null;
  }

  /** Nothing is being written or synced. */
  get isIdle(): boolean {
    return this.#draining === null && this.#syncing === null;
  }

  configure(config: PipelineConfig): void {
    this.#config = config;
  }

  /** Written and not yet durable, in log order. */
  unsyncedFrames(): PendingFrame[] {
    return this.#unsynced.map((placed) => placed.frame);
  }

  /** Begins to write what waits, unless that is under way or halted. */
  readonly kick = (): void => {
    if (this.#draining !== null || this.#isHalted || this.#failure !== null) return;
    if (this.#active === null || this.#options.queue.isEmpty) return;
    this.#draining = this.#drain();
  };

  /** What is written next begins a new segment, so that the present one can be freed once nothing needs it. */
  rotateNext(): void {
    this.#isRotationDue = true;
  }

  /** Syncs everything up to `lsn` as soon as it is written. */
  hurry(lsn: Lsn): void {
    this.#wantedLsn = Math.max(this.#wantedLsn, lsn);
    this.kick();
    if (this.#draining === null) this.requestSync();
  }

  requestSync(): void {
    this.#cancelSync?.();
    this.#cancelSync = null;
    if (this.#syncing !== null) this.#syncAgain = true;
    else if (this.#failure === null && this.#active !== null && this.#unsynced.length > 0) {
      this.#syncing = this.#syncLoop(this.#active.sync());
    }
  }

  /** No new write begins, timers are off; resolves when nothing is under way, with what failed and was not reported, or null. */
  async halt(): Promise<DiskFailure | null> {
    this.#isHalted = true;
    this.cancelTimers();
    await this.idle();
    if (this.#isReported) return null;
    this.#isReported = this.#failure !== null;
    return this.#failure;
  }

  /** Forgets the failure and goes on. `mayRotate` false keeps to the present segment, whatever its size. */
  resume(mayRotate: boolean): void {
    this.#failure = null;
    this.#isReported = false;
    this.#isHalted = false;
    this.#mayRotate = mayRotate;
    this.kick();
    if (this.#draining === null) this.requestSync();
  }

  async idle(): Promise<void> {
    while (!this.isIdle) await (this.#draining ?? this.#syncing);
  }

  /** A new segment in the present epoch. Rejects with the disk's error. */
  async openSegment(firstLsn: Lsn): Promise<void> {
    const { fs, dir, segments } = this.#options;
    const id = { epoch: this.#epoch, firstLsn, predecessor: this.#predecessor };
    this.#active = await ActiveSegment.create(fs, dir, segments, id);
    this.#isRotationDue = false;
  }

  /** After a failure: nothing that may have been left half made can be taken for the new one. */
  openNextEpoch(firstLsn: Lsn): Promise<void> {
    this.#epoch += 1;
    return this.openSegment(firstLsn);
  }

  /** The segment counts only as far as it is durable; takeUnsynced() has the frames behind that. */
  async abandonSegment(): Promise<void> {
    const active = this.#active;
    if (active === null) return;
    this.#predecessor = { ...idOf(active.segment), acceptedBytes: active.durableBytes };
    await this.closeSegment();
  }

  /** What an abandoned segment does not count for, to be written again elsewhere. */
  takeUnsynced(): PendingFrame[] {
    const again = this.unsyncedFrames().filter((frame) => frame.records > 0);
    this.#unsynced = [];
    this.#unsyncedBytes = 0;
    return again;
  }

  /** Says that the log ends here in good order. */
  async markCleanEnd(): Promise<void> {
    /* v8 ignore if -- @preserve: asked for only while the log is recording, which it does in a segment */
    if (this.#active === null) return;
    this.#options.queue.push(singleFrame(null, this.#options.lastLsn() + 1, FLAG_CLEAN_END));
    this.kick();
    await this.idle();
    this.requestSync();
    await this.idle();
  }

  async closeSegment(): Promise<void> {
    const active = this.#active;
    this.#active = null;
    // The descriptor is gone either way; what was durable stays so, and what was not is still in memory.
    await active?.close().catch(() => undefined);
  }

  cancelTimers(): void {
    this.#cancelSync?.();
    this.#cancelMarker?.();
    this.#cancelSync = null;
    this.#cancelMarker = null;
  }

  async #drain(): Promise<void> {
    const { queue } = this.#options;
    try {
      for (;;) {
        queue.seal();
        if (queue.isEmpty || this.#failure !== null || this.#isHalted) break;
        await this.#rotateIfFull();
        await this.#writeSome();
      }
    } catch (error) {
      this.#failure ??= { error, during: 'write' };
    }
    this.#draining = null;
    // Somebody may have begun to wait between the last write and here.
    if (this.#wantedLsn > this.#durableLsn && !this.#isHalted) this.requestSync();
    this.#reportFailure();
  }

  async #writeSome(): Promise<void> {
    const active = this.#active as ActiveSegment;
    const { queue, clock } = this.#options;
    const frames = queue.next();
    const isUrgent = this.#isUrgent(frames);
    if (isUrgent && this.#syncing === null && active.canCommit(frames)) {
      this.#commit(active, frames);
      return;
    }
    // Only where somebody waits for the disk; in the last of its room nothing is written ahead.
    const roomUpTo = isUrgent && this.#mayRotate ? this.#config.segmentBytes : 0;
    const placed = await active.write(frames, this.#durableLsn, roomUpTo);
    queue.done(frames);
    this.#noteWritten(placed);
    // A marker alone asks for no sync: it only has to get there at some time.
    if (frames.every((frame) => frame.records === 0)) return;
    // Asked again: somebody may have begun to wait during the write.
    if (this.#isUrgent(frames) || this.#unsyncedBytes >= MAX_UNSYNCED_BYTES) this.requestSync();
    else this.#cancelSync ??= clock.setTimeout(() => this.requestSync(), this.#config.walFlushIntervalMs);
  }

  #isUrgent(frames: readonly PendingFrame[]): boolean {
    return this.#wantedLsn > this.#durableLsn || frames.some((frame) => frame.urgent);
  }

  /** Write and sync in one call; what is written meanwhile is synced behind it. */
  #commit(active: ActiveSegment, frames: readonly PendingFrame[]): void {
    const { placed, durable } = active.commit(frames, this.#durableLsn);
    this.#options.queue.done(frames);
    this.#noteWritten(placed);
    this.#syncing = this.#syncLoop(durable);
  }

  #noteWritten(placed: readonly PlacedFrame[]): void {
    for (const one of placed) {
      this.#unsynced.push(one);
      this.#unsyncedBytes += one.end - one.start;
    }
  }

  async #syncLoop(begun: Promise<void>): Promise<void> {
    this.#syncAgain = false;
    try {
      await begun;
      this.#noteDurable();
      while (this.#syncAgain && this.#unsynced.length > 0 && this.#failure === null) {
        this.#syncAgain = false;
        await this.#active?.sync();
        this.#noteDurable();
      }
    } catch (error) {
      // Before whatever else has failed: from now on nothing in this file may be believed.
      this.#failure = { error, during: 'sync' };
    }
    this.#syncing = null;
    this.#reportFailure();
  }

  #noteDurable(): void {
    const active = this.#active as ActiveSegment;
    let count = 0;
    for (const { end } of this.#unsynced) {
      if (end > active.durableBytes) break;
      count += 1;
    }
    const durable = this.#unsynced.splice(0, count);
    for (const { start, end } of durable) this.#unsyncedBytes -= end - start;
    this.#durableLsn = lastLsnOf(durable) ?? this.#durableLsn;
    this.#options.onDurable(active.segment.ordinal, durable);
    this.#scheduleMarker();
  }

  async #rotateIfFull(): Promise<void> {
    const active = this.#active;
    if (active === null || !this.#mayRotate) return;
    if (active.writtenBytes < this.#config.segmentBytes && !this.#isRotationDue) return;
    // A successor vouches for all of its predecessor, so that has to be durable first.
    while (this.#unsynced.length > 0) {
      this.requestSync();
      await this.#syncing;
      if (this.#failure !== null) throw this.#failure.error;
    }
    this.#predecessor = { ...idOf(active.segment), acceptedBytes: active.durableBytes };
    try {
      /* v8 ignore next -- @preserve: a segment is begun for what waits to be written */
      await this.openSegment(this.#options.queue.firstLsn ?? this.#options.lastLsn() + 1);
    } catch (error) {
      this.#failure ??= { error, during: 'rotate' };
      throw error;
    }
    await active.close();
  }

  /** After the last sync of a burst, so that damage to its last frame can be told from a torn tail. */
  #scheduleMarker(): void {
    const { clock, lastLsn, queue } = this.#options;
    if (this.#cancelMarker !== null || this.#isHalted || this.#markedLsn >= this.#durableLsn) return;
    this.#cancelMarker = clock.setTimeout(() => {
      this.#cancelMarker = null;
      if (this.#isHalted || !this.#mayRotate) return;
      if (this.#durableLsn < lastLsn() || this.#unsynced.length > 0) {
        this.#scheduleMarker();
        return;
      }
      this.#markedLsn = this.#durableLsn;
      queue.push(singleFrame(null, lastLsn() + 1, 0));
      this.kick();
    }, MARKER_DELAY_MS);
  }

  #reportFailure(): void {
    if (this.#failure === null || !this.isIdle || this.#isHalted) return;
    this.#isReported = true;
    this.#isHalted = true;
    this.cancelTimers();
    this.#options.onFailure(this.#failure);
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
