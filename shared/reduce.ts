// `reduce`: the one way the workspace changes, run by the host, by recovery and by the renderer. Pure and total: a record
// about something that is gone (a late hint) changes nothing. Unchanged parts are shared, so identity tells change.
import { assertNever } from './exhaustive.ts';
import { idNumber, type PaneId } from './ids.ts';
import type { ClosedPane, OsWindow, Pane, Session, Workspace } from './model.ts';
import { quoteCommand } from './quote.ts';
import type { WorkspaceRecord } from './records.ts';
import { changeActive, createWindow, deleteSession, deleteWindow, moveWindow } from './reduce-tree.ts';
import {
  insertAt,
  mapValues,
  patch,
  withLive,
  withOsWindow,
  without,
  withPane,
  withSession,
  withWindow,
} from './workspace-edits.ts';

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
