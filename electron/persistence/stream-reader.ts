// Reads a stream back: its snapshot, then its tail from the WAL and from memory. Invariant: what was captured at the call is
// what comes out, in order, each unit once; what cannot be read comes out as 'lost', never as wrong bytes.
import { join } from 'node:path';
import { getU64 } from './binary-cursor.ts';
import type { SnapshotRef } from './checkpoint-file.ts';
import { isShortage } from './disk-failure.ts';
import type { Extent } from './extent-list.ts';
import type { FileSystem, OpenFile } from './file-system.ts';
import { FRAME_HEADER_BYTES, findFrame } from './frame.ts';
import type { PendingFrame } from './frame-builder.ts';
import { SNAPSHOT_DIR } from './layout.ts';
import { comparePositions, endOfRecord } from './position.ts';
import {
  forEachRecord,
  incarnationOf,
  offsetOf,
  RECORD_KIND,
  type RecordView,
  STREAM_HEADER_BYTES,
  streamOf,
} from './record-codec.ts';
import { decodeSnapshot, MAX_SNAPSHOT_FILE_BYTES } from './snapshot-file.ts';
import type { Loss, StreamEntry, StreamId, StreamPosition, StreamSnapshot } from './types.ts';
import { OversizedFileError, openIfThere, readWhole } from './whole-file.ts';

/** Extents are hardly ever longer; one with a frame that is, is read into memory of its own. */
const LARGEST_KEPT_BYTES = 1024 * 1024 + 64 * 1024;

export interface CapturedTail {
  readonly stream: StreamId;
  readonly from: StreamPosition | null;
  readonly end: StreamPosition | null;
  readonly extents: readonly Extent[];
  readonly frames: readonly PendingFrame[];
  readonly heldBack: readonly StreamEntry[];
}

export type SnapshotReading =
  | { readonly kind: 'ok'; readonly snapshot: StreamSnapshot }
  | { readonly kind: 'lost'; readonly loss: Loss };

/** Rejects with the system's error when it is short of memory or descriptors; whatever else is wrong is a loss. */
export async function readSnapshot(
  fs: FileSystem,
  dir: string,
  stream: StreamId,
  ref: SnapshotRef,
): Promise<SnapshotReading> {
  const file = join(SNAPSHOT_DIR, ref.name);
  const lost = (kind: Loss['kind'], offset: number, detail: string): SnapshotReading => ({
    kind: 'lost',
    loss: { kind, file, offset, bytes: ref.bytes, detail },
  });
  let bytes: Buffer | null;
  try {
    bytes = await readWhole(fs, join(dir, file), MAX_SNAPSHOT_FILE_BYTES);
  } catch (error) {
    if (error instanceof OversizedFileError) return lost('corrupt-snapshot', 0, error.message);
    if (isShortage(error)) throw error;
    return lost('other', 0, `it cannot be read: ${String(error)}`);
  }
  if (bytes === null) return lost('missing-file', 0, `the snapshot of stream ${stream} is not there`);
  const result = decodeSnapshot(bytes);
  switch (result.kind) {
    case 'bad':
      return lost('corrupt-snapshot', result.offset, result.detail);
    case 'version':
      return lost('other', 0, `format version ${result.version} cannot be read`);
    case 'ok': {
      const { header, data } = result;
      if (header.stream !== stream || comparePositions(header.position, ref.position) !== 0) {
        return lost('corrupt-snapshot', 0, 'it belongs to another stream or position');
      }
      return { kind: 'ok', snapshot: { position: header.position, data } };
    }
  }
}

/** Ordinal to path, or null when the segment is gone. */
export type SegmentPath = (ordinal: number) => string | null;

export async function* readTail(
  fs: FileSystem,
  pathOf: SegmentPath,
  tail: CapturedTail,
): AsyncGenerator<readonly StreamEntry[]> {
  const cursor = new TailCursor(tail.stream, tail.from);
  const room = new ReadRoom();
  let open: { readonly ordinal: number; readonly file: OpenFile } | null = null;
  try {
    for (const extent of tail.extents) {
      if (open === null || open.ordinal !== extent.segment) {
        await open?.file.close();
        open = null;
        const path = pathOf(extent.segment);
        /* v8 ignore next -- @preserve: what a tail needs is pinned; a file that went all the same is the next case */
        const file = path === null ? null : await openIfThere(fs, path);
        if (file !== null) open = { ordinal: extent.segment, file };
      }
      if (open === null) continue;
      const bytes = room.take(extent.end - extent.start);
      const filled = await open.file.read(bytes, extent.start);
      const entries = cursor.readFrames(bytes.subarray(0, filled));
      if (entries.length > 0) yield byThemselves(entries);
    }
  } finally {
    await open?.file.close();
  }
  for (const frame of tail.frames) {
    const entries: StreamEntry[] = [];
    cursor.readBody(
      frame.buffer,
      FRAME_HEADER_BYTES,
      FRAME_HEADER_BYTES + frame.bodyBytes,
      frame.records,
      entries,
    );
    if (entries.length > 0) yield byThemselves(entries);
  }
  const rest = cursor.finish(tail.heldBack, tail.end);
  if (rest.length > 0) yield rest;
}

