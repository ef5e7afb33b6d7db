// Which menu a place in the page has, and opening it: by a right click where the pointer is, by the keyboard at what has the
// focus. The places say what they are by the attributes that scripts and tests know them by.
import type { PaneId, SessionId, WindowId } from '../../shared/ids.ts';
import type { AppState, MenuOf } from '../store/app-state.ts';
import { focusedPane } from '../store/selectors.ts';
import type { Store } from '../store/store.ts';
import { openOverlay } from './ui-state.ts';

/** Room between the edge of what has the focus and the menu that belongs to it. */
const INSET = 8;

const places = [
  { of: 'tab', attribute: 'data-window-id', within: '.tab-strip' },
  { of: 'session', attribute: 'data-session-id', within: '.sidebar' },
  { of: 'pane', attribute: 'data-pane-id', within: '.pane-area' },
] as const satisfies readonly { of: MenuOf['of']; attribute: string; within: string }[];

/** Null where the page has no menu: in fields, and in what floats. */
export function placeOf(element: Element): Pick<MenuOf, 'of' | 'subject'> | null {
  if (element.closest('input, dialog, .popover, .command-palette, .find-bar, [role="menu"]') !== null) {
    return null;
  }
  for (const { of, attribute, within } of places) {
    const id = element.closest(`${within} [${attribute}]`)?.getAttribute(attribute);
    if (id !== undefined && id !== null) return { of, subject: id as PaneId | WindowId | SessionId };
  }
  return element.closest('.tab-strip, .sidebar, .empty-workspace') === null
    ? null
    : { of: 'empty', subject: null };
}

export function openMenuAt(store: Store<AppState>, element: Element, at: MenuOf['at']): boolean {
  const place = placeOf(element);
  if (place === null) return false;
  store.update(openOverlay({ kind: 'menu', menu: { ...place, at } }));
  return true;
}

/** At what has the focus; in a terminal at the upper left corner of its pane, else of the focused pane. */
export function openMenuOf(store: Store<AppState>, page: Document): void {
  const pane = focusedPane(store.get());
  const { activeElement } = page;
  const focused = activeElement === null || activeElement === page.body ? null : activeElement;
  const paneElement = pane && page.querySelector(`[data-pane-id="${pane.id}"] .pane-screen`);
  const element = focused?.closest('[data-pane-id]')?.querySelector('.pane-screen') ?? focused ?? paneElement;
  if (element === null) return;
  const box = element.getBoundingClientRect();
  openMenuAt(store, element, { x: box.left + INSET, y: box.top + Math.min(box.height, 3 * INSET) });
}

/** Right clicks, and the keyboard's own menu key. A program that reads the mouse has the right button, unless Shift is held. */
export function listenMenus(page: Document, store: Store<AppState>): void {
  page.addEventListener('contextmenu', (event) => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest('.xterm.enable-mouse-events') !== null && !event.shiftKey) return;
    // The key says no place of its own worth having.
    if (event.button === 2) openMenuAt(store, event.target, { x: event.clientX, y: event.clientY });
    else openMenuOf(store, page);
    event.preventDefault();
  });
}
