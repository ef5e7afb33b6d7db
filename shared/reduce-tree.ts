// What records do to the tree of sessions and windows: who is in whom, in which order, and who is active. Pure, and total: what is
// gone is left gone.
import { idNumber, type SessionId, type WindowId } from './ids.ts';
import type { Session, Window, Workspace } from './model.ts';
import type { WorkspaceRecord } from './records.ts';
import { insertAt, mapValues, without, withSession, withWindow } from './workspace-edits.ts';

export function createWindow(
  state: Workspace,
  record: Extract<WorkspaceRecord, { kind: 'window.created' }>,
): Workspace {
  const session = state.sessions[record.session];
  if (session === undefined) return state;
  const window: Window = {
    id: record.window,
    session: record.session,
    name: record.name,
    layout: record.pane,
    activePane: record.pane,
    zoomedPane: null,
  };
  const next = {
    ...state,
    next: { ...state.next, window: Math.max(state.next.window, idNumber(record.window) + 1) },
    windows: { ...state.windows, [record.window]: window },
  };
  return withSession(next, session.id, {
    windows: insertAt(session.windows, record.index, record.window),
    activeWindow: session.windows.length === 0 ? record.window : session.activeWindow,
  });
}

export function deleteWindow(state: Workspace, id: WindowId): Workspace {
  const window = state.windows[id];
  if (window === undefined) return state;
  const windows = without(state.windows, id);
  const session = state.sessions[window.session];
  if (session === undefined) return { ...state, windows };
  return withSession({ ...state, windows }, session.id, leaveSession(session, id));
}

/** A session without one of its windows; its right neighbour, else its left one, becomes active. */
function leaveSession(session: Session, id: WindowId): Pick<Session, 'windows' | 'activeWindow'> {
  const index = session.windows.indexOf(id);
  const windows = session.windows.filter((window) => window !== id);
  const heir = windows[Math.min(index, windows.length - 1)] ?? 'w0';
  return { windows, activeWindow: session.activeWindow === id ? heir : session.activeWindow };
}

export function moveWindow(
  state: Workspace,
  record: Extract<WorkspaceRecord, { kind: 'window.moved' }>,
): Workspace {
  const window = state.windows[record.window];
  const from = window && state.sessions[window.session];
  const to = state.sessions[record.session];
  if (window === undefined || from === undefined || to === undefined) return state;
  if (from.id === to.id) {
    const others = from.windows.filter((id) => id !== window.id);
    return withSession(state, from.id, { windows: insertAt(others, record.index, window.id) });
  }
  const left = withSession(state, from.id, leaveSession(from, window.id));
  const arrived = withSession(left, to.id, {
    windows: insertAt(to.windows, record.index, window.id),
    activeWindow: to.windows.length === 0 ? window.id : to.activeWindow,
  });
  return withWindow(arrived, window.id, { session: to.id });
}

export function deleteSession(state: Workspace, id: SessionId): Workspace {
  const index = state.sessionOrder.indexOf(id);
  if (index < 0) return state;
  const sessionOrder = state.sessionOrder.filter((session) => session !== id);
  const heir = sessionOrder[Math.min(index, sessionOrder.length - 1)] ?? null;
  return {
    ...state,
    sessionOrder,
    sessions: without(state.sessions, id),
    activeSession: state.activeSession === id ? heir : state.activeSession,
    osWindows: mapValues(state.osWindows, (osWindow) =>
      osWindow.session === id ? { ...osWindow, session: null } : osWindow,
    ),
  };
}

export function changeActive(
  state: Workspace,
  record: Extract<WorkspaceRecord, { kind: 'active.changed' }>,
): Workspace {
  let next = state;
  const pane = record.pane === null ? undefined : next.panes[record.pane];
  const paneWindow = pane && next.windows[pane.window];
  if (pane !== undefined && paneWindow !== undefined) {
    // Focusing another pane of a zoomed window unzooms it.
    const zoomedPane = paneWindow.zoomedPane === pane.id ? pane.id : null;
    next = withWindow(next, paneWindow.id, { activePane: pane.id, zoomedPane });
  }
  const window = record.window === null ? undefined : next.windows[record.window];
  if (window !== undefined) next = withSession(next, window.session, { activeWindow: window.id });
  if (record.session === null || next.sessions[record.session] !== undefined) {
    next = next.activeSession === record.session ? next : { ...next, activeSession: record.session };
  }
  return next;
}
