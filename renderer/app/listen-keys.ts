// Keys that are actions, before anything else in the page sees them. A key that is none goes on to whoever has the focus;
// while an input method composes, every key is its own.
import type { ActionId } from '../../shared/actions.ts';
import type { KeyMap } from '../actions/key-map.ts';

export interface KeyListenerOptions {
  readonly keyMap: KeyMap;
  readonly act: (action: ActionId) => void;
  /** Whether this action makes sense just now; otherwise its key is left alone. */
  readonly allows: (action: ActionId) => boolean;
}

export function listenKeys(page: globalThis.Window, { keyMap, act, allows }: KeyListenerOptions): void {
  page.addEventListener(
    'keydown',
    (event) => {
      if (event.isComposing || event.keyCode === 229) return;
      const action = keyMap.actionFor(event);
      if (action === null || !allows(action)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      act(action);
    },
    { capture: true },
  );
}
