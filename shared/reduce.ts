// `reduce`: the one way the workspace changes, run by the host, by recovery and by the renderer. Pure and total: a record
// about something that is gone (a late hint) changes nothing. Unchanged parts are shared, so identity tells change.
import { assertNever } from './exhaustive.ts';
import type { OsWindowId, PaneId, SessionId, WindowId } from './ids.ts';
import { idNumber } from './ids.ts';
import type { ClosedPane, LivePane, OsWindow, Pane, Session, Window, Workspace } from './model.ts';
import { quoteCommand } from './quote.ts';
import type { WorkspaceRecord } from './records.ts';

export function reduce(state: Workspace, record: WorkspaceRecord): Workspace {
  switch (record.kind) {
    case 'session.created':
      return {
        ...state,
        next: { ...state.next, session: Math.max(state.next.session, idNumber(record.session) + 1) },
        sessionOrder: [...state.sessionOrder, record.session],
        sessions: {
          ...state.sessions,
          // Its first window follows in the same batch and becomes its active one.
          [record.session]: {
            id: record.session,
            name: record.name,
            createdAt: record.at,
            windows: [],
            activeWindow: 'w0',
          } satisfies Session,
        },
      };
    case 'session.deleted':
      return deleteSession(state, record.session);
    case 'session.renamed':
      return withSession(state, record.session, { name: record.name });
    case 'session.moved': {
      if (!state.sessionOrder.includes(record.session)) return state;
      const others = state.sessionOrder.filter((id) => id !== record.session);
      return { ...state, sessionOrder: insertAt(others, record.index, record.session) };
    }
    case 'window.created':
      return createWindow(state, record);
    case 'window.deleted':
      return deleteWindow(state, record.window);
    case 'window.renamed':
      return withWindow(state, record.window, { name: record.name });
    case 'window.moved':
      return moveWindow(state, record);
    case 'window.layout':
      return withWindow(state, record.window, { layout: record.layout });
    case 'window.zoomed':
      return withWindow(state, record.window, { zoomedPane: record.pane });
    case 'pane.created':
      return {
        ...state,
        next: { ...state.next, pane: Math.max(state.next.pane, idNumber(record.pane) + 1) },
        panes: {
          ...state.panes,
          [record.pane]: {
            id: record.pane,
            window: record.window,
            program: record.program,
            private: record.private,
            createdAt: record.at,
            cwd: record.cwd,
            title: '',
            running: null,
            isTyped: false,
            cols: record.cols,
            rows: record.rows,
            incarnation: 0,
            touched: false,
            discarded: [],
            outcome: null,
            restored: null,
          } satisfies Pane,
        },
      };
    case 'pane.closed':
      return closePane(state, record.pane, record.at);
    case 'pane.reopened': {
      const entry = state.closed.find((closed) => closed.pane.id === record.pane);
      if (entry === undefined) return state;
      return {
        ...state,
        closed: state.closed.filter((closed) => closed !== entry),
        panes: { ...state.panes, [record.pane]: { ...entry.pane, window: record.window } },
      };
    }
    case 'pane.forgotten':
      return { ...state, closed: state.closed.filter((closed) => closed.pane.id !== record.pane) };
    case 'pane.moved':
      return withPane(state, record.pane, { window: record.window });
    case 'pane.resized':
      return withPane(state, record.pane, { cols: record.cols, rows: record.rows });
    case 'pane.cwd':
      return withPane(state, record.pane, { cwd: record.cwd });
    case 'pane.title':
      return withPane(state, record.pane, { title: record.title });
    case 'pane.running':
      return withPane(state, record.pane, { running: record.command, isTyped: record.isTyped === true });
    case 'pane.spawned': {
      const pane = state.panes[record.pane];
      if (pane === undefined) return state;
      const leavesNoTrace = pane.incarnation > 0 && !pane.touched;
      return withPane(state, record.pane, {
        incarnation: record.incarnation,
        touched: record.touched,
        discarded: leavesNoTrace ? [...pane.discarded, pane.incarnation] : pane.discarded,
        outcome: null,
        running: null,
        title: '',
      });
    }
    case 'pane.adopted':
      return withPane(state, record.pane, {
        incarnation: record.incarnation,
        touched: true,
        title: record.title,
        restored: record.restored,
      });
    case 'pane.touched': {
      const pane = state.panes[record.pane];
      return pane?.incarnation === record.incarnation
        ? withPane(state, record.pane, { touched: true })
        : state;
    }
    case 'pane.exited':
      return withPane(state, record.pane, {
        outcome: { kind: 'exited', exitCode: record.exitCode, signal: record.signal, at: record.at },
        running: null,
      });
    case 'pane.failed':
      return withPane(state, record.pane, {
        outcome: { kind: 'failed', reason: record.reason, at: record.at },
        running: null,
      });
    case 'pane.restored-seen':
      return withPane(state, record.pane, { restored: null });
    case 'active.changed':
      return changeActive(state, record);
    case 'os-window.opened':
      return {
        ...state,
        next: { ...state.next, osWindow: Math.max(state.next.osWindow, idNumber(record.osWindow) + 1) },
        osWindows: {
          ...state.osWindows,
          [record.osWindow]: {
            id: record.osWindow,
            session: record.session,
            bounds: null,
            mode: 'normal',
            sidebar: true,
          } satisfies OsWindow,
        },
      };
    case 'os-window.closed':
      return { ...state, osWindows: without(state.osWindows, record.osWindow) };
    case 'os-window.session':
      return withOsWindow(state, record.osWindow, { session: record.session });
    case 'os-window.placed':
      return withOsWindow(state, record.osWindow, { bounds: record.bounds, mode: record.mode });
    case 'os-window.sidebar':
      return withOsWindow(state, record.osWindow, { sidebar: record.shown });
    case 'keys.learned': {
      const added = record.actions.filter((action) => !state.learned.includes(action));
      return added.length === 0 ? state : { ...state, learned: [...state.learned, ...added] };
    }
    case 'workspace.recovered':
      return {
        ...state,
        live: {},
        survivors: {},
        panes: mapValues(state.panes, (pane) => recoverPane(pane, record)),
      };
    case 'live.started':
      return withLive(state, record.pane, { pid: record.pid, activity: false, bell: false });
    case 'live.ended':
      return { ...state, live: without(state.live, record.pane) };
    case 'live.survived': {
      if (state.panes[record.pane] === undefined) return state;
      const others = without(state.survivors, record.pane);
      const survivors =
        record.processes.length === 0 ? others : { ...others, [record.pane]: record.processes };
      return patch(state, { survivors });
    }
    case 'live.noticed': {
      const live = state.live[record.pane];
      if (live === undefined) return state;
      return withLive(state, record.pane, { ...live, activity: record.activity, bell: record.bell });
    }
    default:
      return assertNever(record);
  }
}

