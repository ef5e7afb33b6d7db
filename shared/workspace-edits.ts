// Changes to a workspace, for its reducer: each gives back the same object when nothing in it would change, so that identity tells
// change, and the workspace as it was when what it is about is gone. Pure.
import type { OsWindowId, PaneId, SessionId, WindowId } from './ids.ts';
import type { LivePane, OsWindow, Pane, Session, Window, Workspace } from './model.ts';

/** The same object when nothing in it would change, so that identity tells change. */
export function patch<T extends object>(value: T, changes: Partial<T>): T {
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

export function withSession(state: Workspace, id: SessionId, changes: Partial<Session>): Workspace {
  return patch(state, { sessions: patchEntry(state.sessions, id, changes) });
}

export function withWindow(state: Workspace, id: WindowId, changes: Partial<Window>): Workspace {
  return patch(state, { windows: patchEntry(state.windows, id, changes) });
}

export function withPane(state: Workspace, id: PaneId, changes: Partial<Pane>): Workspace {
  return patch(state, { panes: patchEntry(state.panes, id, changes) });
}

export function withOsWindow(state: Workspace, id: OsWindowId, changes: Partial<OsWindow>): Workspace {
  return patch(state, { osWindows: patchEntry(state.osWindows, id, changes) });
}

export function withLive(state: Workspace, id: PaneId, live: LivePane): Workspace {
  return state.panes[id] === undefined ? state : { ...state, live: { ...state.live, [id]: live } };
}

export function without<K extends string, T>(map: Readonly<Record<K, T>>, key: K): Readonly<Record<K, T>> {
  if (!(key in map)) return map;
  const copy = { ...map };
  delete copy[key];
  return copy;
}

export function mapValues<K extends string, T>(
  map: Readonly<Record<K, T>>,
  change: (value: T) => T,
): Readonly<Record<K, T>> {
  const entries = Object.entries(map) as [K, T][];
  return Object.fromEntries(entries.map(([key, value]) => [key, change(value)])) as Record<K, T>;
}

export function insertAt<T>(list: readonly T[], index: number, value: T): T[] {
  const at = Math.min(Math.max(index, 0), list.length);
  return [...list.slice(0, at), value, ...list.slice(at)];
}
