// The split tree of a window: pure edits and geometry. Invariants of every layout that leaves here: a split has at
// least two children, none of them a split of the same direction, and ratios > 0 that add up to 1.
import type { PaneId } from './ids.ts';
import type { Bounds, Layout, Split } from './model.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';
/** Indexes of children from the root to a node; [] is the root. */
export type LayoutPath = readonly number[];

/** No pane gets less than this share of its split. */
export const minRatio = 0.02;

const axisOf = (direction: Direction): Split['dir'] =>
  direction === 'left' || direction === 'right' ? 'row' : 'column';
const isBefore = (direction: Direction): boolean => direction === 'left' || direction === 'up';

export function panesOf(layout: Layout): PaneId[] {
  return typeof layout === 'string' ? [layout] : layout.children.flatMap(panesOf);
}

/** Path of a pane, or null if the layout does not hold it. */
export function pathOf(layout: Layout, pane: PaneId): LayoutPath | null {
  if (typeof layout === 'string') return layout === pane ? [] : null;
  for (const [index, child] of layout.children.entries()) {
    const rest = pathOf(child, pane);
    if (rest !== null) return [index, ...rest];
  }
  return null;
}

export function nodeAt(layout: Layout, path: LayoutPath): Layout | null {
  let node: Layout | undefined = layout;
  for (const index of path) {
    if (node === undefined || typeof node === 'string') return null;
    node = node.children[index];
  }
  return node ?? null;
}

function replaceAt(layout: Layout, path: LayoutPath, put: (node: Layout) => Layout): Layout {
  const [index, ...rest] = path;
  if (index === undefined) return put(layout);
  if (typeof layout === 'string') return layout;
  const children = layout.children.map((child, i) => (i === index ? replaceAt(child, rest, put) : child));
  return tidy({ ...layout, children });
}

/** Scales positive shares to add up to 1, none below `minRatio` (as far as their number allows). */
export function normaliseRatios(ratios: readonly number[]): number[] {
  const floor = Math.min(minRatio, 1 / ratios.length);
  const usable = ratios.map((ratio) => (Number.isFinite(ratio) && ratio > 0 ? ratio : 0));
  const total = usable.reduce((sum, ratio) => sum + ratio, 0);
  if (total === 0) return ratios.map(() => 1 / ratios.length);
  const shares = usable.map((ratio) => Math.max(ratio / total, floor));
  const spare = shares.reduce((sum, share) => sum + (share - floor), 0);
  if (spare === 0) return shares.map(() => 1 / shares.length);
  const room = 1 - floor * shares.length;
  const scaled = shares.map((share) => rounded(floor + ((share - floor) * room) / spare));
  const largest = scaled.indexOf(Math.max(...scaled));
  // What rounding left over goes where it shows least.
  const others = scaled.reduce((sum, share, index) => (index === largest ? sum : sum + share), 0);
  return scaled.map((share, index) => (index === largest ? rounded(1 - others) : share));
}

/** Nine digits: what people and scripts see is 0.2, not 0.19999999999999998. */
const rounded = (ratio: number): number => Math.round(ratio * 1e9) / 1e9;

/** Restores the invariants of one split whose children are in order: merges equal directions, drops single children. */
function tidy(split: Split): Layout {
  const only = split.children.length === 1 ? split.children[0] : undefined;
  if (only !== undefined) return only;
  const children: Layout[] = [];
  const ratios: number[] = [];
  for (const [index, child] of split.children.entries()) {
    const ratio = split.ratios[index] ?? 0;
    if (typeof child !== 'string' && child.dir === split.dir) {
      children.push(...child.children);
      ratios.push(...child.ratios.map((inner) => inner * ratio));
    } else {
      children.push(child);
      ratios.push(ratio);
    }
  }
  return { dir: split.dir, ratios: normaliseRatios(ratios), children };
}

/** Puts `added` beside `target`; `ratio` is the new pane's share of what the target had. */
export function splitLayout(
  layout: Layout,
  target: PaneId,
  added: PaneId,
  { direction, ratio = 0.5 }: { direction: Direction; ratio?: number },
): Layout {
  const path = pathOf(layout, target);
  if (path === null) return layout;
  const pair: Layout[] = isBefore(direction) ? [added, target] : [target, added];
  const ratios = isBefore(direction) ? [ratio, 1 - ratio] : [1 - ratio, ratio];
  return replaceAt(layout, path, () => ({
    dir: axisOf(direction),
    ratios: normaliseRatios(ratios),
    children: pair,
  }));
}

/** The layout without a pane; its siblings share its room in proportion. Null when it was the last. */
export function removeFromLayout(layout: Layout, pane: PaneId): Layout | null {
  if (typeof layout === 'string') return layout === pane ? null : layout;
  const kept = layout.children
    .map((child, index) => ({ child: removeFromLayout(child, pane), ratio: layout.ratios[index] ?? 0 }))
    .filter((entry): entry is { child: Layout; ratio: number } => entry.child !== null);
  if (kept.length === 0) return null;
  return tidy({ dir: layout.dir, ratios: kept.map((k) => k.ratio), children: kept.map((k) => k.child) });
}

/** Exchanges the places of two panes, in one layout or as far as either is in it. */
export function swapInLayout(layout: Layout, a: PaneId, b: PaneId): Layout {
  if (typeof layout === 'string') return layout === a ? b : layout === b ? a : layout;
  return { ...layout, children: layout.children.map((child) => swapInLayout(child, a, b)) };
}

/** Sets the shares of the split at `path`; the layout is unchanged if there is no split with that many children. */
export function setRatios(layout: Layout, path: LayoutPath, ratios: readonly number[]): Layout {
  return replaceAt(layout, path, (node) =>
    typeof node === 'string' || node.children.length !== ratios.length
      ? node
      : { ...node, ratios: normaliseRatios(ratios) },
  );
}

