// The theme that a pane has of its own, by its profile; its terminal and what lies in it are drawn with that.
import type { PaneId } from '../../shared/ids.ts';
import { findTheme } from '../../shared/themes/choose-theme.ts';
import type { Theme } from '../../shared/themes/theme.ts';
import type { AppState } from '../store/app-state.ts';

/** Null: that of the window. A profile or a theme that is gone means that, too. */
export function themeOfPane({ config, settings, workspace }: AppState, pane: PaneId): Theme | null {
  const profile = workspace.panes[pane]?.program.profile;
  const own =
    profile !== undefined && Object.hasOwn(config.profiles, profile) ? config.profiles[profile] : undefined;
  return own === undefined || own.theme === '' ? null : findTheme(own.theme, settings.themes);
}
