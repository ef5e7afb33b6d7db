// What an action is about: the pane that has the focus, its tab and its session; or, asked for from a menu, those of the
// thing that the menu belongs to. Pure.
import { isPaneId, isWindowId, type PaneId, type SessionId, type WindowId } from '../../shared/ids.ts';
import type { Pane, Session, Window, Workspace } from '../../shared/model.ts';
import type { AppState } from '../store/app-state.ts';
import { focusedPane, shownSession, shownWindow } from '../store/selectors.ts';

export type SubjectId = PaneId | WindowId | SessionId;

export interface Subject {
  readonly pane: Pane | null;
  readonly window: Window | null;
  readonly session: Session | null;
}

/** `id` null: what is in front of the person. A tab brings its active pane along, a session its active tab. */
export function subjectOf(state: AppState, id: SubjectId | null): Subject {
  if (id === null) {
    return { pane: focusedPane(state), window: shownWindow(state), session: shownSession(state) };
  }
  const { workspace } = state;
  if (isPaneId(id)) {
    const pane = workspace.panes[id] ?? null;
    return { ...ofWindow(workspace, pane?.window ?? null), pane };
  }
  if (isWindowId(id)) return ofWindow(workspace, id);
  const session = workspace.sessions[id] ?? null;
  return { ...ofWindow(workspace, session?.activeWindow ?? null), session };
}

function ofWindow({ panes, sessions, windows }: Workspace, id: WindowId | null): Subject {
  const window = (id === null ? undefined : windows[id]) ?? null;
  return {
    pane: (window && panes[window.activePane]) ?? null,
    window,
    session: (window && sessions[window.session]) ?? null,
  };
}
