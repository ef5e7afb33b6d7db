// What follows the state outside React: the theme on the page, the terminals' looks, the title of the window.
import { chooseTheme } from '../../shared/themes/choose-theme.ts';
import type { Theme } from '../../shared/themes/theme.ts';
import type { AppState } from '../store/app-state.ts';
import { focusedPane, shownSession, shownWindow } from '../store/selectors.ts';
import type { Store } from '../store/store.ts';
import { type Appearance, appearanceFor } from '../terminal/appearance.ts';
import type { TerminalDeck } from '../terminal/terminal-deck.ts';
import { paneTitle } from '../text/pane-words.ts';
import { applyTheme } from '../theme/apply-theme.ts';
import { themeOfPane } from '../theme/theme-of-pane.ts';
import { closeSettings } from './ui-state.ts';

export function currentTheme({ config, settings }: AppState, dark: MediaQueryList): Theme {
  return chooseTheme(config.appearance, dark.matches, settings.themes);
}

export function followTheme(store: Store<AppState>, dark: MediaQueryList, root: HTMLElement): void {
  let shown: Theme | null = null;
  const follow = (): void => {
    const theme = currentTheme(store.get(), dark);
    if (theme === shown) return;
    shown = theme;
    applyTheme(theme, root);
  };
  store.subscribe(follow);
  dark.addEventListener('change', follow);
  follow();
}

export function followAppearance(store: Store<AppState>, dark: MediaQueryList, deck: TerminalDeck): void {
  let last: { config: unknown; fontDelta: number; theme: Theme; themes: readonly Theme[] } | null = null;
  const follow = (): void => {
    const state = store.get();
    const theme = currentTheme(state, dark);
    const { config } = state;
    const { themes } = state.settings;
    const { fontDelta } = state.ui;
    const isSame = last?.config === config && last.theme === theme && last.themes === themes;
    if (isSame && last?.fontDelta === fontDelta) return;
    last = { config, fontDelta, theme, themes };
    const usual: Appearance = appearanceFor(config, theme, fontDelta);
    deck.setAppearance((pane) => {
      const own = themeOfPane(store.get(), pane);
      return own === null ? usual : appearanceFor(config, own, fontDelta);
    });
  };
  store.subscribe(follow);
  dark.addEventListener('change', follow);
  follow();
}

/** Another tab or session came to the front: it is what the person wants to see, not the settings. */
export function followSettings(store: Store<AppState>): void {
  let last = shownWindow(store.get())?.id ?? null;
  store.subscribe(() => {
    const shown = shownWindow(store.get())?.id ?? null;
    if (shown === last) return;
    last = shown;
    store.update(closeSettings);
  });
}

/** Terminals of panes that are closed go at once. */
export function followPanes(store: Store<AppState>, deck: TerminalDeck): void {
  let last: AppState['workspace']['panes'] | null = null;
  store.subscribe(() => {
    const { panes } = store.get().workspace;
    if (panes === last) return;
    last = panes;
    deck.retain((pane) => pane in panes);
  });
}

const BANNER_KEY = 'dismissed-recovery';

/** A page that was loaded again after a crash of its process does not show a banner that was put away. */
export function followBanner(store: Store<AppState>, session: Storage): void {
  const remembered = session.getItem(BANNER_KEY);
  store.update((state) => ({ ...state, ui: { ...state.ui, dismissedRecovery: remembered } }));
  let last = remembered;
  store.subscribe(() => {
    const { dismissedRecovery } = store.get().ui;
    if (dismissedRecovery === last || dismissedRecovery === null) return;
    last = dismissedRecovery;
    session.setItem(BANNER_KEY, dismissedRecovery);
  });
}

export function followTitle(store: Store<AppState>, page: Document): void {
  store.subscribe(() => {
    const state = store.get();
    const pane = focusedPane(state);
    const parts = [pane && paneTitle(pane), shownSession(state)?.name, 'Everpane'];
    const title = parts.filter((part) => part !== null && part !== undefined).join(' — ');
    if (page.title !== title) page.title = title;
  });
}
