// What the records of an accepted frame do: state to the machine, positions to the table of streams. Invariant: a frame whose
// records do not fit it changes nothing; before the base checkpoint's LSN only streams that it lists count. It knows nothing of
// segments' order, nor of what is missing between frames.
import { getU64 } from './binary-cursor.ts';
import type { Checkpoint, CheckpointStream } from './checkpoint-file.ts';
import { ReplayError, UnknownRecordError } from './errors.ts';
import type { Frame } from './frame.ts';
import type { FrameShare } from './frame-builder.ts';
import { compareSegments } from './layout.ts';
import { comparePositions, endOfRecord } from './position.ts';
import {
  forEachRecord,
  incarnationOf,
  MalformedBodyError,
  offsetOf,
  RECORD_HEADER_BYTES,
  RECORD_KIND,
  type RecordView,
  STREAM_HEADER_BYTES,
  streamOf,
} from './record-codec.ts';
import type { Segment } from './segment-table.ts';
import type { StreamTable } from './stream-table.ts';
import type { Loss, Lsn, StateMachine, StreamId, StreamPosition } from './types.ts';

export interface RecordApplierOptions {
  readonly machine: StateMachine;
  readonly base: Checkpoint | null;
  readonly streams: StreamTable;
  readonly salvage: boolean;
  readonly losses: Loss[];
}

/** The frame whose records are taken, and what it holds of each stream. */
interface Place {
  readonly segment: Segment;
  readonly offset: number;
  readonly shares: Map<StreamId, FrameShare>;
}

export class RecordApplier {
  /** Behind the base checkpoint; `bytes` is their size in the log. */
  records = 0;
  bytes = 0;
  /** There are records of streams that the base checkpoint does not know any more. */
  metForgotten = false;
  readonly #options: RecordApplierOptions;
  readonly #baseLsn: Lsn;
  /** Streams that the base checkpoint lists; before its LSN no other one counts. */
  readonly #known: ReadonlyMap<StreamId, CheckpointStream>;

  constructor(options: RecordApplierOptions) {
    this.#options = options;
    this.#baseLsn = options.base?.lsn ?? 0;
    this.#known = new Map(options.base?.streams.map((stream) => [stream.stream, stream]));
  }

  /** False when the frame's body makes no sense although its checksum holds; nothing of it has been applied then. */
  take(bytes: Buffer, frame: Frame, segment: Segment): boolean {
    const { bodyStart, bodyEnd, firstLsn, records } = frame;
    const place: Place = { segment, offset: frame.offset, shares: new Map() };
    try {
      forEachRecord(bytes, bodyStart, bodyEnd, firstLsn, records, (record) => {
        this.#check(bytes, record, segment);
      });
    } catch (error) {
      if (error instanceof MalformedBodyError) return false;
      throw error;
    }
    forEachRecord(bytes, bodyStart, bodyEnd, firstLsn, records, (record) => {
      this.#takeOne(bytes, record, place);
    });
    for (const [stream, share] of place.shares) {
      this.#options.streams.noteDurable(stream, share, segment.ordinal, frame.offset, frame.end);
    }
    return true;
  }

  #check(bytes: Buffer, record: RecordView, segment: Segment): void {
    if (record.kind >= RECORD_KIND.state && record.kind <= RECORD_KIND.gap) return;
    if (!record.required) return;
    if (!this.#options.salvage) throw new UnknownRecordError(segment.file, record.start, record.kind);
    const size = record.end - record.start;
    const detail = `a record of kind ${bytes[record.start]} was skipped`;
    this.#options.losses.push({
      kind: 'other',
      file: segment.file,
      offset: record.start,
      bytes: size,
      detail,
    });
  }

  #takeOne(bytes: Buffer, record: RecordView, place: Place): void {
    const isNew = record.lsn > this.#baseLsn;
    if (isNew) {
      this.records += 1;
      this.bytes += record.end - record.start;
    }
    switch (record.kind) {
      case RECORD_KIND.state:
        if (isNew) this.#apply(bytes, record, place.segment);
        return;
      case RECORD_KIND.output:
      case RECORD_KIND.mark:
      case RECORD_KIND.lost:
        this.#index(bytes, record, isNew, place);
        return;
      default:
        return;
    }
  }

  #apply(bytes: Buffer, record: RecordView, segment: Segment): void {
    try {
      // A copy: the machine may keep it, the segment's buffer must not be kept alive by it.
      this.#options.machine.apply(Buffer.from(bytes.subarray(record.payloadStart, record.end)), record.lsn);
    } catch (error) {
      if (!this.#options.salvage) throw new ReplayError(segment.file, record.start, record.lsn, error);
      const detail = `record ${record.lsn} could not be applied: ${String(error)}`;
      const size = record.end - record.start;
      this.#options.losses.push({
        kind: 'other',
        file: segment.file,
        offset: record.start,
        bytes: size,
        detail,
      });
    }
  }

  #index(bytes: Buffer, record: RecordView, isNew: boolean, place: Place): void {
    const id = streamOf(bytes, record);
    const listed = this.#known.get(id);
    if (!isNew && listed === undefined) {
      this.metForgotten = true;
      return;
    }
    // Moved (see Forgetting): all of the tail comes once more, and what of it came before would stand in the wrong place.
    if (listed && isBeforeTail(place, listed)) return;
    const incarnation = incarnationOf(bytes, record);
    const offset = offsetOf(bytes, record);
    const dataBytes = record.end - record.start - RECORD_HEADER_BYTES - STREAM_HEADER_BYTES;
    const end = this.#endOf(bytes, record, incarnation, offset, dataBytes);
    const { streams } = this.#options;
    const snapshot = streams.get(id)?.snapshot;
    if (snapshot && comparePositions(end, snapshot.position) <= 0) return;
    streams.noteAppended(id, end, dataBytes);
    const share = place.shares.get(id);
    if (share === undefined) place.shares.set(id, { first: { incarnation, offset }, bytes: dataBytes });
    else share.bytes += dataBytes;
  }

  #endOf(
    bytes: Buffer,
    record: RecordView,
    incarnation: number,
    offset: number,
    dataBytes: number,
  ): StreamPosition {
    if (record.kind !== RECORD_KIND.lost) {
      return endOfRecord(
        record.kind === RECORD_KIND.mark ? 'mark' : 'output',
        incarnation,
        offset,
        dataBytes,
      );
    }
    const at = record.payloadStart + STREAM_HEADER_BYTES;
    return { incarnation: bytes.readUInt32LE(at), offset: getU64(bytes, at + 4) };
  }
}

function isBeforeTail({ segment, offset }: Place, { tail }: CheckpointStream): boolean {
  return tail !== null && (compareSegments(segment, tail.segment) || offset - tail.offset) < 0;
}
