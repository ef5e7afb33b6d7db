// Tells the host where a window of the desktop is, once it rests: moving and resizing come as a flood and end as one
// command. What the host knows already is not told again.
import type { BrowserWindow } from 'electron';
import type { CommandParams } from '../../shared/commands.ts';
import type { OsWindowId } from '../../shared/ids.ts';
import type { Bounds, OsWindow } from '../../shared/model.ts';

type Placement = CommandParams<'os-window.place'>;

const restMs = 250;

export interface PlacementReporter {
  /** Reports at once what is waiting. */
  flush(): void;
}

/** `known`: what the host has on record now. */
export function reportPlacement(
  window: BrowserWindow,
  id: OsWindowId,
  { known, report }: { known(): OsWindow | undefined; report(placement: Placement): void },
): PlacementReporter {
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (window.isDestroyed() || window.isMinimized()) return;
    const placement = placementOf(window, id);
    if (!isSame(placement, known())) report(placement);
  };
  const schedule = (): void => {
    clearTimeout(timer);
    timer = setTimeout(flush, restMs);
  };
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

/** Maximised or full screen, the bounds are those it will go back to. */
function placementOf(window: BrowserWindow, osWindow: OsWindowId): Placement {
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
