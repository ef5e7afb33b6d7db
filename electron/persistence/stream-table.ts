// What the log knows of each stream: its snapshot, where its durable tail lies, where it ends. Invariant: extents are added
// when a frame is durable (until then the frame itself is in memory), so that they never have to be taken back.
import type { SnapshotRef } from './checkpoint-file.ts';
import { type Extent, ExtentList } from './extent-list.ts';
import type { FrameShare } from './frame-builder.ts';
import { laterPosition } from './position.ts';
import type { Lsn, StreamId, StreamPosition, StreamSize } from './types.ts';

export class StreamState {
  snapshot: SnapshotRef | null = null;
  readonly extents = new ExtentList();
  end: StreamPosition | null = null;
  /** Data bytes appended and not yet durable. */
  pendingBytes = 0;
  /** Set by drop(): the first checkpoint at or behind it forgets the stream. */
  droppedAtLsn: Lsn | null = null;

  constructor(readonly id: StreamId) {}

  /** Everything before `snapshot.position` is in it from now on. */
  adopt(snapshot: SnapshotRef): void {
    this.snapshot = snapshot;
    this.extents.trim(snapshot.position, this.end ?? snapshot.position);
    this.end = laterPosition(this.end, snapshot.position);
  }

  /** `lost` cannot be read: `older` (null: the beginning) takes its place, with the tail behind that. */
  fallBack(lost: SnapshotRef, older: SnapshotRef | null, extents: readonly Extent[]): void {
    // Folded anew meanwhile: then nothing is missing any more.
    if (this.snapshot !== lost) return;
    this.snapshot = older;
    this.extents.prepend(extents);
  }

  size(): StreamSize {
    return { tailBytes: this.tailBytes(), snapshotBytes: this.snapshot?.bytes ?? 0 };
  }

  /** Exact within one incarnation; across a boundary it counts whole extents. */
  tailBytes(): number {
    const begin = this.snapshot?.position;
    if (begin !== undefined && this.end !== null && begin.incarnation === this.end.incarnation) {
      return this.end.offset - begin.offset;
    }
    return this.extents.totalBytes + this.pendingBytes;
  }
}

export class StreamTable {
  readonly #streams = new Map<StreamId, StreamState>();

  get(id: StreamId): StreamState | null {
    return this.#streams.get(id) ?? null;
  }

  /** Made on first mention. */
  obtain(id: StreamId): StreamState {
    let stream = this.#streams.get(id);
    if (stream === undefined) {
      stream = new StreamState(id);
      this.#streams.set(id, stream);
    }
    return stream;
  }

  all(): Iterable<StreamState> {
    return this.#streams.values();
  }

  noteAppended(id: StreamId, end: StreamPosition, bytes: number): void {
    const stream = this.obtain(id);
    stream.end = laterPosition(stream.end, end);
    stream.pendingBytes += bytes;
  }

  noteDurable(id: StreamId, share: FrameShare, segment: number, start: number, end: number): void {
    const stream = this.obtain(id);
    stream.pendingBytes = Math.max(0, stream.pendingBytes - share.bytes);
    stream.extents.add({ segment, start, end, first: share.first, bytes: share.bytes });
    if (stream.snapshot !== null && stream.end !== null)
      stream.extents.trim(stream.snapshot.position, stream.end);
  }

  /** Whether there was such a stream. */
  drop(id: StreamId, lsn: Lsn): boolean {
    const stream = this.#streams.get(id);
    if (stream === undefined || stream.droppedAtLsn !== null) return false;
    stream.droppedAtLsn = lsn;
    return true;
  }

  /** After a checkpoint that no longer lists it is durable. */
  forget(stream: StreamState): void {
    this.#streams.delete(stream.id);
  }
}
