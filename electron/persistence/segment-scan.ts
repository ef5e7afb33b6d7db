// Walks the frames of one segment. Invariant: a frame is handed on only if it is sound, follows the frame before it and has the
// LSN that is due; the first place where that does not hold ends the walk and is named. Nothing is read beyond the file.
import type { Breather } from './breather.ts';
import { type Frame, findFrame, readFrame } from './frame.ts';
import { SEGMENT_HEADER_BYTES } from './segment-header.ts';
import type { Lsn } from './types.ts';

export interface ScanFrom {
  readonly offset: number;
  readonly salt: number;
  readonly chain: number;
  readonly expectedLsn: Lsn;
}

export interface ScanEnd {
  /** Where the next frame would begin. */
  readonly offset: number;
  readonly expectedLsn: Lsn;
  readonly lastFlags: number;
}

/** Visits frames from `from` until one does not fit or `limit` is reached. A visitor that returns false ends the walk before that frame. */
export async function scanFrames(
  bytes: Buffer,
  from: ScanFrom,
  limit: number,
  breather: Breather,
  visit: (frame: Frame) => boolean,
): Promise<ScanEnd> {
  let { offset, chain, expectedLsn } = from;
  let lastFlags = 0;
  while (offset < limit) {
    const frame = readFrame(bytes, offset, from.salt);
    if (frame === null || frame.end > limit || frame.previous !== chain || frame.firstLsn !== expectedLsn)
      break;
    if (!visit(frame)) break;
    offset = frame.end;
    chain = frame.checksum;
    expectedLsn += frame.records;
    lastFlags = frame.flags;
    if (breather.isDue) await breather.pause();
  }
  return { offset, expectedLsn, lastFlags };
}

/** The next sound frame behind damage that goes on in the log's order, or null. */
export function resyncBehind(
  bytes: Buffer,
  from: number,
  limit: number,
  salt: number | null,
  dueLsn: Lsn,
): Frame | null {
  let frame = findFrame(bytes, Math.max(from, SEGMENT_HEADER_BYTES), salt);
  while (frame !== null && frame.end <= limit) {
    if (frame.firstLsn >= dueLsn) return frame;
    frame = findFrame(bytes, frame.offset + 1, salt);
  }
  return null;
}

/**
 * Whether a later frame says that record `lsn` had been durable: then its absence is damage, otherwise the power or the process
 * went before it was written out, and nobody had been told that it was safe.
 */
export function provesDurable(bytes: Buffer, from: number, salt: number | null, lsn: Lsn): boolean {
  let frame = findFrame(bytes, from, salt);
  while (frame !== null) {
    if (frame.durableLsn >= lsn && (frame.firstLsn > lsn || frame.records === 0)) return true;
    frame = findFrame(bytes, frame.offset + 1, salt);
  }
  return false;
}
