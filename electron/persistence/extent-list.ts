// Where one stream's tail lies in the WAL: stretches of whole frames, in order. Invariant: an extent holds every record of
// the stream between its first position and the next extent's; memory follows the number of stretches (28 bytes each in
// typed arrays), not the number of records. Neighbours are joined where that reads little more: frames are read whole anyway.
import { comparePositions } from './position.ts';
import type { StreamPosition } from './types.ts';

export interface Extent {
  /** Ordinal of the segment, as the segment table numbers them. */
  readonly segment: number;
  readonly start: number;
  readonly end: number;
  readonly first: StreamPosition;
  /** Data bytes of the stream in it. */
  readonly bytes: number;
}

const MAX_EXTENT_BYTES = 1024 * 1024;
const READ_SLACK_BYTES = 4096;

export class ExtentList {
  #segment = new Uint32Array(4);
  #start = new Uint32Array(4);
  #end = new Uint32Array(4);
  #incarnation = new Uint32Array(4);
  #offset = new Float64Array(4);
  #bytes = new Uint32Array(4);
  #head = 0;
  #tail = 0;
  #totalBytes = 0;

  get length(): number {
    return this.#tail - this.#head;
  }

  get totalBytes(): number {
    return this.#totalBytes;
  }

  /** Adds a frame's share of the stream; frames come in log order. */
  add(extent: Extent): void {
    this.#totalBytes += extent.bytes;
    const last = this.#tail - 1;
    if (last >= this.#head && this.#segment[last] === extent.segment) {
      const start = this.#start[last] as number;
      const bytes = (this.#bytes[last] as number) + extent.bytes;
      const span = extent.end - start;
      const between = extent.start - (this.#end[last] as number);
      const isCheap = between <= READ_SLACK_BYTES || span <= 2 * bytes + READ_SLACK_BYTES;
      if (span <= MAX_EXTENT_BYTES && isCheap) {
        this.#end[last] = extent.end;
        this.#bytes[last] = bytes;
        return;
      }
    }
    if (this.#tail === this.#segment.length) this.#makeRoom();
    const at = this.#tail;
    this.#segment[at] = extent.segment;
    this.#start[at] = extent.start;
    this.#end[at] = extent.end;
    this.#incarnation[at] = extent.first.incarnation;
    this.#offset[at] = extent.first.offset;
    this.#bytes[at] = extent.bytes;
    this.#tail += 1;
  }

  /** Puts older extents before the present ones. */
  prepend(older: readonly Extent[]): void {
    const present = this.copy();
    this.#head = 0;
    this.#tail = 0;
    this.#totalBytes = 0;
    for (const extent of [...older, ...present]) this.add(extent);
  }

  /** The extent `index` places behind the oldest one. */
  at(index: number): Extent | null {
    if (index < 0 || index >= this.length) return null;
    const at = this.#head + index;
    return {
      segment: this.#segment[at] as number,
      start: this.#start[at] as number,
      end: this.#end[at] as number,
      first: { incarnation: this.#incarnation[at] as number, offset: this.#offset[at] as number },
      bytes: this.#bytes[at] as number,
    };
  }

  /** Forgets the extents that end at or before `position`; `end` is where the last one ends. */
  trim(position: StreamPosition, end: StreamPosition): void {
    while (this.length > 0) {
      const next = this.at(1)?.first ?? end;
      if (comparePositions(next, position) > 0) return;
      this.#totalBytes -= this.#bytes[this.#head] as number;
      this.#head += 1;
    }
    this.#head = 0;
    this.#tail = 0;
  }

  /** Forgets the extents in segments below `segment`. */
  dropBelow(segment: number): void {
    while (this.length > 0 && (this.#segment[this.#head] as number) < segment) {
      this.#totalBytes -= this.#bytes[this.#head] as number;
      this.#head += 1;
    }
  }

  /** A copy for a reader: later changes do not show in it. */
  copy(): Extent[] {
    const extents: Extent[] = [];
    for (let index = 0; index < this.length; index += 1) extents.push(this.at(index) as Extent);
    return extents;
  }

  #makeRoom(): void {
    const length = this.length;
    const capacity = Math.max(4, 2 * length);
    const moved = <T extends Uint32Array | Float64Array>(from: T, to: T): T => {
      to.set(from.subarray(this.#head, this.#tail));
      return to;
    };
    this.#segment = moved(this.#segment, new Uint32Array(capacity));
    this.#start = moved(this.#start, new Uint32Array(capacity));
    this.#end = moved(this.#end, new Uint32Array(capacity));
    this.#incarnation = moved(this.#incarnation, new Uint32Array(capacity));
    this.#offset = moved(this.#offset, new Float64Array(capacity));
    this.#bytes = moved(this.#bytes, new Uint32Array(capacity));
    this.#head = 0;
    this.#tail = length;
  }
}
