// Plans about windows of the desktop. A session is shown in at most one of them; a window that goes leaves its session.
import type { CommandParams, CommandResult } from '../../../shared/commands.ts';
import type { OsWindowId } from '../../../shared/ids.ts';
import type { OsWindow, Workspace } from '../../../shared/model.ts';
import type { DurableRecord } from '../../../shared/records.ts';
import { reduce } from '../../../shared/reduce.ts';
import { planSessionCreate } from './create.ts';
import { notFound, type Plan, type PlanContext, planned, refused } from './plan.ts';

const shownBy = (workspace: Workspace, session: OsWindow['session']): OsWindow | undefined =>
  (Object.values(workspace.osWindows) as OsWindow[]).find((osWindow) => osWindow.session === session);

export function planOsWindowOpen(
  workspace: Workspace,
  context: PlanContext,
  { session }: CommandParams<'os-window.open'>,
): Plan<CommandResult<'os-window.open'>> {
  const osWindow: OsWindowId = `o${workspace.next.osWindow}`;
  if (session !== undefined) {
    if (workspace.sessions[session] === undefined) return notFound(session);
    const other = shownBy(workspace, session);
    if (other !== undefined) return refused('refused', `${session} is shown in ${other.id} already`);
    return planned(
      [
        { kind: 'os-window.opened', osWindow, session },
        { kind: 'active.changed', session, window: null, pane: null },
      ],
      { osWindow },
    );
  }
  const opened: DurableRecord = { kind: 'os-window.opened', osWindow, session: null };
  const made = planSessionCreate(reduce(workspace, opened), context, {});
  if (made.kind === 'refused') return made;
  // The new session is for the new window, whichever window would have turned to it.
  const records = made.records.filter((record) => record.kind !== 'os-window.session');
  return planned([opened, ...records, { kind: 'os-window.session', osWindow, session: made.value.session }], {
    osWindow,
  });
}

export function planOsWindowClose(
  workspace: Workspace,
  { osWindow }: CommandParams<'os-window.close'>,
): Plan {
  const closing = workspace.osWindows[osWindow];
  if (closing === undefined) return notFound(osWindow);
  const others = (Object.values(workspace.osWindows) as OsWindow[]).filter(({ id }) => id !== osWindow);
  const [heir] = others;
  if (heir === undefined) return refused('refused', 'the last window is closed by quitting');
  const records: DurableRecord[] = [{ kind: 'os-window.closed', osWindow }];
  if (closing.session === workspace.activeSession) {
    records.push({ kind: 'active.changed', session: heir.session, window: null, pane: null });
  }
  return planned(records);
}
