// The places of the palette: where one can go, and where a pane or a tab can be moved to. Found by their titles and by what
// is known of their panes: directory, command line, id. Pure.
import type { PaneId, SessionId, WindowId } from '../../shared/ids.ts';
import { panesOf } from '../../shared/layout.ts';
import type { Pane, Session, Window, Workspace } from '../../shared/model.ts';
import { paneTitle, windowTitle } from '../text/pane-words.ts';
import { tildePath } from '../text/shorten-path.ts';

export interface PalettePlace {
  readonly id: PaneId | WindowId | SessionId;
  readonly kind: 'session' | 'tab' | 'pane';
  readonly title: string;
  /** Where it is, or what it is about. */
  readonly detail: string;
  /** Further words to find it by. */
  readonly keywords: readonly string[];
}

/** Every session, every tab, and the panes of tabs with more than one. */
export function placesToGo(workspace: Workspace, userHome: string): PalettePlace[] {
  return sessionsOf(workspace).flatMap((session) => [
    sessionPlace(session),
    ...windowsOf(workspace, session).flatMap((window) => {
      const panes = panesIn(workspace, window);
      return [
        tabPlace(workspace, session, window, userHome),
        ...(panes.length < 2 ? [] : panes.map((pane) => panePlace(pane, userHome))),
      ];
    }),
  ]);
}

/** The tabs that a pane is not in, those of its own session first. */
export function tabsForPane(workspace: Workspace, id: PaneId, userHome: string): PalettePlace[] {
  const own = workspace.windows[workspace.panes[id]?.window ?? 'w0'];
  const sessions = sessionsOf(workspace);
  const near = sessions.filter((session) => session.id === own?.session);
  const far = sessions.filter((session) => session.id !== own?.session);
  return [...near, ...far].flatMap((session) =>
    windowsOf(workspace, session)
      .filter((window) => window.id !== own?.id)
      .map((window) => tabPlace(workspace, session, window, userHome)),
  );
}

/** The sessions that a tab is not in. */
export function sessionsForTab(workspace: Workspace, id: WindowId): PalettePlace[] {
  const own = workspace.windows[id]?.session;
  return sessionsOf(workspace)
    .filter((session) => session.id !== own)
    .map(sessionPlace);
}

function sessionPlace({ id, name }: Session): PalettePlace {
  return { id, kind: 'session', title: name, detail: '', keywords: [] };
}

function tabPlace(workspace: Workspace, session: Session, window: Window, userHome: string): PalettePlace {
  // Several panes are places of their own and found by themselves.
  const [only, ...others] = panesIn(workspace, window);
  return {
    id: window.id,
    kind: 'tab',
    title: windowTitle(workspace, window),
    detail: session.name,
    keywords: [session.name, ...(only === undefined || others.length > 0 ? [] : wordsOf(only, userHome))],
  };
}

function panePlace(pane: Pane, userHome: string): PalettePlace {
  const detail = pane.title !== '' && pane.running !== null ? pane.running : tildePath(pane.cwd, userHome);
  return { id: pane.id, kind: 'pane', title: paneTitle(pane), detail, keywords: wordsOf(pane, userHome) };
}

function wordsOf(pane: Pane, userHome: string): string[] {
  const words = [pane.id, paneTitle(pane), tildePath(pane.cwd, userHome), pane.running];
  return words.filter((word) => word !== null);
}

const present = <T>(value: T | undefined): value is T => value !== undefined;

function sessionsOf({ sessionOrder, sessions }: Workspace): Session[] {
  return sessionOrder.map((id) => sessions[id]).filter(present);
}

function windowsOf({ windows }: Workspace, session: Session): Window[] {
  return session.windows.map((id) => windows[id]).filter(present);
}

function panesIn({ panes }: Workspace, window: Window): Pane[] {
  return panesOf(window.layout)
    .map((id) => panes[id])
    .filter(present);
}
