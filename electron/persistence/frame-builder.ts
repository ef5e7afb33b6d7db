// Gathers batches into the frame that is written next. Invariant: a batch lies in one frame; the data is copied on the way in,
// so a caller may reuse its buffers, and encoded once, so that writing is a checksum and a system call.
import { BatchTooLargeError } from './errors.ts';
import { FRAME_HEADER_BYTES, FRAME_OVERHEAD_BYTES, MAX_FRAME_BODY_BYTES } from './frame.ts';
import {
  RECORD_HEADER_BYTES,
  RECORD_KIND,
  STREAM_HEADER_BYTES,
  writeRecordHeader,
  writeStreamHeader,
} from './record-codec.ts';
import type { LogRecord, Lsn, StreamId, StreamPosition } from './types.ts';

/** What a frame holds of one stream. */
export interface FrameShare {
  readonly first: StreamPosition;
  bytes: number;
}

/** A frame with its body in place; header and checksums are filled in when it is written. */
export interface PendingFrame {
  readonly buffer: Buffer;
  readonly bodyBytes: number;
  readonly records: number;
  readonly firstLsn: Lsn;
  readonly flags: number;
  /** Must be synced at once. */
  readonly urgent: boolean;
  readonly streams: ReadonlyMap<StreamId, FrameShare>;
}

const MIN_BUFFER_BYTES = 1024;
const MAX_FIRST_BUFFER_BYTES = 1024 * 1024;
const NO_STREAMS: ReadonlyMap<StreamId, FrameShare> = new Map();

/** Bytes that a record takes in a frame's body. */
export function encodedBytes(record: LogRecord): number {
  const header = record.kind === 'state' ? RECORD_HEADER_BYTES : RECORD_HEADER_BYTES + STREAM_HEADER_BYTES;
  return header + record.data.length;
}

/** Throws BatchTooLargeError if the batch does not fit a frame. */
export function batchBytes(records: readonly LogRecord[]): number {
  let bytes = 0;
  for (const record of records) bytes += encodedBytes(record);
  if (bytes > MAX_FRAME_BODY_BYTES) throw new BatchTooLargeError(bytes, MAX_FRAME_BODY_BYTES);
  return bytes;
}

/** A frame of one record of a kind that callers do not append (gap), or of none (marker). */
export function singleFrame(
  record: { readonly kind: number; readonly payload: Uint8Array } | null,
  lsn: Lsn,
  flags: number,
): PendingFrame {
  const bodyBytes = record === null ? 0 : RECORD_HEADER_BYTES + record.payload.length;
  const buffer = Buffer.allocUnsafe(FRAME_OVERHEAD_BYTES + bodyBytes);
  if (record !== null) {
    writeRecordHeader(buffer, FRAME_HEADER_BYTES, record.kind, record.payload.length);
    buffer.set(record.payload, FRAME_HEADER_BYTES + RECORD_HEADER_BYTES);
  }
  const records = record === null ? 0 : 1;
  return { buffer, bodyBytes, records, firstLsn: lsn, flags, urgent: records > 0, streams: NO_STREAMS };
}

export class FrameBuilder {
  #buffer: Buffer | null = null;
  #end = FRAME_HEADER_BYTES;
  #records = 0;
  #firstLsn: Lsn = 0;
  #urgent = false;
  #streams: Map<StreamId, FrameShare> | null = null;
  #lastSize = MIN_BUFFER_BYTES;

  get records(): number {
    return this.#records;
  }

  get bodyBytes(): number {
    return this.#end - FRAME_HEADER_BYTES;
  }

  begin(firstLsn: Lsn): void {
    this.#firstLsn = firstLsn;
  }

  demandSync(): void {
    this.#urgent = true;
  }

  addState(data: Uint8Array): void {
    this.#put(RECORD_KIND.state, data);
  }

  /** Holds an LSN whose output is journaled later. */
  addVoid(): void {
    this.#put(RECORD_KIND.void, new Uint8Array(0));
  }

  addStream(
    kind: 'output' | 'mark' | 'lost',
    stream: StreamId,
    incarnation: number,
    offset: number,
    data: Uint8Array,
  ): void {
    const payloadBytes = STREAM_HEADER_BYTES + data.length;
    const at = this.#reserve(RECORD_HEADER_BYTES + payloadBytes);
    const buffer = this.#buffer as Buffer;
    writeRecordHeader(buffer, at, RECORD_KIND[kind], payloadBytes);
    writeStreamHeader(buffer, at + RECORD_HEADER_BYTES, stream, incarnation, offset);
    buffer.set(data, at + RECORD_HEADER_BYTES + STREAM_HEADER_BYTES);
    this.#streams ??= new Map();
    const share = this.#streams.get(stream);
    if (share === undefined)
      this.#streams.set(stream, { first: { incarnation, offset }, bytes: data.length });
    else share.bytes += data.length;
  }

  /** The frame gathered so far; the builder is empty afterwards. */
  take(): PendingFrame {
    const frame: PendingFrame = {
      /* v8 ignore next -- @preserve: nobody takes a frame without records, and a record has a buffer */
      buffer: this.#buffer ?? Buffer.allocUnsafe(FRAME_OVERHEAD_BYTES),
      bodyBytes: this.bodyBytes,
      records: this.#records,
      firstLsn: this.#firstLsn,
      flags: 0,
      urgent: this.#urgent,
      streams: this.#streams ?? NO_STREAMS,
    };
    this.#lastSize = Math.min(MAX_FIRST_BUFFER_BYTES, Math.max(MIN_BUFFER_BYTES, this.bodyBytes + 256));
    this.#buffer = null;
    this.#end = FRAME_HEADER_BYTES;
    this.#records = 0;
    this.#urgent = false;
    this.#streams = null;
    return frame;
  }

  #put(kind: number, payload: Uint8Array): void {
    const at = this.#reserve(RECORD_HEADER_BYTES + payload.length);
    writeRecordHeader(this.#buffer as Buffer, at, kind, payload.length);
    this.#buffer?.set(payload, at + RECORD_HEADER_BYTES);
  }

  #reserve(bytes: number): number {
    const at = this.#end;
    const needed = at + bytes + (FRAME_OVERHEAD_BYTES - FRAME_HEADER_BYTES);
    if (this.#buffer === null) {
      // As large as the last frame was: a steady load neither grows buffers nor wastes them.
      this.#buffer = Buffer.allocUnsafe(Math.max(needed, this.#lastSize));
    } else if (needed > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#buffer.length));
      this.#buffer.copy(larger, 0, 0, at);
      this.#buffer = larger;
    }
    this.#end = at + bytes;
    this.#records += 1;
    return at;
  }
}
