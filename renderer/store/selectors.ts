// What of the workspace this OS window shows, and the dots of tabs and sessions. Pure; an answer keeps its identity as
// long as what it is made of does.
import { panesOf } from '../../shared/layout.ts';
import { endedBadly, type Pane, type Session, type Window, type Workspace } from '../../shared/model.ts';
import type { AppState } from './app-state.ts';

export function shownSession({ workspace, osWindow }: AppState): Session | null {
  const own = osWindow === null ? undefined : workspace.osWindows[osWindow];
  const id = own === undefined ? workspace.activeSession : own.session;
  return id === null ? null : (workspace.sessions[id] ?? null);
}

export function shownWindow(state: AppState): Window | null {
  const session = shownSession(state);
  return session === null ? null : (state.workspace.windows[session.activeWindow] ?? null);
}

export function focusedPane(state: AppState): Pane | null {
  const window = shownWindow(state);
  return window === null ? null : (state.workspace.panes[window.activePane] ?? null);
}

/** Whether the pane can be seen while this window is shown. */
export function showsPane({ layout, zoomedPane }: Window, pane: Pane['id']): boolean {
  return zoomedPane === null ? panesOf(layout).includes(pane) : zoomedPane === pane;
}

export function isSidebarShown({ workspace, osWindow }: AppState): boolean {
  return (osWindow === null ? undefined : workspace.osWindows[osWindow]?.sidebar) ?? true;
}

/** What happened in a tab or session while nobody looked, the most pressing first. */
export type Mark = 'none' | 'activity' | 'bell' | 'failed';

const order: readonly Mark[] = ['none', 'activity', 'bell', 'failed'];
const worse = (a: Mark, b: Mark): Mark => (order.indexOf(a) >= order.indexOf(b) ? a : b);

function paneMark({ live, panes }: Workspace, id: Pane['id']): Mark {
  const { bell = false, activity = false } = live[id] ?? {};
  const outcome = panes[id]?.outcome ?? null;
  const failed = outcome !== null && endedBadly(outcome);
  if (failed) return 'failed';
  return bell ? 'bell' : activity ? 'activity' : 'none';
}

export function windowMark(workspace: Workspace, window: Window): Mark {
  return panesOf(window.layout)
    .map((id) => paneMark(workspace, id))
    .reduce(worse, 'none');
}

/** `looked`: the window that is on screen; what happens there needs no dot. */
export function sessionMark(workspace: Workspace, session: Session, looked: Window['id'] | null): Mark {
  return session.windows
    .filter((id) => id !== looked)
    .map((id) => workspace.windows[id])
    .map((window) => (window === undefined ? 'none' : windowMark(workspace, window)))
    .reduce(worse, 'none');
}

export function isPrivate(workspace: Workspace, window: Window): boolean {
  return panesOf(window.layout).some((id) => workspace.panes[id]?.private === true);
}
