// A checkpoint on disk: the state as of an LSN, and for each stream its snapshot and where its tail begins in the WAL.
// Invariant: it lists every file it needs, and its cost does not depend on how much those files hold.
//
//   0  magic "EVCP"    12 id      24 time (ms since 1970)    36 streams     44 replay epoch        56 reason (name)
//   4  version         16 LSN     32 state bytes             40 segments    48 replay first LSN    ...
//   8  file bytes
//   then state, streams, segments, CRC32C of all before it
import { BinaryReader, BinaryWriter, ShortReadError } from './binary-cursor.ts';
import { crc32c } from './crc32c.ts';
import type { SegmentId } from './layout.ts';
import type { CheckpointReason, Lsn, StreamId, StreamPosition } from './types.ts';

const MAGIC = 0x50435645;
export const CHECKPOINT_VERSION = 1;
export const MAX_CHECKPOINT_FILE_BYTES = 512 * 1024 * 1024;
const REASONS: readonly string[] = ['start', 'interval', 'wal-size', 'user', 'heal', 'restore', 'shutdown'];

/** A snapshot file that a checkpoint needs; `name` lies in the snapshot directory. */
export interface SnapshotRef {
  readonly name: string;
  readonly position: StreamPosition;
  readonly bytes: number;
}

export interface CheckpointStream {
  readonly stream: StreamId;
  readonly snapshot: SnapshotRef | null;
  /** First frame of the tail; null when everything is in the snapshot. */
  readonly tail: { readonly segment: SegmentId; readonly offset: number } | null;
  readonly end: StreamPosition | null;
}

export interface Checkpoint {
  readonly id: number;
  readonly lsn: Lsn;
  readonly atMs: number;
  readonly reason: CheckpointReason;
  readonly state: Uint8Array;
  readonly streams: readonly CheckpointStream[];
  /** Every record behind `lsn` lies in this segment or a later one. */
  readonly replayFrom: SegmentId;
  /** All segments it needs that existed when it was made, oldest first; later ones follow. Empty for a restore point. */
  readonly segments: readonly SegmentId[];
}

export type CheckpointResult =
  | { readonly kind: 'ok'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'version'; readonly version: number }
  | { readonly kind: 'bad'; readonly detail: string };

export function encodeCheckpoint(checkpoint: Checkpoint): Buffer {
  const writer = new BinaryWriter();
  writer.u32(MAGIC).u32(CHECKPOINT_VERSION).u32(0).u32(checkpoint.id).u64(checkpoint.lsn);
  writer.u64(Math.max(0, Math.round(checkpoint.atMs)));
  writer.u32(checkpoint.state.length).u32(checkpoint.streams.length).u32(checkpoint.segments.length);
  writer.u32(checkpoint.replayFrom.epoch).u64(checkpoint.replayFrom.firstLsn).name(checkpoint.reason);
  writer.bytes(checkpoint.state);
  for (const stream of checkpoint.streams) writeStream(writer, stream);
  for (const segment of checkpoint.segments) writer.u32(segment.epoch).u64(segment.firstLsn);
  const total = writer.length + 4;
  writer.view().writeUInt32LE(total, 8);
  writer.u32(crc32c(writer.view(), 0, writer.length));
  return writer.view();
}

function writeStream(writer: BinaryWriter, stream: CheckpointStream): void {
  const flags =
    (stream.snapshot === null ? 0 : 1) | (stream.tail === null ? 0 : 2) | (stream.end === null ? 0 : 4);
  writer.u32(stream.stream).u8(flags);
  if (stream.snapshot !== null) {
    writer.name(stream.snapshot.name);
    writePosition(writer, stream.snapshot.position);
    writer.u32(stream.snapshot.bytes);
  }
  if (stream.tail !== null) {
    writer.u32(stream.tail.segment.epoch).u64(stream.tail.segment.firstLsn).u64(stream.tail.offset);
  }
  if (stream.end !== null) writePosition(writer, stream.end);
}

function writePosition(writer: BinaryWriter, position: StreamPosition): void {
  writer.u32(position.incarnation).u64(position.offset);
}

export function decodeCheckpoint(bytes: Buffer): CheckpointResult {
  if (bytes.length < 60 || bytes.readUInt32LE(0) !== MAGIC)
    return { kind: 'bad', detail: 'no checkpoint header' };
  if (bytes.readUInt32LE(8) !== bytes.length) {
    return { kind: 'bad', detail: `${bytes.readUInt32LE(8)} bytes expected, ${bytes.length} there` };
  }
  const end = bytes.length - 4;
  if (bytes.readUInt32LE(end) !== crc32c(bytes, 0, end))
    return { kind: 'bad', detail: 'the checksum is wrong' };
  const version = bytes.readUInt32LE(4);
  if (version !== CHECKPOINT_VERSION) return { kind: 'version', version };
  try {
    return { kind: 'ok', checkpoint: readBody(new BinaryReader(bytes, 12, end)) };
  } catch (error) {
    /* v8 ignore if -- @preserve: a reader throws nothing else; what does is a mistake of ours and must not pass for damage */
    if (!(error instanceof ShortReadError)) throw error;
    return { kind: 'bad', detail: error.message };
  }
}

function readBody(reader: BinaryReader): Checkpoint {
  const id = reader.u32();
  const lsn = reader.u64();
  const atMs = reader.u64();
  const stateBytes = reader.u32();
  const streamCount = reader.u32();
  const segmentCount = reader.u32();
  const replayFrom = { epoch: reader.u32(), firstLsn: reader.u64() };
  const reasonName = reader.name();
  const reason = (REASONS.includes(reasonName) ? reasonName : 'interval') as CheckpointReason;
  const state = reader.bytes(stateBytes);
  const streams: CheckpointStream[] = [];
  for (let index = 0; index < streamCount; index += 1) streams.push(readStream(reader));
  const segments: SegmentId[] = [];
  for (let index = 0; index < segmentCount; index += 1) {
    segments.push({ epoch: reader.u32(), firstLsn: reader.u64() });
  }
  return { id, lsn, atMs, reason, state, streams, replayFrom, segments };
}

function readStream(reader: BinaryReader): CheckpointStream {
  const stream = reader.u32();
  const flags = reader.u8();
  const snapshot =
    (flags & 1) === 0 ? null : { name: reader.name(), position: readPosition(reader), bytes: reader.u32() };
  const tail =
    (flags & 2) === 0
      ? null
      : { segment: { epoch: reader.u32(), firstLsn: reader.u64() }, offset: reader.u64() };
  return { stream, snapshot, tail, end: (flags & 4) === 0 ? null : readPosition(reader) };
}

function readPosition(reader: BinaryReader): StreamPosition {
  return { incarnation: reader.u32(), offset: reader.u64() };
}