function createWindow(
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

function deleteWindow(state: Workspace, id: WindowId): Workspace {
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

function moveWindow(state: Workspace, record: Extract<WorkspaceRecord, { kind: 'window.moved' }>): Workspace {
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

function deleteSession(state: Workspace, id: SessionId): Workspace {
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

function closePane(state: Workspace, id: PaneId, at: number): Workspace {
  const pane = state.panes[id];
  if (pane === undefined) return state;
  const session = state.sessions[state.windows[pane.window]?.session ?? 's0'];
  const entry: ClosedPane = {
    pane,
    session: session?.id ?? 's0',
    sessionName: session?.name ?? '',
    closedAt: at,
  };
  return {
    ...state,
    panes: without(state.panes, id),
    live: without(state.live, id),
    survivors: without(state.survivors, id),
    closed: [entry, ...state.closed],
  };
}

function changeActive(
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

function recoverPane(pane: Pane, record: Extract<WorkspaceRecord, { kind: 'workspace.recovered' }>): Pane {
  if (pane.incarnation === 0 || pane.outcome !== null) return pane;
  // Nothing happened in it since it was restored the last time: what was offered then is still what there is to offer.
  const last =
    pane.touched || pane.restored === null
      ? {
          wasRunning:
            pane.running ?? (pane.program.command === null ? null : quoteCommand(pane.program.command)),
          isTyped: pane.isTyped && pane.running !== null,
        }
      : pane.restored;
  const { wasRunning, isTyped } = last;
  return {
    ...pane,
    running: null,
    isTyped: false,
    restored: { at: record.at, cause: record.cause, wasRunning, isTyped },
  };
}

/** The same object when nothing in it would change, so that identity tells change. */
function patch<T extends object>(value: T, changes: Partial<T>): T {
  const keys = Object.keys(changes) as (keyof T)[];
  return keys.every((key) => Object.is(value[key], changes[key])) ? value : { ...value, ...changes };
}

function patchEntry<K extends string, T extends object>(
  map: Readonly<Record<K, T>>,
  key: K,
  changes: Partial<T>,
): Readonly<Record<K, T>> {
  const value = map[key];
  if (value === undefined) return map;
  const changed = patch(value, changes);
  return changed === value ? map : { ...map, [key]: changed };
}

function withSession(state: Workspace, id: SessionId, changes: Partial<Session>): Workspace {
  return patch(state, { sessions: patchEntry(state.sessions, id, changes) });
}

function withWindow(state: Workspace, id: WindowId, changes: Partial<Window>): Workspace {
  return patch(state, { windows: patchEntry(state.windows, id, changes) });
}

function withPane(state: Workspace, id: PaneId, changes: Partial<Pane>): Workspace {
  return patch(state, { panes: patchEntry(state.panes, id, changes) });
}

function withOsWindow(state: Workspace, id: OsWindowId, changes: Partial<OsWindow>): Workspace {
  return patch(state, { osWindows: patchEntry(state.osWindows, id, changes) });
}

function withLive(state: Workspace, id: PaneId, live: LivePane): Workspace {
  return state.panes[id] === undefined ? state : { ...state, live: { ...state.live, [id]: live } };
}

function without<K extends string, T>(map: Readonly<Record<K, T>>, key: K): Readonly<Record<K, T>> {
  if (!(key in map)) return map;
  const copy = { ...map };
  delete copy[key];
  return copy;
}

function mapValues<K extends string, T>(
  map: Readonly<Record<K, T>>,
  change: (value: T) => T,
): Readonly<Record<K, T>> {
  const entries = Object.entries(map) as [K, T][];
  return Object.fromEntries(entries.map(([key, value]) => [key, change(value)])) as Record<K, T>;
}

function insertAt<T>(list: readonly T[], index: number, value: T): T[] {
  const at = Math.min(Math.max(index, 0), list.length);
  return [...list.slice(0, at), value, ...list.slice(at)];
}
