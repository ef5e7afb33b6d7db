// Makes forgetting final. What a dropped stream printed lies in segments together with what others printed; those are freed only
// when nobody's tail is left in them. So their tails are written once more, into a new segment, and checkpoints made until none
// that is kept needs the old ones. Invariant: nothing is let go before its copy is durable; a reader never sees the difference.
import type { Segment, SegmentTable } from './segment-table.ts';
import type { StreamState, StreamTable } from './stream-table.ts';
import type {
  CheckpointInfo,
  LogRecord,
  Lsn,
  StreamContent,
  StreamId,
  StreamPosition,
  Urgency,
} from './types.ts';
import type { WalWriter } from './wal-writer.ts';

/** A larger tail is for its owner to fold (StreamStatus.pinsForgotten): copying must not hold up the event loop. */
const MAX_COPY_BYTES = 2 * 1024 * 1024;
const MAX_RECORD_BYTES = 256 * 1024;
/** A stream that goes on printing while its tail is read is tried again so often, then with the next checkpoint. */
const ATTEMPTS = 3;

export interface ForgettingOptions {
  readonly writer: WalWriter;
  readonly segments: SegmentTable;
  readonly streams: StreamTable;
  /** What was found at the start may hold bytes of streams that are gone. */
  readonly isDue: boolean;
  readonly readStream: (stream: StreamId) => Promise<StreamContent>;
  readonly append: (records: readonly LogRecord[], urgency: Urgency) => Lsn;
}

interface Copy {
  readonly stream: StreamState;
  readonly records: readonly LogRecord[];
  /** Still so when the copy is written: nothing has come or been folded since it was read. */
  readonly isCurrent: () => boolean;
}

export class Forgetting {
  readonly #options: ForgettingOptions;
  /** The segment that is being written may hold bytes to forget. */
  #isDue: boolean;
  /** Segments below this ordinal are to go. */
  #barrier = 0;
  /** Tails that cannot be copied: too long, or with a loss in them that only a fold can take in. */
  #immovable = new Set<StreamId>();
  #running: Promise<void> | null = null;

  constructor(options: ForgettingOptions) {
    this.#options = options;
    this.#isDue = options.isDue;
  }

  noteDropped(): void {
    this.#isDue = true;
  }

  /** The stream's tail keeps segments from going, and only a fold can help. */
  waitsForFold(stream: StreamState): boolean {
    return this.#immovable.has(stream.id) && this.#isInTheWay(stream);
  }

  /** Before a checkpoint: moves tails out of the segments that are to go. In an outage nothing happens. */
  prepare(): Promise<void> {
    this.#running ??= this.#prepare().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** After the checkpoint: more of them, as long as the ones from before are what keeps those segments. Resolves with the last, or null. */
  async finish(keep: number, write: () => Promise<CheckpointInfo>): Promise<CheckpointInfo | null> {
    let last: CheckpointInfo | null = null;
    for (let count = 1; count < keep && this.#isPending; count += 1) {
      if (this.#isDue || this.#inTheWay().length > 0) return last;
      last = await write();
    }
    return last;
  }

  /** Files may still hold what was dropped. */
  get isUnderWay(): boolean {
    return this.#isDue || this.#isPending;
  }

  get #isPending(): boolean {
    return this.#options.segments.all.some((segment) => segment.ordinal < this.#barrier);
  }

  /** The one that is being written: while the log is recording there is one. */
  get #newest(): Segment {
    return this.#options.segments.all.at(-1) as Segment;
  }

