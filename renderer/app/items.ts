// The workspace as rows of the sidebar and tabs of the strip. Pure.
import type { OpenTables, Profile } from '../../shared/config-tables.ts';
import type { Pane, Session, Workspace } from '../../shared/model.ts';
import { isPrivate, sessionMark, windowMark } from '../store/selectors.ts';
import { windowTitle } from '../text/pane-words.ts';
import type { SessionItem } from '../workspace/session-list.tsx';
import type { TabItem } from '../workspace/tab-item.ts';

export function sessionItems(workspace: Workspace, shown: Session | null): SessionItem[] {
  return sessionsOf(workspace).map((session) => ({
    id: session.id,
    name: session.name,
    windows: session.windows.length,
    mark: sessionMark(workspace, session, shown?.id === session.id ? session.activeWindow : null),
  }));
}

type Profiles = OpenTables['profiles'];

export function tabItems(workspace: Workspace, session: Session | null, profiles: Profiles): TabItem[] {
  return windowsOf(workspace, session).map((window) => ({
    id: window.id,
    icon: profileIconOf(profiles, workspace.panes[window.activePane]),
    title: windowTitle(workspace, window),
    name: window.name,
    mark: windowMark(workspace, window),
    isPrivate: isPrivate(workspace, window),
  }));
}

/** Of a profile that is gone there is none. */
export function profileIconOf(profiles: Profiles, pane: Pane | undefined): Profile['icon'] {
  const name = pane?.program.profile;
  return name !== undefined && Object.hasOwn(profiles, name) ? (profiles[name]?.icon ?? 'none') : 'none';
}

function sessionsOf({ sessionOrder, sessions }: Workspace): Session[] {
  return sessionOrder.map((id) => sessions[id]).filter((session) => session !== undefined);
}

function windowsOf({ windows }: Workspace, session: Session | null) {
  return (session?.windows ?? []).map((id) => windows[id]).filter((window) => window !== undefined);
}