/** Memory that is read into again and again: a long tail would else leave as much garbage as it has log around it. */
class ReadRoom {
  #buffer: Buffer = Buffer.alloc(0);

  /** Exactly so many bytes; what was taken before is no longer the caller's. */
  take(bytes: number): Buffer {
    if (bytes > LARGEST_KEPT_BYTES) return Buffer.allocUnsafeSlow(bytes);
    if (bytes > this.#buffer.length) this.#buffer = Buffer.allocUnsafeSlow(bytes);
    return this.#buffer.subarray(0, bytes);
  }
}

/** Copies their data out of what was read, which holds what all streams printed. */
function byThemselves(entries: readonly StreamEntry[]): readonly StreamEntry[] {
  let bytes = 0;
  for (const entry of entries) if (entry.kind !== 'lost') bytes += entry.data.length;
  const own = Buffer.allocUnsafeSlow(bytes);
  let at = 0;
  return entries.map((entry) => {
    if (entry.kind === 'lost') return entry;
    own.set(entry.data, at);
    at += entry.data.length;
    return { ...entry, data: own.subarray(at - entry.data.length, at) };
  });
}

/** Turns records into entries and notices where units are missing between them. */
class TailCursor {
  #at: StreamPosition | null;

  constructor(
    private readonly stream: StreamId,
    from: StreamPosition | null,
  ) {
    this.#at = from;
  }

  /** A damaged frame is passed over; the hole it leaves shows at the next record. */
  readFrames(bytes: Buffer): StreamEntry[] {
    const entries: StreamEntry[] = [];
    let frame = findFrame(bytes, 0, null);
    while (frame !== null) {
      this.readBody(bytes, frame.bodyStart, frame.bodyEnd, frame.records, entries);
      frame = findFrame(bytes, frame.end, null);
    }
    return entries;
  }

  readBody(bytes: Buffer, start: number, end: number, records: number, entries: StreamEntry[]): void {
    forEachRecord(bytes, start, end, 0, records, (record) => {
      const { kind } = record;
      if (kind !== RECORD_KIND.output && kind !== RECORD_KIND.mark && kind !== RECORD_KIND.lost) return;
      if (streamOf(bytes, record) === this.stream) this.#take(bytes, record, entries);
    });
  }

  finish(heldBack: readonly StreamEntry[], end: StreamPosition | null): StreamEntry[] {
    const entries: StreamEntry[] = [];
    for (const entry of heldBack) {
      const { incarnation, offset } = entry.position;
      const until =
        entry.kind === 'lost' ? entry.until : endOfRecord(entry.kind, incarnation, offset, entry.data.length);
      this.#push(entry, until, entries);
    }
    // What lies between the last entry and the captured end could not be read.
    if (end !== null) this.#noteHole(end, entries);
    return entries;
  }

  #take(bytes: Buffer, record: RecordView, entries: StreamEntry[]): void {
    const incarnation = incarnationOf(bytes, record);
    const offset = offsetOf(bytes, record);
    const position = { incarnation, offset };
    const data = bytes.subarray(record.payloadStart + STREAM_HEADER_BYTES, record.end);
    if (record.kind === RECORD_KIND.lost) {
      const until = { incarnation: data.readUInt32LE(0), offset: getU64(data, 4) };
      this.#push({ kind: 'lost', position, until }, until, entries);
      return;
    }
    const kind = record.kind === RECORD_KIND.mark ? 'mark' : 'output';
    this.#push({ kind, position, data }, endOfRecord(kind, incarnation, offset, data.length), entries);
  }

  #push(entry: StreamEntry, until: StreamPosition, entries: StreamEntry[]): void {
    const at = this.#at;
    if (at !== null && comparePositions(until, at) <= 0) return;
    this.#noteHole(entry.position, entries);
    const begin = this.#at;
    this.#at = until;
    if (begin === null || comparePositions(entry.position, begin) >= 0) entries.push(entry);
    else if (entry.kind === 'lost') entries.push({ ...entry, position: begin });
    else {
      // Output: a mark takes one unit and is never half covered. It ends behind `begin`, so both are of one incarnation.
      const data = entry.data.subarray(begin.offset - entry.position.offset);
      entries.push({ kind: 'output', position: begin, data });
    }
  }

  #noteHole(next: StreamPosition, entries: StreamEntry[]): void {
    const at = this.#at;
    if (at === null || at.incarnation !== next.incarnation || at.offset >= next.offset) return;
    entries.push({ kind: 'lost', position: at, until: next });
    this.#at = next;
  }
}
