// Records inside a frame's body. Invariant: each takes one LSN, whatever its kind; a kind that is not known is skipped unless
// it says that it must be understood.
//
//   0 kind    1 flags (1: must be understood)    2 reserved    4 payload bytes    8 payload
//
//   state     the caller's bytes
//   output    stream u32, incarnation u32, offset u64, bytes
//   mark      the same
//   lost      stream u32, incarnation u32, offset u64, then until: incarnation u32, offset u64
//   void      nothing; holds the LSN of output that was journaled later
//   gap       from LSN u64, to LSN u64, replay goes on u8, reason
import { BinaryReader, BinaryWriter, getU64, putU64 } from './binary-cursor.ts';
import type { Lsn } from './types.ts';

export const RECORD_HEADER_BYTES = 8;
export const STREAM_HEADER_BYTES = 16;
export const FLAG_REQUIRED = 1;

export const RECORD_KIND = { state: 1, output: 2, mark: 3, lost: 4, void: 5, gap: 6 } as const;

/** LSNs that were never written. */
export interface Gap {
  readonly from: Lsn;
  readonly to: Lsn;
  /** The records that follow were made without the missing ones (they were lost at a recovery), so replay goes on behind it. */
  readonly replayGoesOn: boolean;
  readonly reason: string;
}

export function writeRecordHeader(bytes: Buffer, at: number, kind: number, payloadBytes: number): void {
  bytes[at] = kind;
  bytes[at + 1] = FLAG_REQUIRED;
  bytes[at + 2] = 0;
  bytes[at + 3] = 0;
  bytes.writeUInt32LE(payloadBytes, at + 4);
}

export function writeStreamHeader(
  bytes: Buffer,
  at: number,
  stream: number,
  incarnation: number,
  offset: number,
): void {
  bytes.writeUInt32LE(stream, at);
  bytes.writeUInt32LE(incarnation, at + 4);
  putU64(bytes, at + 8, offset);
}

export function encodeGap(gap: Gap): Buffer {
  const reason = gap.reason.replace(/[^ -~]/g, '?').slice(0, 500);
  return Buffer.from(
    new BinaryWriter()
      .u64(gap.from)
      .u64(gap.to)
      .u8(gap.replayGoesOn ? 1 : 0)
      .name(reason)
      .view(),
  );
}

export function decodeGap(body: Buffer, start: number, end: number): Gap {
  const reader = new BinaryReader(body, start, end);
  return { from: reader.u64(), to: reader.u64(), replayGoesOn: reader.u8() === 1, reason: reader.name() };
}

/** One record where it lies in `body`; the same object is refilled for each, so nothing may keep it. */
export interface RecordView {
  kind: number;
  required: boolean;
  lsn: Lsn;
  start: number;
  payloadStart: number;
  end: number;
}

/** Thrown by a frame whose checksum holds and whose records do not fit it: it was written wrong. */
export class MalformedBodyError extends Error {
  override readonly name = 'MalformedBodyError';
}

/** Calls back for each of the `count` records in `body[start, end)`, in order. */
export function forEachRecord(
  body: Buffer,
  start: number,
  end: number,
  firstLsn: Lsn,
  count: number,
  visit: (record: RecordView) => void,
): void {
  const view: RecordView = {
    kind: 0,
    required: false,
    lsn: firstLsn,
    start,
    payloadStart: start,
    end: start,
  };
  let at = start;
  for (let index = 0; index < count; index += 1) {
    if (at + RECORD_HEADER_BYTES > end) throw new MalformedBodyError(`record ${index} of ${count} is cut`);
    const payloadBytes = body.readUInt32LE(at + 4);
    view.kind = body[at] as number;
    view.required = ((body[at + 1] as number) & FLAG_REQUIRED) !== 0;
    view.lsn = firstLsn + index;
    view.start = at;
    view.payloadStart = at + RECORD_HEADER_BYTES;
    view.end = view.payloadStart + payloadBytes;
    const least = leastPayload(view.kind);
    if (view.end > end || payloadBytes < least)
      throw new MalformedBodyError(`record ${index} has a wrong length`);
    at = view.end;
    visit(view);
  }
  if (at !== end) throw new MalformedBodyError(`${end - at} bytes behind the last record`);
}

function leastPayload(kind: number): number {
  if (kind === RECORD_KIND.output || kind === RECORD_KIND.mark) return STREAM_HEADER_BYTES;
  if (kind === RECORD_KIND.lost) return STREAM_HEADER_BYTES + 12;
  return kind === RECORD_KIND.gap ? 19 : 0;
}

export function streamOf(body: Buffer, record: RecordView): number {
  return body.readUInt32LE(record.payloadStart);
}

export function incarnationOf(body: Buffer, record: RecordView): number {
  return body.readUInt32LE(record.payloadStart + 4);
}

export function offsetOf(body: Buffer, record: RecordView): number {
  return getU64(body, record.payloadStart + 8);
}
