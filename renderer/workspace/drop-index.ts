// Where a dragged item of a list comes to lie. Pure geometry along one axis.

export interface Extent {
  readonly start: number;
  readonly size: number;
}

/**
 * The index that item `from` takes when it was moved by `delta` pixels: it changes places with every item whose middle
 * its leading edge has passed. `extents`: of all items, in order, where they lay when the drag began.
 */
export function dropIndex(extents: readonly Extent[], from: number, delta: number): number {
  const own = extents[from];
  if (own === undefined) return from;
  const start = own.start + delta;
  const end = start + own.size;
  let index = from;
  for (const [at, { start: otherStart, size }] of extents.entries()) {
    const middle = otherStart + size / 2;
    if (at < from && start < middle) index = Math.min(index, at);
    if (at > from && end > middle) index = Math.max(index, at);
  }
  return index;
}

/** By how much an item steps aside while item `from` is held over index `to`. */
export function stepAside(extents: readonly Extent[], at: number, from: number, to: number): number {
  const size = extents[from]?.size ?? 0;
  if (at > from && at <= to) return -size;
  if (at < from && at >= to) return size;
  return 0;
}
