// Resizing a pane by a key: the line beside it moves a step. Pure.

import type { PaneId } from '../../shared/ids.ts';
import { type Direction, type LayoutPath, minRatio, nodeAt, pathOf } from '../../shared/layout.ts';
import type { Layout } from '../../shared/model.ts';

/** Share of the split by which a key moves a line. */
const STEP = 0.03;

/**
 * The split whose line moves and its new shares; null if there is no line on that axis or no room. The line is the one behind
 * the pane (right of it, below it); of the last pane in a split, the one before it. The nearest split of the axis counts.
 */
export function nudgeRatios(
  layout: Layout,
  pane: PaneId,
  direction: Direction,
): { readonly path: LayoutPath; readonly ratios: readonly number[] } | null {
  const full = pathOf(layout, pane);
  if (full === null) return null;
  const dir = direction === 'left' || direction === 'right' ? 'row' : 'column';
  for (let depth = full.length - 1; depth >= 0; depth--) {
    const path = full.slice(0, depth);
    const split = nodeAt(layout, path);
    if (split === null || typeof split === 'string' || split.dir !== dir) continue;
    const own = full[depth] ?? 0;
    const line = own === split.ratios.length - 1 ? own - 1 : own;
    const forth = direction === 'right' || direction === 'down';
    const ratios = shifted(split.ratios, line, forth ? STEP : -STEP);
    return ratios === null ? null : { path, ratios };
  }
  return null;
}

/** With the line behind child `line` moved; null when one of its two sides has no room left. */
function shifted(ratios: readonly number[], line: number, by: number): number[] | null {
  const before = ratios[line];
  const after = ratios[line + 1];
  if (before === undefined || after === undefined) return null;
  const moved = Math.min(before + after - minRatio, Math.max(minRatio, before + by));
  if (Math.abs(moved - before) < 1e-6) return null;
  return ratios.map((ratio, at) => (at === line ? moved : at === line + 1 ? before + after - moved : ratio));
}
