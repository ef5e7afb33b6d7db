// Which actions a key may ask for just now.
import type { ActionId } from '../../shared/actions.ts';
import type { AppState } from '../store/app-state.ts';
import { isInTerminal } from './focus-chrome.ts';

const editing: readonly ActionId[] = ['edit.copy', 'edit.paste', 'edit.select-all'];

const asksOrOffers: readonly AppState['ui']['overlay']['kind'][] = [
  'confirm-close',
  'confirm-quit',
  'confirm-paste',
  'menu',
  'timeline',
  'launcher',
];

/** The settings cover the panes: what acts on panes would act unseen. */
const onHidden = (action: ActionId): boolean =>
  action !== 'pane.close' &&
  (action.startsWith('pane.') || action.startsWith('edit.') || action.startsWith('view.scroll'));

/** A question, a list or a menu takes the whole keyboard; a text field keeps the keys that edit text. */
export function allowsAction({ ui }: AppState, page: Document, action: ActionId): boolean {
  if (asksOrOffers.includes(ui.overlay.kind)) return false;
  if (ui.settings?.isRecording) return false;
  if (ui.settings !== null && onHidden(action)) return false;
  if (ui.overlay.kind === 'palette' && action !== 'view.palette') return false;
  const { activeElement } = page;
  const isInField = activeElement instanceof HTMLInputElement && !isInTerminal(activeElement);
  return !(isInField && editing.includes(action));
}
