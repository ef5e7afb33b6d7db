// Which segments make up the log, in which order, and how much of each counts. Invariant: the newest sound header decides;
// from there each segment names the one before it and how far that one was accepted. Pure: it looks at headers alone.
import { compareSegments, type SegmentId } from './layout.ts';
import { type FoundSegmentHeader, SEGMENT_HEADER_BYTES, type SegmentHeader } from './segment-header.ts';

export interface FoundSegment {
  readonly id: SegmentId;
  readonly bytes: number;
  /** null: the header cannot be read. */
  readonly header: FoundSegmentHeader | null;
  readonly headerChecksum: number;
}

export interface ChainLink {
  readonly id: SegmentId;
  /** null: the file is missing. */
  readonly found: FoundSegment | null;
  /** How far the successor vouches for it; null for the last one. */
  readonly acceptedBytes: number | null;
}

export interface SegmentChain {
  /** Oldest first. */
  readonly links: readonly ChainLink[];
  /** Behind the newest sound header: those without one. Some of them are links all the same. */
  readonly stray: readonly FoundSegment[];
  /** The log leads past these: they lie behind damage, which was told of when it was found. */
  readonly passedOver: readonly FoundSegment[];
}

export function chainSegments(found: readonly FoundSegment[]): SegmentChain {
  const sorted = [...found].sort((a, b) => compareSegments(a.id, b.id));
  let head = sorted.length - 1;
  while (head >= 0 && sorted[head]?.header === null) head -= 1;
  const links: ChainLink[] = [];
  let current: FoundSegment | null = sorted[head] ?? null;
  let acceptedBytes: number | null = null;
  while (current !== null) {
    links.push({ id: current.id, found: current, acceptedBytes });
    const before: SegmentHeader['predecessor'] = current.header?.predecessor ?? null;
    if (current.header !== null && before === null) break;
    const here: SegmentId = current.id;
    const expected =
      before === null ? null : (sorted.find((one) => compareSegments(one.id, before) === 0) ?? null);
    acceptedBytes = before?.acceptedBytes ?? null;
    if (expected !== null && compareSegments(expected.id, here) < 0) {
      current = expected;
      continue;
    }
    // The predecessor is missing, or this header cannot name it: what lies below is the best there is.
    const below = before === null ? here : before;
    current = sorted.filter((one) => compareSegments(one.id, below) < 0).at(-1) ?? null;
    if (before !== null && current !== null) links.push({ id: before, found: null, acceptedBytes });
    acceptedBytes = null;
  }
  links.reverse();
  const passedOver = sorted
    .slice(0, head + 1)
    .filter((one) => links.every(({ found: link }) => link !== one));
  const stray = sorted.slice(head + 1);
  // Frames follow a header only when that is durable: a longer file without a sound one has been damaged, not cut off.
  for (const found of stray) {
    if (found.bytes > SEGMENT_HEADER_BYTES) links.push({ id: found.id, found, acceptedBytes: null });
  }
  return { links, stray, passedOver };
}
