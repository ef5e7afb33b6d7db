// The first 64 bytes of a segment. Invariant: the header says which segment came before and how much of it counts, so that a
// tail that recovery discarded can never come back.
//
//   0  magic "EVWS"          24 predecessor epoch (0: none)     44 salt
//   4  version               28 predecessor first LSN           48 reserved
//   8  epoch                 36 predecessor accepted bytes      60 CRC32C of 0..60
//   12 first LSN
//   20 reserved
import { getU64, putU64 } from './binary-cursor.ts';
import { crc32c } from './crc32c.ts';
import type { SegmentId } from './layout.ts';

export const SEGMENT_HEADER_BYTES = 64;
/** What is written. 2: there may be room behind the last frame. */
const WAL_VERSION = 2;
const FIRST_VERSION_WITH_ROOM = 2;
const MAGIC = 0x53575645;

export interface SegmentHeader extends SegmentId {
  /** Random; every frame of the segment repeats it, so that frames printed by a pane are not taken for the segment's own. */
  readonly salt: number;
  readonly predecessor: (SegmentId & { readonly acceptedBytes: number }) | null;
}

/** A header as it was found; it says how the file is to be read. */
export interface FoundSegmentHeader extends SegmentHeader {
  /** What is room up to the end of the file is no part of the log and nothing that was lost. */
  readonly mayHaveRoom: boolean;
}

export type SegmentHeaderResult =
  | { readonly kind: 'ok'; readonly header: FoundSegmentHeader; readonly checksum: number }
  | { readonly kind: 'version'; readonly version: number }
  | { readonly kind: 'bad' };

export function encodeSegmentHeader(header: SegmentHeader): Buffer {
  const bytes = Buffer.alloc(SEGMENT_HEADER_BYTES);
  bytes.writeUInt32LE(MAGIC, 0);
  bytes.writeUInt32LE(WAL_VERSION, 4);
  bytes.writeUInt32LE(header.epoch, 8);
  putU64(bytes, 12, header.firstLsn);
  if (header.predecessor !== null) {
    bytes.writeUInt32LE(header.predecessor.epoch, 24);
    putU64(bytes, 28, header.predecessor.firstLsn);
    putU64(bytes, 36, header.predecessor.acceptedBytes);
  }
  bytes.writeUInt32LE(header.salt, 44);
  bytes.writeUInt32LE(crc32c(bytes, 0, 60), 60);
  return bytes;
}

/** `checksum` seeds the chain of the segment's frames. A sound header of another version is told apart from damage. */
export function decodeSegmentHeader(bytes: Buffer): SegmentHeaderResult {
  if (bytes.length < SEGMENT_HEADER_BYTES || bytes.readUInt32LE(0) !== MAGIC) return { kind: 'bad' };
  const checksum = bytes.readUInt32LE(60);
  if (checksum !== crc32c(bytes, 0, 60)) return { kind: 'bad' };
  const version = bytes.readUInt32LE(4);
  if (version < 1 || version > WAL_VERSION) return { kind: 'version', version };
  const predecessorEpoch = bytes.readUInt32LE(24);
  return {
    kind: 'ok',
    checksum,
    header: {
      epoch: bytes.readUInt32LE(8),
      firstLsn: getU64(bytes, 12),
      salt: bytes.readUInt32LE(44),
      mayHaveRoom: version >= FIRST_VERSION_WITH_ROOM,
      predecessor:
        predecessorEpoch === 0
          ? null
          : { epoch: predecessorEpoch, firstLsn: getU64(bytes, 28), acceptedBytes: getU64(bytes, 36) },
    },
  };
}
