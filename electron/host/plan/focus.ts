// Plans that change what is active and what is shown.
import type { CommandParams } from '../../../shared/commands.ts';
import type { SessionId } from '../../../shared/ids.ts';
import { isPaneId, isSessionId } from '../../../shared/ids.ts';
import type { OsWindow, Workspace } from '../../../shared/model.ts';
import type { DurableRecord } from '../../../shared/records.ts';
import { notFound, type Plan, planned } from './plan.ts';

/** Records that bring a session on screen: nothing if an OS window shows it, else the active OS window turns to it. */
export function showSession(workspace: Workspace, session: SessionId): DurableRecord[] {
  const all = Object.values(workspace.osWindows) as OsWindow[];
  if (all.some((osWindow) => osWindow.session === session)) return [];
  // The quick terminal keeps its own.
  const osWindows = all.filter(({ mode }) => mode !== 'quick');
  const host =
    osWindows.find((osWindow) => osWindow.session === workspace.activeSession) ??
    osWindows.find((osWindow) => osWindow.session === null) ??
    osWindows[0];
  return host === undefined ? [] : [{ kind: 'os-window.session', osWindow: host.id, session }];
}

export function planFocus(workspace: Workspace, { target }: CommandParams<'focus'>): Plan {
  if (isSessionId(target)) {
    const session = workspace.sessions[target];
    if (session === undefined) return notFound(target);
    return planned([
      { kind: 'active.changed', session: session.id, window: session.activeWindow, pane: null },
      ...showSession(workspace, session.id),
    ]);
  }
  const pane = isPaneId(target) ? workspace.panes[target] : undefined;
  const window = isPaneId(target) ? pane && workspace.windows[pane.window] : workspace.windows[target];
  if (window === undefined) return notFound(target);
  return planned([
    { kind: 'active.changed', session: window.session, window: window.id, pane: pane?.id ?? null },
    ...showSession(workspace, window.session),
  ]);
}
