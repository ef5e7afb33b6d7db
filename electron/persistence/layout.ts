// Where everything lies under the log's directory and what it is called. Invariant: names sort in the order of the log, and
// a name that does not parse is not ours and is left alone.
//
//   LOCK                                who writes (a copy for people; LOCK.<n> is the claim itself)
//   reserve                             1 MiB to give up when the disk is full
//   wal/<epoch>-<first lsn>.wal         segments
//   checkpoints/<id>-<lsn>.ckpt
//   restore-points/<id>-<lsn>.ckpt      checkpoints that need no WAL
//   scrollback/<stream>-<incarnation>-<offset>-<serial>.snap
//   quarantine/                         copies of what was damaged
//   <any of them>/.<name>.tmp           not published yet
import { join } from 'node:path';
import type { Lsn, StreamId, StreamPosition } from './types.ts';

export const WAL_DIR = 'wal';
export const CHECKPOINT_DIR = 'checkpoints';
export const RESTORE_POINT_DIR = 'restore-points';
export const SNAPSHOT_DIR = 'scrollback';
export const QUARANTINE_DIR = 'quarantine';
export const RESERVE_FILE = 'reserve';
export const SUBDIRECTORIES = [WAL_DIR, CHECKPOINT_DIR, RESTORE_POINT_DIR, SNAPSHOT_DIR, QUARANTINE_DIR];

/** Epoch and first LSN name a segment for good: an epoch is one opening for writing, or one recovery from a failed disk. */
export interface SegmentId {
  readonly epoch: number;
  readonly firstLsn: Lsn;
}

export interface CheckpointId {
  readonly id: number;
  readonly lsn: Lsn;
}

export interface SnapshotId {
  readonly stream: StreamId;
  readonly position: StreamPosition;
  readonly serial: number;
}

const padded = (value: number, digits: number): string => String(value).padStart(digits, '0');

/** Relative to the log's directory, as losses name it. */
export function segmentFile(id: SegmentId): string {
  return join(WAL_DIR, `${padded(id.epoch, 8)}-${padded(id.firstLsn, 16)}.wal`);
}

export function parseSegmentName(name: string): SegmentId | null {
  const match = /^(\d{8,10})-(\d{16})\.wal$/.exec(name);
  return match === null ? null : { epoch: Number(match[1]), firstLsn: Number(match[2]) };
}

export function checkpointName(id: CheckpointId): string {
  return `${padded(id.id, 8)}-${padded(id.lsn, 16)}.ckpt`;
}

export function parseCheckpointName(name: string): CheckpointId | null {
  const match = /^(\d{8,10})-(\d{16})\.ckpt$/.exec(name);
  return match === null ? null : { id: Number(match[1]), lsn: Number(match[2]) };
}

export function snapshotName(id: SnapshotId): string {
  return `${id.stream}-${id.position.incarnation}-${id.position.offset}-${id.serial}.snap`;
}

export function parseSnapshotName(name: string): SnapshotId | null {
  const match = /^(\d{1,10})-(\d{1,10})-(\d{1,16})-(\d{1,16})\.snap$/.exec(name);
  if (match === null) return null;
  const [, stream, incarnation, offset, serial] = match.map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return { stream, position: { incarnation, offset }, serial };
}

export function temporaryName(name: string): string {
  return `.${name}.tmp`;
}

export function isTemporaryName(name: string): boolean {
  return name.startsWith('.') && name.endsWith('.tmp');
}

/** Negative, zero, positive: a before, same as, after b in the log. */
export function compareSegments(a: SegmentId, b: SegmentId): number {
  return a.epoch - b.epoch || a.firstLsn - b.firstLsn;
}