/** Gives a pane `ratio` of its parent split, the others share the rest as they did. Null when it has no split. */
export function resizeInLayout(layout: Layout, pane: PaneId, ratio: number): Layout | null {
  const path = pathOf(layout, pane);
  if (path === null || path.length === 0) return null;
  const parentPath = path.slice(0, -1);
  const own = path[path.length - 1] ?? 0;
  const parent = nodeAt(layout, parentPath);
  if (parent === null || typeof parent === 'string') return null;
  const others = 1 - (parent.ratios[own] ?? 0);
  const share = Math.min(Math.max(ratio, minRatio), 1 - minRatio * (parent.children.length - 1));
  const ratios = parent.ratios.map((old, index) => (index === own ? share : (old / others) * (1 - share)));
  return setRatios(layout, parentPath, ratios);
}

export interface SplitHandle {
  /** The split it belongs to, and the child before it. */
  readonly path: LayoutPath;
  readonly index: number;
  readonly dir: Split['dir'];
  readonly bounds: Bounds;
}

export interface Placement {
  readonly panes: ReadonlyMap<PaneId, Bounds>;
  readonly handles: readonly SplitHandle[];
}

/** Whole-pixel rectangles for every pane, `gap` pixels of line between them, fewer where there is no room; handles cover the lines. */
export function placeLayout(layout: Layout, area: Bounds, gap: number): Placement {
  const panes = new Map<PaneId, Bounds>();
  const handles: SplitHandle[] = [];
  const place = (node: Layout, bounds: Bounds, path: LayoutPath): void => {
    if (typeof node === 'string') {
      panes.set(node, bounds);
      return;
    }
    const isRow = node.dir === 'row';
    const room = isRow ? bounds.width : bounds.height;
    const linesBefore = (index: number): number => Math.min(gap * index, room);
    const length = room - linesBefore(node.children.length - 1);
    let share = 0;
    let from = 0;
    for (const [index, child] of node.children.entries()) {
      share += node.ratios[index] ?? 0;
      const last = index === node.children.length - 1;
      const to = last ? length : Math.round(length * share);
      const start = from + linesBefore(index);
      const size = to - from;
      place(
        child,
        isRow
          ? { ...bounds, x: bounds.x + start, width: size }
          : { ...bounds, y: bounds.y + start, height: size },
        [...path, index],
      );
      if (!last) {
        const at = start + size;
        const line = linesBefore(index + 1) - linesBefore(index);
        handles.push({
          path,
          index,
          dir: node.dir,
          bounds: isRow
            ? { ...bounds, x: bounds.x + at, width: line }
            : { ...bounds, y: bounds.y + at, height: line },
        });
      }
      from = to;
    }
  };
  place(layout, area, []);
  return { panes, handles };
}

/** The pane on the given side whose edge touches most of this one's; null at the border. */
export function neighbourOf(layout: Layout, pane: PaneId, direction: Direction): PaneId | null {
  const { panes } = placeLayout(layout, { x: 0, y: 0, width: 100_000, height: 100_000 }, 0);
  const own = panes.get(pane);
  if (own === undefined) return null;
  let best: PaneId | null = null;
  let bestOverlap = 0;
  for (const [id, other] of panes) {
    if (id === pane || !touches(own, other, direction)) continue;
    const overlap =
      axisOf(direction) === 'row'
        ? Math.min(own.y + own.height, other.y + other.height) - Math.max(own.y, other.y)
        : Math.min(own.x + own.width, other.x + other.width) - Math.max(own.x, other.x);
    if (overlap > bestOverlap) {
      best = id;
      bestOverlap = overlap;
    }
  }
  return best;
}

/** The pane that takes over when one goes: the nearest in the tree, so the one that gets (part of) its room. */
export function heirOf(layout: Layout, pane: PaneId): PaneId | null {
  const path = pathOf(layout, pane);
  const own = path?.[path.length - 1];
  if (path === null || own === undefined) return null;
  const parent = nodeAt(layout, path.slice(0, -1));
  if (parent === null || typeof parent === 'string') return null;
  const before = parent.children[own - 1];
  const after = parent.children[own + 1];
  if (before !== undefined) return panesOf(before).at(-1) ?? null;
  return after === undefined ? null : (panesOf(after)[0] ?? null);
}

function touches(own: Bounds, other: Bounds, direction: Direction): boolean {
  const near = (a: number, b: number) => Math.abs(a - b) <= 1;
  switch (direction) {
    case 'left':
      return near(other.x + other.width, own.x);
    case 'right':
      return near(own.x + own.width, other.x);
    case 'up':
      return near(other.y + other.height, own.y);
    case 'down':
      return near(own.y + own.height, other.y);
  }
}

/** Whether a value (from a file, a socket) is a layout that keeps the invariants. */
export function isLayout(value: unknown, depth = 0): value is Layout {
  if (typeof value === 'string') return /^p[1-9][0-9]*$/.test(value);
  if (depth > 64 || typeof value !== 'object' || value === null) return false;
  const { dir, ratios, children } = value as Partial<Split>;
  return (
    (dir === 'row' || dir === 'column') &&
    Array.isArray(ratios) &&
    Array.isArray(children) &&
    children.length >= 2 &&
    ratios.length === children.length &&
    ratios.every((ratio) => typeof ratio === 'number' && ratio > 0 && ratio <= 1) &&
    Math.abs(ratios.reduce((sum: number, ratio: number) => sum + ratio, 0) - 1) < 1e-6 &&
    children.every((child) => isLayout(child, depth + 1))
  );
}
