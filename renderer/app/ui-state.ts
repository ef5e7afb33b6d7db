// Changes of what lives in this window alone. Pure steps for the store.
import type { ActionId } from '../../shared/actions.ts';
import type { PaneId, SessionId, WindowId } from '../../shared/ids.ts';
import type { AppState, FindQuery, MenuOf, Overlay, SettingsView, UiState } from '../store/app-state.ts';
import { clampFontSize } from '../terminal/appearance.ts';
import type { Drag } from './drop-target.ts';

const withUi = (state: AppState, change: Partial<UiState>): AppState => ({
  ...state,
  ui: { ...state.ui, ...change },
});

export const openOverlay = (overlay: Overlay) => (state: AppState) => withUi(state, { overlay });

export const closeOverlay = openOverlay({ kind: 'none' });

/** A menu that was replaced meanwhile is closed already. */
export const closeMenu = (menu: MenuOf) => (state: AppState) =>
  state.ui.overlay.kind === 'menu' && state.ui.overlay.menu === menu ? closeOverlay(state) : state;

export const togglePalette = (state: AppState) =>
  withUi(state, {
    overlay:
      state.ui.overlay.kind === 'palette'
        ? { kind: 'none' }
        : { kind: 'palette', purpose: { kind: 'anything' } },
  });

/** Enough to be of use, few enough to be looked through at a glance. */
const MOST_USED = 5;

export const noteUse = (action: ActionId) => (state: AppState) =>
  action === 'view.palette' || state.ui.used[0] === action
    ? state
    : withUi(state, {
        used: [action, ...state.ui.used.filter((used) => used !== action)].slice(0, MOST_USED),
      });

export const openSettings = (page: string) => (state: AppState) =>
  withUi(state, { settings: { page, query: '', isRecording: false } });

export const changeSettingsView = (change: Partial<SettingsView>) => (state: AppState) =>
  state.ui.settings === null ? state : withUi(state, { settings: { ...state.ui.settings, ...change } });

export const closeSettings = (state: AppState) =>
  state.ui.settings === null ? state : withUi(state, { settings: null });

export const openFind = (pane: PaneId) => (state: AppState) =>
  withUi(state, { find: { pane, asked: (state.ui.find?.asked ?? 0) + 1 } });

export const setQuery = (query: FindQuery) => (state: AppState) => withUi(state, { query });

export const closeFind = (state: AppState) => withUi(state, { find: null });

/** Another tab's broadcast ends. */
export const toggleBroadcast = (window: WindowId) => (state: AppState) =>
  withUi(state, { broadcast: state.ui.broadcast === window ? null : window });

export const startRenaming = (target: WindowId | SessionId) => (state: AppState) =>
  withUi(state, { renaming: target });

export const endRenaming = (state: AppState) => withUi(state, { renaming: null });

/** `by`: pixels; 0 goes back to the configured size. */
export const zoomFont = (by: number) => (state: AppState) =>
  withUi(state, { fontDelta: by === 0 ? 0 : zoomed(state, by) });

/** Beyond the smallest and the largest font nothing is counted. */
function zoomed({ config, ui }: AppState, by: number): number {
  const { size } = config.font;
  return clampFontSize(size + ui.fontDelta + by) - size;
}

export const setDrag = (drag: Drag | null) => (state: AppState) => withUi(state, { drag });

export const dismissBanner = (state: AppState) =>
  withUi(state, { dismissedRecovery: state.recovery?.at ?? null });

export const dismissNotice = (key: number) => (state: AppState) =>
  withUi(state, { notices: state.ui.notices.filter((notice) => notice.key !== key) });
