// The log's interface without a disk: for persistence switched off and for panes that must leave no trace. Invariant: nothing
// is ever written; a stream is its snapshot and the records since, and bounded by whoever puts snapshots.
import { CheckpointError, LogClosedError } from './errors.ts';
import { comparePositions, endOfRecord, laterPosition } from './position.ts';
import { systemClock } from './system-clock.ts';
import type {
  CheckpointReason,
  Clock,
  Log,
  LogRecord,
  LogStatus,
  Lsn,
  RestorePoint,
  RestorePointContent,
  StreamContent,
  StreamEntry,
  StreamId,
  StreamPosition,
  StreamSize,
  StreamSnapshot,
  StreamStatus,
} from './types.ts';

interface MemoryStream {
  snapshot: StreamSnapshot | null;
  entries: Exclude<StreamEntry, { kind: 'lost' }>[];
  end: StreamPosition | null;
}

function sizeOf({ entries, snapshot }: MemoryStream): StreamSize {
  return {
    tailBytes: entries.reduce((sum, entry) => sum + entry.data.length, 0),
    snapshotBytes: snapshot?.data.length ?? 0,
  };
}

/** A log that keeps streams for as long as the process lives. Its mode is 'disabled' and whenDurable() resolves at once. */
export function openMemoryLog(clock: Pick<Clock, 'now'> = systemClock): Log {
  return new MemoryLog(clock);
}

class MemoryLog implements Log {
  #lsn: Lsn = 0;
  #isClosed = false;
  readonly #streams = new Map<StreamId, MemoryStream>();

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  append(records: readonly LogRecord[]): Lsn {
    if (this.#isClosed) throw new LogClosedError();
    for (const record of records) {
      this.#lsn += 1;
      if (record.kind === 'state') continue;
      const { kind, incarnation, offset, data } = record;
      const stream = this.#obtain(record.stream);
      stream.entries.push({ kind, position: { incarnation, offset }, data: Uint8Array.from(data) });
      stream.end = laterPosition(stream.end, endOfRecord(kind, incarnation, offset, data.length));
    }
    return this.#lsn;
  }

  async whenDurable(): Promise<{ readonly degraded: boolean }> {
    return { degraded: false };
  }

  async flush(): Promise<Lsn> {
    return this.#lsn;
  }

  async checkpoint(_reason: CheckpointReason): ReturnType<Log['checkpoint']> {
    return {
      id: 'c0',
      lsn: this.#lsn,
      at: new Date(this.clock.now()).toISOString(),
      bytes: 0,
      durationMs: 0,
    };
  }

  async readStream(id: StreamId): Promise<StreamContent> {
    const stream = this.#streams.get(id);
    const entries = [...(stream?.entries ?? [])];
    return {
      snapshot: stream?.snapshot ?? null,
      snapshotLost: null,
      end: stream?.end ?? null,
      entries: (async function* () {
        if (entries.length > 0) yield entries;
      })(),
      release: () => undefined,
    };
  }

  async putSnapshot(id: StreamId, position: StreamPosition, data: Uint8Array): Promise<void> {
    const stream = this.#obtain(id);
    if (stream.snapshot !== null && comparePositions(position, stream.snapshot.position) < 0) return;
    stream.snapshot = { position, data: Uint8Array.from(data) };
    stream.end = laterPosition(stream.end, position);
    stream.entries = stream.entries.flatMap((entry) => behind(entry, position));
  }

  setSnapshotAside(): void {
    // There is no file to keep.
  }

  dropStream(id: StreamId): void {
    this.#streams.delete(id);
  }

  *streams(): Iterable<StreamStatus> {
    for (const [stream, content] of this.#streams) {
      yield {
        stream,
        ...sizeOf(content),
        pinnedWalBytes: 0,
        pinsOldestSegment: false,
        pinsForgotten: false,
      };
    }
  }

  sizeOf(id: StreamId): StreamSize | null {
    const content = this.#streams.get(id);
    return content === undefined ? null : sizeOf(content);
  }

  async keepRestorePoint(): Promise<RestorePoint> {
    throw new CheckpointError('persistence is switched off');
  }

  restorePoints(): readonly RestorePoint[] {
    return [];
  }

  readRestorePoint(): RestorePointContent | null {
    return null;
  }

  async purge(streams: ReadonlySet<StreamId>): Promise<void> {
    for (const id of streams) this.dropStream(id);
  }

  holds(): boolean {
    return false;
  }

  backlogBytes(): number {
    return 0;
  }

  status(): LogStatus {
    return {
      mode: 'disabled',
      reason: null,
      lastDegradedAt: null,
      lsn: this.#lsn,
      durableLsn: 0,
      lastDurableAt: null,
      walBytes: 0,
      segments: 0,
      checkpoint: null,
      checkpoints: 0,
      stateBytes: 0,
      restorePoints: 0,
      restorePointsDroppedForRoom: 0,
    };
  }

  configure(): void {
    // There is nothing to configure: no file, no interval.
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#streams.clear();
  }

  #obtain(id: StreamId): MemoryStream {
    let stream = this.#streams.get(id);
    if (stream === undefined) {
      stream = { snapshot: null, entries: [], end: null };
      this.#streams.set(id, stream);
    }
    return stream;
  }
}

/** What of an entry lies at or behind a position. */
function behind(
  entry: Exclude<StreamEntry, { kind: 'lost' }>,
  position: StreamPosition,
): Exclude<StreamEntry, { kind: 'lost' }>[] {
  const { incarnation, offset } = entry.position;
  const end = endOfRecord(entry.kind, incarnation, offset, entry.data.length);
  if (comparePositions(end, position) <= 0) return [];
  if (comparePositions(entry.position, position) >= 0 || entry.kind === 'mark') return [entry];
  return [{ kind: 'output', position, data: entry.data.subarray(position.offset - offset) }];
}
