// The host's messages, applied to the state: a replica follows the same reducer as the host. Pure.
import { assertNever } from '../../shared/exhaustive.ts';
import type { HostMessage, Notice } from '../../shared/protocol.ts';
import { reduce } from '../../shared/reduce.ts';
import type { PersistenceStatus } from '../../shared/status.ts';
import { readOnlyWords } from '../text/journal-words.ts';
import type { AppState } from './app-state.ts';

/** The messages that change state; the others belong to a command or an attachment. */
export type StateMessage = Extract<
  HostMessage,
  { kind: 'welcome' | 'records' | 'status' | 'config' | 'recovery' | 'notice' }
>;

/** More would cover the work; the oldest goes first. */
const MAX_NOTICES = 4;

/** `now`: milliseconds since the epoch. */
export function applyMessage(state: AppState, message: StateMessage, now: number): AppState {
  switch (message.kind) {
    case 'welcome':
      return applyStatus(
        {
          ...state,
          connection: 'connected',
          osWindow: message.osWindow,
          workspace: message.workspace,
          config: message.config,
          recovery: message.recovery,
          isSafeMode: message.isSafeMode,
          userHome: message.userHome,
          ui: dropGone(state, message.workspace),
        },
        message.status,
        now,
      );
    case 'records': {
      const workspace = message.records.reduce(reduce, state.workspace);
      return workspace === state.workspace ? state : { ...state, workspace, ui: dropGone(state, workspace) };
    }
    case 'status':
      return applyStatus(state, message.status, now);
    case 'config':
      return { ...state, config: message.config };
    case 'recovery':
      return { ...state, recovery: message.recovery };
    case 'notice':
      return addNotice(state, message.notice);
    default:
      return assertNever(message);
  }
}

/** That nothing is saved any more is said where it cannot be overlooked, once. */
function applyStatus(state: AppState, status: PersistenceStatus, now: number): AppState {
  const followed = { ...state, status, statusAt: now };
  if (status.mode !== 'read-only' || state.status?.mode === 'read-only') return followed;
  return addNotice(followed, { level: 'error', pane: null, text: readOnlyWords(status) });
}

/** The same words for the same pane are said once. */
export function addNotice(state: AppState, notice: Notice): AppState {
  const { notices } = state.ui;
  if (notices.some((shown) => shown.text === notice.text && shown.pane === notice.pane)) return state;
  const key = (notices.at(-1)?.key ?? 0) + 1;
  const kept = [...notices, { ...notice, key }].slice(-MAX_NOTICES);
  return { ...state, ui: { ...state.ui, notices: kept } };
}

/** What the interface points at may be gone: a find bar, a rename or a question about it goes with it. */
function dropGone(state: AppState, workspace: AppState['workspace']): AppState['ui'] {
  const { ui } = state;
  const exists = (id: string) => id in workspace.panes || id in workspace.windows || id in workspace.sessions;
  const findGone = ui.find !== null && !exists(ui.find.pane);
  const broadcastGone = ui.broadcast !== null && !exists(ui.broadcast);
  const renamingGone = ui.renaming !== null && !exists(ui.renaming);
  const questionGone =
    (ui.overlay.kind === 'confirm-close' && !exists(ui.overlay.target)) ||
    (ui.overlay.kind === 'confirm-paste' && !exists(ui.overlay.pane));
  if (!findGone && !broadcastGone && !renamingGone && !questionGone) return ui;
  return {
    ...ui,
    find: findGone ? null : ui.find,
    broadcast: broadcastGone ? null : ui.broadcast,
    renaming: renamingGone ? null : ui.renaming,
    overlay: questionGone ? { kind: 'none' } : ui.overlay,
  };
}
