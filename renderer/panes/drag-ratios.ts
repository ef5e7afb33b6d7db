// The shares of a split while the handle between two of its children is dragged. Only those two change. Pure.

export interface RatioDrag {
  /** As they were when the drag began: every step starts from there, so that nothing adds up. */
  readonly ratios: readonly number[];
  /** The child before the handle. */
  readonly index: number;
  /** How far the pointer has come, in pixels. */
  readonly delta: number;
  /** Length of the split without the lines between its children, in pixels. */
  readonly length: number;
  /** No child is dragged below this, in pixels (as far as the two have that much). */
  readonly least: number;
}

/** All shares of the split; the same identity if nothing moves. */
export function dragRatios({ ratios, index, delta, length, least }: RatioDrag): readonly number[] {
  const before = ratios[index];
  const after = ratios[index + 1];
  if (before === undefined || after === undefined || length <= 0) return ratios;
  const both = before + after;
  const floor = Math.min(least / length, both / 2);
  const moved = Math.min(both - floor, Math.max(floor, before + delta / length));
  if (moved === before) return ratios;
  return ratios.map((ratio, at) => (at === index ? moved : at === index + 1 ? both - moved : ratio));
}
