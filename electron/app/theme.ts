// The colour a window has before its page has drawn anything, so that nothing flashes; and which theme the system's parts
// (menus, scroll bars, the page's media query) follow. The page's own colours are the renderer's.
import type { NativeTheme } from 'electron';
import type { Config } from '../../shared/config.ts';

type Theme = Config['appearance']['theme'];

const backgrounds = { dark: '#0f1216', light: '#ffffff', 'high-contrast': '#000000' } as const;

export function backgroundOf(theme: Theme, systemIsDark: boolean): string {
  if (theme === 'system') return systemIsDark ? backgrounds.dark : backgrounds.light;
  return backgrounds[theme];
}

export function applyTheme(nativeTheme: NativeTheme, theme: Theme): void {
  nativeTheme.themeSource = theme === 'high-contrast' ? 'dark' : theme;
}
