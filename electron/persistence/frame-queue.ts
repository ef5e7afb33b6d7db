// What waits to be written, in LSN order: sealed frames and the one that is being gathered. Invariant: a batch lies in one
// frame; frames share a turn's batches up to a size; once sealed, a frame's body does not change.
import { FrameBuilder, type PendingFrame } from './frame-builder.ts';
import type { LogRecord, Lsn } from './types.ts';

/** A turn's batches share a frame up to this size. */
const FRAME_TARGET_BYTES = 1024 * 1024;
const WRITE_TARGET_BYTES = 4 * 1024 * 1024;
const WRITE_TARGET_FRAMES = 256;

export class FrameQueue {
  readonly #builder = new FrameBuilder();
  #frames: PendingFrame[] = [];
  #bytes = 0;

  /** Bytes of records that wait. */
  get bytes(): number {
    return this.#bytes + this.#builder.bodyBytes;
  }

  get isEmpty(): boolean {
    return this.#frames.length === 0 && this.#builder.records === 0;
  }

  /** LSN of the first record that waits, sealed or not; null if there is none. */
  get firstLsn(): Lsn | null {
    this.seal();
    return this.#frames[0]?.firstLsn ?? null;
  }

  /** Before a batch: a frame that it does not fit in any more is closed. */
  makeRoom(batchBytes: number): void {
    if (this.#builder.records > 0 && this.#builder.bodyBytes + batchBytes > FRAME_TARGET_BYTES) this.seal();
  }

  add(record: LogRecord, lsn: Lsn): void {
    this.#begin(lsn);
    if (record.kind === 'state') this.#builder.addState(record.data);
    else this.#builder.addStream(record.kind, record.stream, record.incarnation, record.offset, record.data);
  }

  addLost(stream: number, incarnation: number, offset: number, until: Uint8Array, lsn: Lsn): void {
    this.makeRoom(until.length);
    this.#begin(lsn);
    this.#builder.addStream('lost', stream, incarnation, offset, until);
  }

  addVoid(lsn: Lsn): void {
    this.#begin(lsn);
    this.#builder.addVoid();
  }

  /** The frame that is being gathered must be synced as soon as it is written. */
  demandSync(): void {
    this.#builder.demandSync();
  }

  seal(): void {
    if (this.#builder.records > 0) this.push(this.#builder.take());
  }

  push(frame: PendingFrame): void {
    this.#frames.push(frame);
    this.#bytes += frame.bodyBytes;
  }

  /** In front of everything else: frames that have to be written once more. */
  putBack(frames: readonly PendingFrame[]): void {
    this.#frames = [...frames, ...this.#frames];
    this.#count();
  }

  /** The frames of the next write; they stay until done() takes them out. */
  next(): readonly PendingFrame[] {
    let count = 0;
    let bytes = 0;
    while (count < this.#frames.length && count < WRITE_TARGET_FRAMES && bytes < WRITE_TARGET_BYTES) {
      bytes += (this.#frames[count] as PendingFrame).bodyBytes;
      count += 1;
    }
    return this.#frames.slice(0, count);
  }

  done(frames: readonly PendingFrame[]): void {
    this.#frames.splice(0, frames.length);
    for (const frame of frames) this.#bytes -= frame.bodyBytes;
  }

  /** Everything that waits, sealed. */
  all(): readonly PendingFrame[] {
    this.seal();
    return this.#frames;
  }

  replaceAll(change: (frame: PendingFrame) => PendingFrame | null): void {
    this.seal();
    this.#frames = this.#frames.flatMap((frame) => change(frame) ?? []);
    this.#count();
  }

  #begin(lsn: Lsn): void {
    if (this.#builder.records === 0) this.#builder.begin(lsn);
  }

  #count(): void {
    this.#bytes = this.#frames.reduce((sum, frame) => sum + frame.bodyBytes, 0);
  }
}
