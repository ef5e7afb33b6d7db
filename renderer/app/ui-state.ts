// Changes of what lives in this window alone. Pure steps for the store.
import type { PaneId, SessionId, WindowId } from '../../shared/ids.ts';
import type { AppState, FindQuery, Overlay, UiState } from '../store/app-state.ts';

const withUi = (state: AppState, change: Partial<UiState>): AppState => ({
  ...state,
  ui: { ...state.ui, ...change },
});

export const openOverlay = (overlay: Overlay) => (state: AppState) => withUi(state, { overlay });

export const closeOverlay = openOverlay({ kind: 'none' });

export const togglePalette = (state: AppState) =>
  withUi(state, { overlay: state.ui.overlay.kind === 'palette' ? { kind: 'none' } : { kind: 'palette' } });

export const openFind = (pane: PaneId) => (state: AppState) =>
  withUi(state, { find: { pane, asked: (state.ui.find?.asked ?? 0) + 1 } });

export const setQuery = (query: FindQuery) => (state: AppState) => withUi(state, { query });

export const closeFind = (state: AppState) => withUi(state, { find: null });

export const startRenaming = (target: WindowId | SessionId) => (state: AppState) =>
  withUi(state, { renaming: target });

export const endRenaming = (state: AppState) => withUi(state, { renaming: null });

/** `by`: pixels; 0 goes back to the configured size. */
export const zoomFont = (by: number) => (state: AppState) =>
  withUi(state, { fontDelta: by === 0 ? 0 : state.ui.fontDelta + by });

export const dismissBanner = (state: AppState) =>
  withUi(state, { dismissedRecovery: state.recovery?.at ?? null });

export const dismissNotice = (key: number) => (state: AppState) =>
  withUi(state, { notices: state.ui.notices.filter((notice) => notice.key !== key) });
