// A frame: one write, one or more whole batches, all or nothing. Invariant: a frame is valid only where its checksums, its
// segment's salt and its length agree; whether it also follows the frame before it (chain, LSN) is for the scan to say.
//
//   0  magic "EVFR"          16 flags                          32 LSN known durable when it was written
//   4  salt of the segment   20 checksum of the frame before   40 reserved
//   8  body bytes            24 first LSN (marker: the next)   44 CRC32C of 0..44
//   12 records               48 body, then its CRC32C continued from the header's
import { getU64, putU64 } from './binary-cursor.ts';
import { crc32c } from './crc32c.ts';
import type { Lsn } from './types.ts';

export const FRAME_HEADER_BYTES = 48;
export const FRAME_TRAILER_BYTES = 4;
export const FRAME_OVERHEAD_BYTES = FRAME_HEADER_BYTES + FRAME_TRAILER_BYTES;
/** Nothing longer is written, and no length beyond it is believed. */
export const MAX_FRAME_BODY_BYTES = 32 * 1024 * 1024;
const MAGIC = 0x52465645;
const MAGIC_BYTES = Buffer.from('EVFR', 'latin1');

/** The writer ended in good order right behind this marker. */
export const FLAG_CLEAN_END = 1;

export interface FrameLink {
  readonly salt: number;
  readonly flags: number;
  readonly records: number;
  readonly firstLsn: Lsn;
  readonly durableLsn: Lsn;
  /** Checksum of the frame before it, or of the segment header. */
  readonly previous: number;
}

export interface Frame extends FrameLink {
  readonly offset: number;
  readonly bodyStart: number;
  readonly bodyEnd: number;
  readonly end: number;
  readonly checksum: number;
}

/** Fills in header and trailer around the body that lies in `bytes[48, 48 + bodyBytes)`; returns the frame's checksum. */
export function sealFrame(bytes: Buffer, bodyBytes: number, link: FrameLink): number {
  bytes.writeUInt32LE(MAGIC, 0);
  bytes.writeUInt32LE(link.salt, 4);
  bytes.writeUInt32LE(bodyBytes, 8);
  bytes.writeUInt32LE(link.records, 12);
  bytes.writeUInt32LE(link.flags, 16);
  bytes.writeUInt32LE(link.previous, 20);
  putU64(bytes, 24, link.firstLsn);
  putU64(bytes, 32, link.durableLsn);
  bytes.writeUInt32LE(0, 40);
  const headerCrc = crc32c(bytes, 0, 44);
  bytes.writeUInt32LE(headerCrc, 44);
  const bodyEnd = FRAME_HEADER_BYTES + bodyBytes;
  const checksum = crc32c(bytes, FRAME_HEADER_BYTES, bodyEnd, headerCrc);
  bytes.writeUInt32LE(checksum, bodyEnd);
  return checksum;
}

/** The frame at `at` if all of it is there and sound; `salt` null accepts any segment's. */
export function readFrame(bytes: Buffer, at: number, salt: number | null): Frame | null {
  if (at + FRAME_OVERHEAD_BYTES > bytes.length || bytes.readUInt32LE(at) !== MAGIC) return null;
  const frameSalt = bytes.readUInt32LE(at + 4);
  if (salt !== null && frameSalt !== salt) return null;
  const bodyBytes = bytes.readUInt32LE(at + 8);
  const bodyStart = at + FRAME_HEADER_BYTES;
  const bodyEnd = bodyStart + bodyBytes;
  const end = bodyEnd + FRAME_TRAILER_BYTES;
  if (bodyBytes > MAX_FRAME_BODY_BYTES || end > bytes.length) return null;
  const headerCrc = bytes.readUInt32LE(at + 44);
  if (headerCrc !== crc32c(bytes, at, at + 44)) return null;
  const checksum = bytes.readUInt32LE(bodyEnd);
  if (checksum !== crc32c(bytes, bodyStart, bodyEnd, headerCrc)) return null;
  return {
    salt: frameSalt,
    flags: bytes.readUInt32LE(at + 16),
    records: bytes.readUInt32LE(at + 12),
    previous: bytes.readUInt32LE(at + 20),
    firstLsn: getU64(bytes, at + 24),
    durableLsn: getU64(bytes, at + 32),
    offset: at,
    bodyStart,
    bodyEnd,
    end,
    checksum,
  };
}

/** The next sound frame at or behind `from`, however it got there; null if there is none. */
export function findFrame(bytes: Buffer, from: number, salt: number | null): Frame | null {
  let at = bytes.indexOf(MAGIC_BYTES, from);
  while (at !== -1) {
    const frame = readFrame(bytes, at, salt);
    if (frame !== null) return frame;
    at = bytes.indexOf(MAGIC_BYTES, at + 1);
  }
  return null;
}
