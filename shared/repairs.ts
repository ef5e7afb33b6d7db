// What a recovered workspace needs to be whole again: the invariants that every view relies on, as records that restore
// them. A workspace that was written by this program needs none; a damaged or hand-made one must not take the app down.
import { isLayout, panesOf, removeFromLayout, splitLayout } from './layout.ts';
import type { Layout, Pane, Window, Workspace } from './model.ts';
import type { DurableRecord } from './records.ts';
import { reduce } from './reduce.ts';

/** Records that make the workspace valid, in order; empty for a valid one. */
export function repairsFor(workspace: Workspace, now: number): DurableRecord[] {
  const records: DurableRecord[] = [];
  let state = workspace;
  const add = (record: DurableRecord) => {
    records.push(record);
    state = reduce(state, record);
  };
  for (const window of Object.values(workspace.windows) as Window[]) {
    if (workspace.sessions[window.session]?.windows.includes(window.id) === true) continue;
    for (const pane of Object.values(workspace.panes) as Pane[]) {
      if (pane.window === window.id) add({ kind: 'pane.closed', pane: pane.id, at: now });
    }
    add({ kind: 'window.deleted', window: window.id });
  }
  for (const pane of Object.values(state.panes) as Pane[]) {
    if (state.windows[pane.window] === undefined) add({ kind: 'pane.closed', pane: pane.id, at: now });
  }
  for (const window of Object.values(state.windows) as Window[]) {
    const layout = repairedLayout(state, window);
    if (layout === null) add({ kind: 'window.deleted', window: window.id });
    else if (layout !== window.layout) add({ kind: 'window.layout', window: window.id, layout });
  }
  for (const window of Object.values(state.windows) as Window[]) {
    const panes = panesOf(window.layout);
    const first = panes[0] ?? null;
    if (!panes.includes(window.activePane)) {
      add({ kind: 'active.changed', session: state.activeSession, window: null, pane: first });
    }
    if (window.zoomedPane !== null && !panes.includes(window.zoomedPane)) {
      add({ kind: 'window.zoomed', window: window.id, pane: null });
    }
  }
  for (const id of [...state.sessionOrder]) {
    const session = state.sessions[id];
    const windows = session?.windows.filter((window) => state.windows[window] !== undefined) ?? [];
    const first = windows[0];
    if (session === undefined || first === undefined) add({ kind: 'session.deleted', session: id });
    else if (!windows.includes(session.activeWindow)) {
      add({ kind: 'active.changed', session: state.activeSession, window: first, pane: null });
    }
  }
  if (state.activeSession !== null && state.sessions[state.activeSession] === undefined) {
    add({ kind: 'active.changed', session: state.sessionOrder[0] ?? null, window: null, pane: null });
  }
  return records;
}

/** The window's layout holding exactly the panes that say they are in it; null if there are none. */
function repairedLayout(state: Workspace, window: Window): Layout | null {
  const own = (Object.values(state.panes) as Pane[])
    .filter((pane) => pane.window === window.id)
    .map((pane) => pane.id);
  const [first, ...rest] = own;
  if (first === undefined) return null;
  if (!isLayout(window.layout)) {
    return rest.reduce<Layout>(
      (layout, pane) => splitLayout(layout, first, pane, { direction: 'right' }),
      first,
    );
  }
  const placed = panesOf(window.layout);
  let layout: Layout | null = window.layout;
  const seen = new Set<string>();
  for (const pane of placed) {
    const isStray = !own.includes(pane) || seen.has(pane);
    seen.add(pane);
    if (isStray && layout !== null) layout = removeFromLayout(layout, pane);
  }
  for (const pane of own) {
    if (layout === null) layout = pane;
    else if (!panesOf(layout).includes(pane)) {
      layout = splitLayout(layout, panesOf(layout)[0] ?? pane, pane, { direction: 'right' });
    }
  }
  return layout;
}
