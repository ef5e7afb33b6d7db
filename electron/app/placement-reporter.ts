// Tells the host where a window of the desktop is, once it rests: moving and resizing come as a flood and end as one
// command. What the host knows already is not told again. What is told is what to ask for to have the window there again: a
// frame that a window manager puts around it is learned when it appears, or each start would move the window by it.
import type { BrowserWindow } from 'electron';
import type { CommandParams } from '../../shared/commands.ts';
import type { OsWindowId } from '../../shared/ids.ts';
import type { Bounds, OsWindow } from '../../shared/model.ts';
import { frameOffset, type Offset } from './placement.ts';

type Placement = CommandParams<'os-window.place'>;

const restMs = 250;
/** A frame is there by then; what moves later is moved by somebody. */
const framedMs = 2000;

export interface PlacementReporter {
  /** Reports at once what is waiting. */
  flush(): void;
}

interface PlacementListener {
  /** Where the window was put, before it was shown. */
  readonly asked: Bounds;
  /** What the host has on record now. */
  known(): OsWindow | undefined;
  report(placement: Placement): void;
}

export function reportPlacement(
  window: BrowserWindow,
  id: OsWindowId,
  { asked, known, report }: PlacementListener,
): PlacementReporter {
  let timer: NodeJS.Timeout | undefined;
  let frame: Offset | null = null;
  let learnsUntil = 0;
  const learn = (): void => {
    learnsUntil = performance.now() + framedMs;
  };
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (window.isDestroyed() || window.isMinimized()) return;
    const seen = placementOf(window, id);
    const isUnmoved = sameBounds(known()?.bounds ?? asked, asked);
    if (frame === null && isUnmoved && seen.mode === 'normal' && performance.now() < learnsUntil)
      frame = frameOffset(asked, seen.bounds);
    const placement = { ...seen, bounds: without(frame, seen.bounds) };
    if (!isSame(placement, known())) report(placement);
  };
  const schedule = (): void => {
    clearTimeout(timer);
    timer = setTimeout(flush, restMs);
  };
  if (process.platform === 'linux') {
    window.on('show', learn);
    // Maximised or full screen it has no frame to speak of.
    window.on('unmaximize', learn);
    window.on('leave-full-screen', learn);
  }
  window.on('resize', schedule);
  window.on('move', schedule);
  window.on('maximize', schedule);
  window.on('unmaximize', schedule);
  window.on('enter-full-screen', schedule);
  window.on('leave-full-screen', schedule);
  window.on('show', schedule);
  window.on('restore', schedule);
  window.on('close', flush);
  window.on('closed', () => clearTimeout(timer));
  return { flush };
}

function without(frame: Offset | null, bounds: Bounds): Bounds {
  return frame === null ? bounds : { ...bounds, x: bounds.x - frame.x, y: bounds.y - frame.y };
}

/** Maximised or full screen, the bounds are those it will go back to. */
function placementOf(window: BrowserWindow, osWindow: OsWindowId): Placement & { bounds: Bounds } {
  const { x, y, width, height } = window.getNormalBounds();
  const mode = window.isFullScreen() ? 'fullscreen' : window.isMaximized() ? 'maximized' : 'normal';
  return { osWindow, bounds: { x, y, width, height }, mode };
}

function isSame(placement: Placement, known: OsWindow | undefined): boolean {
  if (known === undefined) return true;
  return known.mode === placement.mode && sameBounds(known.bounds, placement.bounds);
}

function sameBounds(a: Bounds | null, b: Bounds | null): boolean {
  if (a === null || b === null) return a === b;
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}
