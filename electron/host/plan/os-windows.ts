// Plans about windows of the desktop. A session is shown in at most one of them; a window that goes leaves its session.
import type { CommandParams, CommandResult } from '../../../shared/commands.ts';
import type { OsWindowId, SessionId } from '../../../shared/ids.ts';
import type { OsWindow, Workspace } from '../../../shared/model.ts';
import type { DurableRecord } from '../../../shared/records.ts';
import { reduce } from '../../../shared/reduce.ts';
import { defaultSessionName, planSessionCreate } from './create.ts';
import { showSession } from './focus.ts';
import { notFound, type Plan, type PlanContext, planned, refused } from './plan.ts';

const osWindowsOf = (workspace: Workspace) => Object.values(workspace.osWindows) as OsWindow[];

const shownBy = (workspace: Workspace, session: SessionId): OsWindow | undefined =>
  osWindowsOf(workspace).find((osWindow) => osWindow.session === session);

export function planOsWindowOpen(
  workspace: Workspace,
  context: PlanContext,
  { session, quick = false }: CommandParams<'os-window.open'>,
): Plan<CommandResult<'os-window.open'>> {
  const osWindow: OsWindowId = `o${workspace.next.osWindow}`;
  const kept = quick ? osWindowsOf(workspace).find(({ mode }) => mode === 'quick') : undefined;
  if (kept !== undefined) return refused('refused', `${kept.id} is the quick terminal already`);
  const dropsDown: DurableRecord[] = quick
    ? [
        { kind: 'os-window.placed', osWindow, bounds: null, mode: 'quick' },
        // It is there for one command and gone again.
        { kind: 'os-window.sidebar', osWindow, shown: false },
      ]
    : [];
  if (session !== undefined) {
    if (workspace.sessions[session] === undefined) return notFound(session);
    const other = shownBy(workspace, session);
    if (other !== undefined) return refused('refused', `${session} is shown in ${other.id} already`);
    return planned(
      [
        { kind: 'os-window.opened', osWindow, session },
        ...dropsDown,
        { kind: 'active.changed', session, window: null, pane: null },
      ],
      { osWindow },
    );
  }
  const opened: DurableRecord = { kind: 'os-window.opened', osWindow, session: null };
  const name = quick ? { name: 'quick terminal' } : {};
  const made = planSessionCreate(reduce(workspace, opened), context, name);
  if (made.kind === 'refused') return made;
  // The new session is for the new window, whichever window would have turned to it.
  const records = made.records.filter((record) => record.kind !== 'os-window.session');
  return planned(
    [opened, ...dropsDown, ...records, { kind: 'os-window.session', osWindow, session: made.value.session }],
    { osWindow },
  );
}

export function planDetach(
  workspace: Workspace,
  context: PlanContext,
  { window: id, bounds }: CommandParams<'window.detach'>,
): Plan<CommandResult<'window.detach'>> {
  const window = workspace.windows[id];
  if (window === undefined) return notFound(id);
  if (workspace.sessions[window.session]?.windows.length === 1) {
    return refused(
      'refused',
      `${id} is the only one of ${window.session}: it has a session of its own already`,
    );
  }
  const session: SessionId = `s${workspace.next.session}`;
  const osWindow: OsWindowId = `o${workspace.next.osWindow}`;
  return planned(
    [
      { kind: 'session.created', session, name: defaultSessionName(workspace), at: context.now },
      { kind: 'window.moved', window: id, session, index: 0 },
      { kind: 'os-window.opened', osWindow, session },
      ...(bounds === undefined
        ? []
        : [{ kind: 'os-window.placed', osWindow, bounds, mode: 'normal' } as const]),
      { kind: 'active.changed', session, window: id, pane: null },
    ],
    { session, osWindow },
  );
}

/**
 * Records for when a session's last tab went to another session: the OS window that showed it turns to that one, or goes
 * if that one is on screen already (the last OS window stays, and is empty).
 */
export function followMoved(workspace: Workspace, gone: SessionId, target: SessionId): DurableRecord[] {
  const emptied = shownBy(workspace, gone);
  if (emptied === undefined) return showSession(workspace, target);
  if (emptied.mode === 'quick') {
    return [{ kind: 'os-window.closed', osWindow: emptied.id }, ...showSession(workspace, target)];
  }
  if (shownBy(workspace, target) === undefined) {
    return [{ kind: 'os-window.session', osWindow: emptied.id, session: target }];
  }
  const isLast = osWindowsOf(workspace).every(({ id, mode }) => id === emptied.id || mode === 'quick');
  return isLast ? [] : [{ kind: 'os-window.closed', osWindow: emptied.id }];
}

export function planOsWindowClose(
  workspace: Workspace,
  { osWindow }: CommandParams<'os-window.close'>,
): Plan {
  const closing = workspace.osWindows[osWindow];
  if (closing === undefined) return notFound(osWindow);
  // The quick terminal may be hidden: the app does not stay for it alone.
  const others = osWindowsOf(workspace).filter(({ id, mode }) => id !== osWindow && mode !== 'quick');
  const heir = others.find(({ session }) => session !== null) ?? others[0];
  if (heir === undefined) return refused('refused', 'the last window is closed by quitting');
  const records: DurableRecord[] = [{ kind: 'os-window.closed', osWindow }];
  if (closing.session === null || closing.session !== workspace.activeSession) return planned(records);
  // As long as there is a session one of them is active; a window that is left without one shows that.
  const next: DurableRecord =
    heir.session === null
      ? { kind: 'os-window.session', osWindow: heir.id, session: closing.session }
      : { kind: 'active.changed', session: heir.session, window: null, pane: null };
  records.push(next);
  return planned(records);
}
