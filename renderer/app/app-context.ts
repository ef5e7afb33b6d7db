// What the components that act are given: made once by main.tsx, handed down by React. Components that only draw take
// props instead.
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { EverpaneBridge } from '../../shared/bridge.ts';
import type { KeyMap } from '../actions/key-map.ts';
import type { AppState } from '../store/app-state.ts';
import type { Store } from '../store/store.ts';
import type { TerminalDeck } from '../terminal/terminal-deck.ts';
import type { Commander } from './commander.ts';
import type { Paster } from './paster.ts';
import type { Perform } from './perform.ts';

export interface App {
  readonly bridge: EverpaneBridge;
  readonly store: Store<AppState>;
  readonly commander: Commander;
  readonly deck: TerminalDeck;
  readonly keyMap: KeyMap;
  readonly paster: Paster;
  readonly act: Perform['act'];
  readonly isPossible: Perform['isPossible'];
}

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (app === null) throw new Error('a component that needs the app stands outside AppContext');
  return app;
}

/** A part of the state; `select` returns something whose identity changes only when it does. */
export function useAppState<T>(select: (state: AppState) => T): T {
  const { store } = useApp();
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}
