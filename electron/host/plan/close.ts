// Plans that take things away. Closing the last pane closes its window, the last window its session; what was closed
// can be reopened for a while.
import type { CommandParams } from '../../../shared/commands.ts';
import type { PaneId, SessionId, WindowId } from '../../../shared/ids.ts';
import { isPaneId, isSessionId } from '../../../shared/ids.ts';
import { heirOf, panesOf, removeFromLayout } from '../../../shared/layout.ts';
import type { OsWindow, Window, Workspace } from '../../../shared/model.ts';
import type { DurableRecord } from '../../../shared/records.ts';
import { reduce } from '../../../shared/reduce.ts';
import { notFound, type Plan, planned } from './plan.ts';

/** The panes that closing `target` ends; null when there is no such thing. */
export function panesIn(workspace: Workspace, target: SessionId | WindowId | PaneId): PaneId[] | null {
  if (isPaneId(target)) return workspace.panes[target] === undefined ? null : [target];
  if (isSessionId(target)) {
    const session = workspace.sessions[target];
    if (session === undefined) return null;
    return session.windows.flatMap((id) => panesIn(workspace, id) ?? []);
  }
  const window = workspace.windows[target];
  return window === undefined ? null : panesOf(window.layout);
}

export function planClose(workspace: Workspace, now: number, { target }: CommandParams<'close'>): Plan {
  const panes = panesIn(workspace, target);
  if (panes === null) return notFound(target);
  let state = workspace;
  const records: DurableRecord[] = [];
  const add = (made: readonly DurableRecord[]) => {
    for (const record of made) {
      records.push(record);
      state = reduce(state, record);
    }
  };
  for (const pane of panes) add(closePane(state, pane, now));
  add(showSomething(state));
  return planned(records);
}

function closePane(workspace: Workspace, id: PaneId, at: number): DurableRecord[] {
  const window = workspace.windows[workspace.panes[id]?.window ?? 'w0'];
  if (window === undefined) return [];
  const closed: DurableRecord = { kind: 'pane.closed', pane: id, at };
  return [closed, ...leaveWindow(workspace, window, id)];
}

/** Records that take a pane out of its window's layout, and the window and session with it when it was the last. */
export function leaveWindow(workspace: Workspace, window: Window, pane: PaneId): DurableRecord[] {
  const layout = removeFromLayout(window.layout, pane);
  if (layout === null) {
    const session = workspace.sessions[window.session];
    const records: DurableRecord[] = [{ kind: 'window.deleted', window: window.id }];
    if (session?.windows.length === 1) records.push({ kind: 'session.deleted', session: session.id });
    return records;
  }
  const records: DurableRecord[] = [{ kind: 'window.layout', window: window.id, layout }];
  if (window.zoomedPane === pane) records.push({ kind: 'window.zoomed', window: window.id, pane: null });
  if (window.activePane === pane) {
    const heir = heirOf(window.layout, pane);
    // Only the window's own active pane changes; which session and window are active stays.
    records.push({ kind: 'active.changed', session: workspace.activeSession, window: null, pane: heir });
  }
  return records;
}

/**
 * An OS window whose session is gone turns to the active session, if no other OS window shows that one. The quick terminal
 * goes with its session. What is active is on screen then.
 */
function showSomething(workspace: Workspace): DurableRecord[] {
  const osWindows = Object.values(workspace.osWindows) as OsWindow[];
  const shown = new Set(osWindows.map((osWindow) => osWindow.session));
  const quick = osWindows.find(({ mode, session }) => mode === 'quick' && session === null);
  const records: DurableRecord[] =
    quick === undefined ? [] : [{ kind: 'os-window.closed', osWindow: quick.id }];
  const others = osWindows.filter(({ mode }) => mode !== 'quick');
  const empty = others.find((osWindow) => osWindow.session === null);
  const next = [workspace.activeSession, ...workspace.sessionOrder].find(
    (session): session is SessionId => session !== null && !shown.has(session),
  );
  if (empty !== undefined && next !== undefined) {
    return [...records, { kind: 'os-window.session', osWindow: empty.id, session: next }];
  }
  const session = others.find((osWindow) => osWindow.session !== null)?.session;
  if (session == null || shown.has(workspace.activeSession)) return records;
  return [...records, { kind: 'active.changed', session, window: null, pane: null }];
}
