// Text from outside on its way into a pane: whatever brings it (a key, a mouse button, a dropped file) goes through here, so
// that the guard is asked each time.
import type { PaneId } from '../../shared/ids.ts';
import { asksBeforePaste } from '../../shared/paste.ts';
import { type PaneInputContext, pasteIntoPane } from './pane-input.ts';
import { openOverlay } from './ui-state.ts';

export interface Paster {
  /** Asks first where the settings say so. */
  paste(pane: PaneId, text: string): void;
  /** A person has said yes. */
  pasteUnasked(pane: PaneId, text: string): void;
}

export function createPaster(context: PaneInputContext): Paster {
  const { store, deck } = context;
  const pasteUnasked = (pane: PaneId, text: string): void => pasteIntoPane(context, pane, text);
  return {
    pasteUnasked,
    paste(pane, text) {
      const terminal = deck().get(pane);
      if (terminal === undefined || text === '') return;
      const { paste_guard: guard } = store.get().config.terminal;
      const bracketed = terminal.takesPasteAsOne;
      if (asksBeforePaste(text, { guard, bracketed })) {
        store.update(openOverlay({ kind: 'confirm-paste', pane, text, bracketed }));
      } else pasteUnasked(pane, text);
    },
  };
}
