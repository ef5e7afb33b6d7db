// A stream's snapshot on disk. Invariant: the file says whose it is and where it stands, so that a misplaced or damaged one is
// never taken for another's.
//
//   0  magic "EVSS"    8  stream         16 offset    32 data bytes       40 data
//   4  version         12 incarnation    24 LSN       36 CRC32C of 0..36, continued over the data at the end
import { getU64, putU64 } from './binary-cursor.ts';
import { crc32c } from './crc32c.ts';
import { SnapshotError } from './errors.ts';
import type { Lsn, StreamId, StreamPosition } from './types.ts';

const MAGIC = 0x53535645;
export const SNAPSHOT_VERSION = 1;
const HEADER_BYTES = 40;
const TRAILER_BYTES = 4;
export const MAX_SNAPSHOT_FILE_BYTES = 256 * 1024 * 1024;

export interface SnapshotHeader {
  readonly stream: StreamId;
  readonly position: StreamPosition;
  /** The log was durable up to it when the snapshot was written. */
  readonly lsn: Lsn;
}

export type SnapshotResult =
  | { readonly kind: 'ok'; readonly header: SnapshotHeader; readonly data: Buffer }
  | { readonly kind: 'version'; readonly version: number }
  | { readonly kind: 'bad'; readonly offset: number; readonly detail: string };

/** Throws SnapshotError for what no reader would take: it must not replace anything. */
export function snapshotFileBytes(dataBytes: number): number {
  const bytes = HEADER_BYTES + dataBytes + TRAILER_BYTES;
  if (bytes > MAX_SNAPSHOT_FILE_BYTES) {
    throw new SnapshotError(
      `a snapshot of ${bytes} bytes is larger than one may be (${MAX_SNAPSHOT_FILE_BYTES})`,
    );
  }
  return bytes;
}

/** Three parts, so that the data is not copied. */
export function encodeSnapshot(header: SnapshotHeader, data: Uint8Array): Uint8Array[] {
  const head = Buffer.alloc(HEADER_BYTES);
  head.writeUInt32LE(MAGIC, 0);
  head.writeUInt32LE(SNAPSHOT_VERSION, 4);
  head.writeUInt32LE(header.stream, 8);
  head.writeUInt32LE(header.position.incarnation, 12);
  putU64(head, 16, header.position.offset);
  putU64(head, 24, header.lsn);
  head.writeUInt32LE(data.length, 32);
  const headCrc = crc32c(head, 0, 36);
  head.writeUInt32LE(headCrc, 36);
  const trailer = Buffer.alloc(TRAILER_BYTES);
  trailer.writeUInt32LE(crc32c(data, 0, data.length, headCrc), 0);
  return [head, data, trailer];
}

export function decodeSnapshot(bytes: Buffer): SnapshotResult {
  if (bytes.length < HEADER_BYTES + TRAILER_BYTES || bytes.readUInt32LE(0) !== MAGIC) {
    return { kind: 'bad', offset: 0, detail: 'no snapshot header' };
  }
  const headCrc = bytes.readUInt32LE(36);
  if (headCrc !== crc32c(bytes, 0, 36)) return { kind: 'bad', offset: 0, detail: 'the header is damaged' };
  const version = bytes.readUInt32LE(4);
  if (version !== SNAPSHOT_VERSION) return { kind: 'version', version };
  const dataBytes = bytes.readUInt32LE(32);
  const end = HEADER_BYTES + dataBytes;
  if (end + TRAILER_BYTES !== bytes.length) {
    return { kind: 'bad', offset: bytes.length, detail: `${end + TRAILER_BYTES} bytes expected` };
  }
  if (bytes.readUInt32LE(end) !== crc32c(bytes, HEADER_BYTES, end, headCrc)) {
    return { kind: 'bad', offset: HEADER_BYTES, detail: 'the data is damaged' };
  }
  const position = { incarnation: bytes.readUInt32LE(12), offset: getU64(bytes, 16) };
  return {
    kind: 'ok',
    header: { stream: bytes.readUInt32LE(8), position, lsn: getU64(bytes, 24) },
    data: bytes.subarray(HEADER_BYTES, end),
  };
}
