// The title of a window of the desktop, out of what it shows: the active pane's title, then the session. Pure.
import type { OsWindowId } from '../../shared/ids.ts';
import type { Workspace } from '../../shared/model.ts';

const maxChars = 200;

export function windowTitle(workspace: Workspace, id: OsWindowId): string {
  const sessionId = workspace.osWindows[id]?.session ?? null;
  const session = sessionId === null ? undefined : workspace.sessions[sessionId];
  const window = session && workspace.windows[session.activeWindow];
  const pane = window && workspace.panes[window.activePane];
  const shown = window?.name || pane?.title || '';
  const title = [shown, session?.name ?? '', 'Everpane'].filter((part) => part !== '').join(' · ');
  return title.slice(0, maxChars);
}