  #isEmpty({ firstLsn }: Segment): boolean {
    return this.#options.writer.durableLsn < firstLsn;
  }

  #isInTheWay(stream: StreamState): boolean {
    const first = stream.extents.at(0);
    return stream.droppedAtLsn === null && first !== null && first.segment < this.#barrier;
  }

  #inTheWay(): StreamState[] {
    return [...this.#options.streams.all()].filter((stream) => this.#isInTheWay(stream));
  }

  async #prepare(): Promise<void> {
    if (!this.#isDue && !this.#isPending) return;
    const { writer } = this.#options;
    // What was dropped may still wait to be written.
    await writer.flush();
    if (!writer.isRecording) return;
    const newest = this.#newest;
    if (this.#isDue) this.#barrier = this.#isEmpty(newest) ? newest.ordinal : newest.ordinal + 1;
    this.#isDue = false;
    this.#immovable.clear();
    for (let attempt = 0; attempt < ATTEMPTS && (await this.#moveTails()); attempt += 1);
  }

  /** Resolves with whether it is worth another attempt. */
  async #moveTails(): Promise<boolean> {
    const { writer, append } = this.#options;
    const copies: Copy[] = [];
    for (const stream of this.#inTheWay()) {
      const copy = this.#immovable.has(stream.id) ? null : await this.#copy(stream);
      if (copy !== null) copies.push(copy);
    }
    // Behind it, a stream that has not changed has nothing left to write, so all of it lies below the segment that comes.
    await writer.flush();
    if (!writer.isRecording) return false;
    const newest = this.#newest;
    const isEmpty = this.#isEmpty(newest);
    // What came meanwhile is about to be the first in it: whether that lies before the copies cannot be told.
    /* v8 ignore if -- @preserve: appended between two microtasks, which no test can aim at */
    if (isEmpty && writer.lastLsn >= newest.firstLsn) return true;
    const current = copies.filter((copy) => copy.isCurrent());
    if (current.length === 0 && newest.ordinal >= this.#barrier) return copies.length > 0;
    // One step: the segment has these streams' tails whole, in order, and nothing else of them.
    const rotated = isEmpty ? null : writer.rotate();
    let lsn: Lsn = 0;
    for (const { records } of current) for (const record of records) lsn = append([record], 'now');
    await rotated;
    if ((await writer.flush()) < lsn) return false;
    const begin = isEmpty ? newest.ordinal : newest.ordinal + 1;
    for (const { stream } of current) stream.extents.dropBelow(begin);
    return current.length < copies.length;
  }

  /** null: it cannot be moved. */
  async #copy(stream: StreamState): Promise<Copy | null> {
    const { end } = stream;
    // What cannot be read stays where it is: it may not keep checkpoints from being made.
    const reading = this.#options.readStream(stream.id).then((content) => recordsOf(stream.id, content));
    const records = await reading.catch(() => null);
    if (records === null) {
      this.#immovable.add(stream.id);
      return null;
    }
    return { stream, records, isCurrent: () => stream.end === end && stream.droppedAtLsn === null };
  }
}

/** The tail as records at the same addresses, neighbours joined; null when it is too long or has a loss in it. */
async function recordsOf(stream: StreamId, content: StreamContent): Promise<LogRecord[] | null> {
  const records: LogRecord[] = [];
  let parts: Uint8Array[] = [];
  let begin: StreamPosition = { incarnation: 0, offset: 0 };
  let bytes = 0;
  let total = 0;
  const endOutput = (): void => {
    if (parts.length > 0) records.push({ kind: 'output', stream, ...begin, data: Buffer.concat(parts) });
    parts = [];
    bytes = 0;
  };
  for await (const entries of content.entries) {
    for (const entry of entries) {
      if (entry.kind === 'lost') return null;
      const { kind, position, data } = entry;
      total += data.length;
      if (total > MAX_COPY_BYTES) return null;
      const goesOn = position.incarnation === begin.incarnation && position.offset === begin.offset + bytes;
      if (kind === 'mark' || !goesOn || bytes + data.length > MAX_RECORD_BYTES) endOutput();
      if (kind === 'mark') records.push({ kind, stream, ...position, data });
      else {
        if (parts.length === 0) begin = position;
        parts.push(data);
        bytes += data.length;
      }
    }
  }
  endOutput();
  return records;
}
