// The segments that exist, oldest first. Invariant: ordinals only grow, so that an extent names its segment for as long as the
// log is open, whatever is removed; sizes are what the log wrote or found, so that nobody has to ask the disk.
import { compareSegments, type SegmentId, segmentFile } from './layout.ts';

export interface Segment extends SegmentId {
  readonly ordinal: number;
  /** Relative to the log's directory. */
  readonly file: string;
  bytes: number;
}

export class SegmentTable {
  readonly #segments: Segment[] = [];
  #nextOrdinal = 0;

  add(id: SegmentId, bytes: number): Segment {
    const segment: Segment = { ...id, ordinal: this.#nextOrdinal, file: segmentFile(id), bytes };
    this.#nextOrdinal += 1;
    this.#segments.push(segment);
    return segment;
  }

  get all(): readonly Segment[] {
    return this.#segments;
  }

  get totalBytes(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.bytes, 0);
  }

  byOrdinal(ordinal: number): Segment | null {
    return this.#segments.find((segment) => segment.ordinal === ordinal) ?? null;
  }

  byId(id: SegmentId): Segment | null {
    return this.#segments.find((segment) => compareSegments(segment, id) === 0) ?? null;
  }

  /** From `id` on, oldest first. */
  from(id: SegmentId): readonly Segment[] {
    return this.#segments.filter((segment) => compareSegments(segment, id) >= 0);
  }

  remove(segment: Segment): void {
    const index = this.#segments.indexOf(segment);
    if (index !== -1) this.#segments.splice(index, 1);
  }
}
