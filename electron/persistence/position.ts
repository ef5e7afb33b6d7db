// Arithmetic of stream positions. Invariant: incarnation first, then offset; one unit per output byte, one per mark.
import type { StreamPosition } from './types.ts';

export function comparePositions(a: StreamPosition, b: StreamPosition): number {
  return a.incarnation - b.incarnation || a.offset - b.offset;
}

export function laterPosition(a: StreamPosition | null, b: StreamPosition | null): StreamPosition | null {
  if (a === null || b === null) return a ?? b;
  return comparePositions(a, b) >= 0 ? a : b;
}

/** Where a record that begins at `position` ends. */
export function endOfRecord(
  kind: 'output' | 'mark',
  incarnation: number,
  offset: number,
  bytes: number,
): StreamPosition {
  return { incarnation, offset: offset + (kind === 'mark' ? 1 : bytes) };
}
