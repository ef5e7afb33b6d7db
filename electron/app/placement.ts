// Where a window of the desktop goes: saved bounds fitted to the displays there are now. Pure; all numbers are
// device-independent pixels.
import type { Bounds } from '../../shared/model.ts';

export const minWidth = 480;
export const minHeight = 300;
const defaultSize = { width: 1200, height: 800 };
/** So much of the top edge must be on a display for a window to count as reachable. */
const graspWidth = 120;
const graspHeight = 24;

/**
 * `saved` as it was if it can be reached on one of the work areas, else moved (and if need be shrunk) into the nearest one.
 * The first work area is the primary display's. Null `saved`: a new window, centred on it.
 */
export function placeBounds(saved: Bounds | null, workAreas: readonly Bounds[]): Bounds {
  const [primary = { x: 0, y: 0, ...defaultSize }] = workAreas;
  if (saved === null) return centred(primary);
  const wanted = {
    x: Math.round(saved.x),
    y: Math.round(saved.y),
    width: Math.max(minWidth, Math.round(saved.width)),
    height: Math.max(minHeight, Math.round(saved.height)),
  };
  if (workAreas.some((area) => isWithinReach(wanted, area))) return wanted;
  const nearest = workAreas.reduce(
    (best, area) => (distance(wanted, area) < distance(wanted, best) ? area : best),
    primary,
  );
  return movedInto(wanted, nearest);
}

export interface Offset {
  readonly x: number;
  readonly y: number;
}

/** No frame is wider; what is further away was moved. */
const widestFrame = 64;
const highestFrame = 128;

/**
 * X11's window managers take a place that is asked for as the frame's, and tell that of the window within. So much further in it
 * lies; null where it lies as asked, or somewhere else altogether.
 */
export function frameOffset(asked: Bounds, got: Bounds): Offset | null {
  const [x, y] = [got.x - asked.x, got.y - asked.y];
  const isSameSize = got.width === asked.width && got.height === asked.height;
  const isFrame = isSameSize && x >= 0 && x <= widestFrame && y >= 0 && y <= highestFrame && x + y > 0;
  return isFrame ? { x, y } : null;
}

function centred(area: Bounds): Bounds {
  const width = Math.min(defaultSize.width, area.width);
  const height = Math.min(defaultSize.height, area.height);
  const x = area.x + Math.round((area.width - width) / 2);
  const y = area.y + Math.round((area.height - height) / 2);
  return { x, y, width, height };
}

/** Its title bar can be seen and dragged there. */
function isWithinReach(bounds: Bounds, area: Bounds): boolean {
  const visibleWidth = overlap(bounds.x, bounds.x + bounds.width, area.x, area.x + area.width);
  const visibleTop = overlap(bounds.y, bounds.y + graspHeight, area.y, area.y + area.height);
  return visibleWidth >= Math.min(graspWidth, bounds.width) && visibleTop >= graspHeight;
}

function overlap(aStart: number, aEnd: number, bStart: number, bEnd: number): number {
  return Math.min(aEnd, bEnd) - Math.max(aStart, bStart);
}

function distance(bounds: Bounds, area: Bounds): number {
  const dx = Math.max(area.x - (bounds.x + bounds.width), 0, bounds.x - (area.x + area.width));
  const dy = Math.max(area.y - (bounds.y + bounds.height), 0, bounds.y - (area.y + area.height));
  return Math.hypot(dx, dy);
}

function movedInto(bounds: Bounds, area: Bounds): Bounds {
  const width = Math.min(bounds.width, area.width);
  const height = Math.min(bounds.height, area.height);
  return {
    x: Math.max(area.x, Math.min(bounds.x, area.x + area.width - width)),
    y: Math.max(area.y, Math.min(bounds.y, area.y + area.height - height)),
    width,
    height,
  };
}
