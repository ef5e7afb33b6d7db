// Which panes can be seen: what a start makes first, and what an end makes ready for the next one. Pure.
import type { PaneId } from '../../shared/ids.ts';
import { panesOf } from '../../shared/layout.ts';
import type { Workspace } from '../../shared/model.ts';

/** Of every OS window, its session's active window's panes, or the zoomed one alone. */
export function visiblePanes(workspace: Workspace): PaneId[] {
  return Object.values(workspace.osWindows).flatMap((osWindow) => {
    const session = osWindow.session === null ? undefined : workspace.sessions[osWindow.session];
    const window = session && workspace.windows[session.activeWindow];
    if (window === undefined) return [];
    return window.zoomedPane === null ? panesOf(window.layout) : [window.zoomedPane];
  });
}
