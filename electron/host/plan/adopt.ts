// A saved workspace put beside the present one: the same sessions, windows and panes under new ids. Pure. What is adopted is
// dormant until it is shown; its panes' contents are the caller's to store under the new ids before the records are committed.
import type { PaneId, SessionId, WindowId } from '../../../shared/ids.ts';
import { panesOf } from '../../../shared/layout.ts';
import type { Layout, Pane, Session, Window, Workspace } from '../../../shared/model.ts';
import type { DurableRecord } from '../../../shared/records.ts';
import { showSession } from './focus.ts';

export interface Adoption {
  readonly records: readonly DurableRecord[];
  /** Of the panes that come back, saved id to new id. */
  readonly panes: ReadonlyMap<PaneId, PaneId>;
}

const present = <T>(value: T | undefined): value is T => value !== undefined;

/** `now`: milliseconds since the epoch, the moment that the panes are marked as restored at. */
export function planAdoption(workspace: Workspace, saved: Workspace, now: number): Adoption {
  const { next } = workspace;
  let nextSession = next.session;
  let nextWindow = next.window;
  let nextPane = next.pane;
  const panes = new Map<PaneId, PaneId>();
  const records: DurableRecord[] = [];
  let shown: SessionId | null = null;

  const adoptPane = (pane: Pane, window: WindowId): void => {
    const id = panes.get(pane.id) ?? 'p0';
    const { program, cwd, cols, rows, incarnation, title } = pane;
    records.push(
      {
        kind: 'pane.created',
        pane: id,
        window,
        program,
        cwd,
        cols,
        rows,
        private: pane.private,
        at: pane.createdAt,
      },
      { kind: 'pane.adopted', pane: id, incarnation, title, restored: restoredOf(pane, now) },
    );
  };

  const adoptWindow = (window: Window, session: SessionId, index: number): WindowId => {
    const id: WindowId = `w${nextWindow++}`;
    const own = panesOf(window.layout);
    for (const pane of own) panes.set(pane, `p${nextPane++}`);
    const first = panes.get(own[0] ?? 'p0') ?? 'p0';
    const active = panes.get(window.activePane) ?? first;
    const zoomed = window.zoomedPane === null ? undefined : panes.get(window.zoomedPane);
    records.push({ kind: 'window.created', window: id, session, name: window.name, index, pane: first });
    for (const pane of own.map((old) => saved.panes[old]).filter(present)) adoptPane(pane, id);
    records.push(
      { kind: 'window.layout', window: id, layout: renamed(window.layout, panes) },
      { kind: 'active.changed', session: workspace.activeSession, window: null, pane: active },
    );
    if (zoomed !== undefined) records.push({ kind: 'window.zoomed', window: id, pane: zoomed });
    return id;
  };

  const adoptSession = (session: Session): void => {
    const id: SessionId = `s${nextSession++}`;
    records.push({ kind: 'session.created', session: id, name: session.name, at: session.createdAt });
    let active: WindowId | null = null;
    for (const [index, window] of session.windows
      .map((old) => saved.windows[old])
      .filter(present)
      .entries()) {
      const made = adoptWindow(window, id, index);
      if (window.id === session.activeWindow || active === null) active = made;
    }
    records.push({ kind: 'active.changed', session: workspace.activeSession, window: active, pane: null });
    if (session.id === saved.activeSession || shown === null) shown = id;
  };

  for (const session of saved.sessionOrder.map((id) => saved.sessions[id]).filter(present))
    adoptSession(session);
  if (shown !== null) {
    records.push(
      { kind: 'active.changed', session: shown, window: null, pane: null },
      ...showSession(workspace, shown),
    );
  }
  return { records, panes };
}

function restoredOf(pane: Pane, now: number): Extract<DurableRecord, { kind: 'pane.adopted' }>['restored'] {
  const wasRunning = pane.running ?? pane.restored?.wasRunning ?? null;
  const isTyped = pane.running === null ? (pane.restored?.isTyped ?? false) : pane.isTyped;
  return { at: now, cause: 'clean', wasRunning, isTyped };
}

function renamed(layout: Layout, panes: ReadonlyMap<PaneId, PaneId>): Layout {
  if (typeof layout === 'string') return panes.get(layout) ?? layout;
  return { ...layout, children: layout.children.map((child) => renamed(child, panes)) };
}
