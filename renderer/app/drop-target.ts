// Where a dragged pane or tab would go if it were let go here. Reads the page by the attributes that its parts are known by.
import type { OsWindowId, PaneId, SessionId, WindowId } from '../../shared/ids.ts';
import type { Direction } from '../../shared/layout.ts';
import type { Bounds, OsWindow, Workspace } from '../../shared/model.ts';

export type Dragged =
  | { readonly kind: 'pane'; readonly pane: PaneId }
  | { readonly kind: 'tab'; readonly window: WindowId };

export type DropTarget =
  | { readonly kind: 'nowhere' }
  /** Beside a pane, or in its place. */
  | { readonly kind: 'pane'; readonly pane: PaneId; readonly side: Direction | 'centre' }
  | { readonly kind: 'tab'; readonly window: WindowId }
  | { readonly kind: 'new-tab' }
  | { readonly kind: 'session'; readonly session: SessionId }
  /** Beyond the edges of this OS window; in pixels of the screen. */
  | { readonly kind: 'outside'; readonly at: Point };

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Drag {
  readonly dragged: Dragged;
  readonly target: DropTarget;
  /** Of the pointer, in pixels of the page. */
  readonly at: Point;
}

/** So much of a pane's width and height, from each edge, is that side; the rest is its middle. */
const SIDE_SHARE = 0.3;

/** The nearest side of `box`, or its middle. */
export function sideOf(box: Bounds, { x, y }: Point): Direction | 'centre' {
  const shares: readonly (readonly [Direction, number])[] = [
    ['left', (x - box.x) / box.width],
    ['right', (box.x + box.width - x) / box.width],
    ['up', (y - box.y) / box.height],
    ['down', (box.y + box.height - y) / box.height],
  ];
  const [side, share] = shares.reduce((nearest, other) => (other[1] < nearest[1] ? other : nearest));
  return share < SIDE_SHARE ? side : 'centre';
}

export function dropTargetAt(
  page: Document,
  dragged: Dragged,
  event: Pick<PointerEvent, 'clientX' | 'clientY' | 'screenX' | 'screenY'>,
): DropTarget {
  const element = page.elementFromPoint(event.clientX, event.clientY);
  if (element === null) {
    return dragged.kind === 'tab'
      ? { kind: 'outside', at: { x: event.screenX, y: event.screenY } }
      : { kind: 'nowhere' };
  }
  const idAt = (selector: string, attribute: string) => element.closest(selector)?.getAttribute(attribute);
  const session = idAt('.session-item', 'data-session-id');
  if (dragged.kind === 'tab') {
    return session == null ? { kind: 'nowhere' } : { kind: 'session', session: session as SessionId };
  }
  const window = idAt('.tab', 'data-window-id');
  if (window != null) return { kind: 'tab', window: window as WindowId };
  if (element.closest('.tab-strip') !== null) return { kind: 'new-tab' };
  const over = element.closest('.pane');
  const pane = over?.getAttribute('data-pane-id');
  if (over == null || pane == null || pane === dragged.pane) return { kind: 'nowhere' };
  const at = { x: event.clientX, y: event.clientY };
  return { kind: 'pane', pane: pane as PaneId, side: sideOf(over.getBoundingClientRect(), at) };
}

/** The OS window, other than `own`, that lies at a point of the screen; the newest where several do. */
export function osWindowAt(workspace: Workspace, own: OsWindowId | null, at: Point): OsWindow | null {
  const others = (Object.values(workspace.osWindows) as OsWindow[]).filter(
    ({ id, bounds, mode }) => id !== own && mode !== 'quick' && bounds !== null && isIn(bounds, at),
  );
  return others.at(-1) ?? null;
}

const isIn = ({ x, y, width, height }: Bounds, at: Point): boolean =>
  at.x >= x && at.x < x + width && at.y >= y && at.y < y + height;
