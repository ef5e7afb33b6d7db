// Text from outside on its way into a pane: whatever brings it (a key, a mouse button, a dropped file) goes through here, so
// that the guard is asked each time.
import type { PaneId } from '../../shared/ids.ts';
import { asksBeforePaste } from '../../shared/paste.ts';
import type { AppState } from '../store/app-state.ts';
import type { Store } from '../store/store.ts';
import type { TerminalDeck } from '../terminal/terminal-deck.ts';
import { openOverlay } from './ui-state.ts';

export interface Paster {
  /** Asks first where the settings say so. */
  paste(pane: PaneId, text: string): void;
  /** A person has said yes. */
  pasteUnasked(pane: PaneId, text: string): void;
}

export interface PasterContext {
  readonly store: Store<AppState>;
  readonly deck: () => TerminalDeck;
}

export function createPaster({ store, deck }: PasterContext): Paster {
  const pasteUnasked = (pane: PaneId, text: string): void => deck().get(pane)?.paste(text);
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
