// What the bell does, by the settings: a dot on a pane that is shown (its tab has one anyway), a sound, both or nothing.
import type { EverpaneBridge } from '../../shared/bridge.ts';
import type { PaneId } from '../../shared/ids.ts';
import type { AppState } from '../store/app-state.ts';
import type { Store } from '../store/store.ts';
import type { TerminalDeck } from '../terminal/terminal-deck.ts';

/** A program that rings without pause is heard this often. */
const SOUND_EVERY_MS = 400;

export interface BellContext {
  readonly store: Store<AppState>;
  readonly bridge: Pick<EverpaneBridge, 'beep'>;
  readonly deck: () => TerminalDeck;
  /** Milliseconds, from any point on. */
  readonly now: () => number;
}

/** Returns what to call when a shown pane rings; hidden ones are heard of by the state. */
export function followBells({ store, bridge, deck, now }: BellContext): (pane: PaneId) => void {
  let soundedAt = Number.NEGATIVE_INFINITY;
  const sound = (): void => {
    const { bell } = store.get().config.terminal;
    if ((bell !== 'sound' && bell !== 'both') || now() - soundedAt < SOUND_EVERY_MS) return;
    soundedAt = now();
    bridge.beep();
  };
  let { live } = store.get().workspace;
  store.subscribe(() => {
    const before = live;
    live = store.get().workspace.live;
    if (live === before) return;
    const rang = Object.entries(live).some(([pane, now]) => now?.bell && !before[pane as PaneId]?.bell);
    if (rang) sound();
  });
  return (pane) => {
    const { bell } = store.get().config.terminal;
    if (bell === 'visual' || bell === 'both') deck().get(pane)?.showBell();
    sound();
  };
}
