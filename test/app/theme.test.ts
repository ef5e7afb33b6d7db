import { describe, expect, it } from 'vitest';
import { applyTheme, backgroundOf } from '../../electron/app/theme.ts';
import { defaultConfig } from '../../shared/config.ts';
import { darkTheme, lightTheme } from '../../shared/themes/built-in.ts';

const appearance = (theme: string) => ({ ...defaultConfig.appearance, theme });

describe('backgroundOf', () => {
  it('should be the very colour that the page draws with', () => {
    expect(backgroundOf(appearance('light'), true, [])).toBe(lightTheme.tokens.terminal);
    expect(backgroundOf(appearance('dark'), false, [])).toBe(darkTheme.tokens.terminal);
    expect(backgroundOf(appearance('high-contrast'), false, [])).toBe('#000000');
  });

  it('should follow the system only when told to', () => {
    expect(backgroundOf(appearance('system'), true, [])).toBe(darkTheme.tokens.terminal);
    expect(backgroundOf(appearance('system'), false, [])).toBe(lightTheme.tokens.terminal);
  });
});

describe('applyTheme', () => {
  it('should let the system’s parts be as dark as the theme', () => {
    const nativeTheme = { themeSource: 'system' } as Electron.NativeTheme;
    for (const [theme, source] of [
      ['harbour', 'dark'],
      ['paper', 'light'],
      ['high-contrast-light', 'light'],
      ['system', 'system'],
    ] as const) {
      applyTheme(nativeTheme, appearance(theme), []);
      expect(nativeTheme.themeSource, theme).toBe(source);
    }
  });
});
