// The colour a window has before its page has drawn anything, so that nothing flashes; and which scheme the system's parts
// (menus, scroll bars, the page's media query) follow. The colours are those of shared/themes, as the page draws them.
import type { NativeTheme } from 'electron';
import type { Config } from '../../shared/config.ts';
import { chooseTheme } from '../../shared/themes/choose-theme.ts';
import type { Theme } from '../../shared/themes/theme.ts';

type Appearance = Config['appearance'];

export function backgroundOf(
  appearance: Appearance,
  systemIsDark: boolean,
  userThemes: readonly Theme[],
): string {
  return chooseTheme(appearance, systemIsDark, userThemes).tokens.terminal;
}

export function applyTheme(
  nativeTheme: NativeTheme,
  appearance: Appearance,
  userThemes: readonly Theme[],
): void {
  // With `system` the page's media query has to say what the system says.
  const { scheme } = chooseTheme(appearance, true, userThemes);
  nativeTheme.themeSource = appearance.theme === 'system' ? 'system' : scheme;
}
