import { describe, expect, it } from 'vitest';
import { contrast } from '../../shared/colour.ts';
import { defaultConfig } from '../../shared/config.ts';
import { builtInThemes, darkTheme, lightTheme } from '../../shared/themes/built-in.ts';
import { chooseTheme } from '../../shared/themes/choose-theme.ts';
import { deriveTheme } from '../../shared/themes/derive-theme.ts';

describe('contrast', () => {
  it('should be what the standard says', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
    expect(contrast('#123456', '#123456')).toBe(1);
  });
});

describe.each(builtInThemes)('the $name theme', (theme) => {
  const { tokens, ansi, scheme } = theme;
  const text = theme.name.startsWith('high-contrast') ? 7 : 4.5;
  const grounds = ['terminal', 'chrome', 'raised'] as const;

  it.each(grounds)('should have legible words on %s', (ground) => {
    for (const token of ['text', 'quiet', 'accent', 'good', 'warn', 'bad', 'restored'] as const) {
      expect(contrast(tokens[token], tokens[ground]), token).toBeGreaterThanOrEqual(text);
    }
    expect(contrast(tokens.faint, tokens[ground]), 'faint').toBeGreaterThanOrEqual(3);
  });

  it('should have legible text on selections and matches', () => {
    for (const ground of ['selection', 'match', 'activeMatch'] as const) {
      expect(contrast(tokens.text, tokens[ground]), ground).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('should have legible ANSI colours', () => {
    for (const [index, colour] of ansi.entries()) {
      // Black on a dark ground is a background; as text the emulator's minimum contrast lifts it.
      if (index === 0 && scheme === 'dark') continue;
      expect(contrast(colour, tokens.terminal), `colour ${index}`).toBeGreaterThanOrEqual(4.5);
    }
    expect(theme.minimumContrast).toBeGreaterThanOrEqual(4.5);
  });
});

describe('the themes that come along', () => {
  it('should be enough to choose from, each under a name of its own', () => {
    const names = builtInThemes.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const plain = builtInThemes.filter(({ name }) => !name.startsWith('high-contrast'));
    expect(plain.filter(({ scheme }) => scheme === 'dark').length).toBeGreaterThanOrEqual(4);
    expect(plain.filter(({ scheme }) => scheme === 'light').length).toBeGreaterThanOrEqual(3);
    expect(names).toEqual(expect.arrayContaining(['high-contrast', 'high-contrast-light']));
  });
});

describe('chooseTheme', () => {
  const appearance = (changes: Partial<typeof defaultConfig.appearance>) => ({
    ...defaultConfig.appearance,
    ...changes,
  });

  it('should follow the system only where asked to', () => {
    const system = appearance({ theme: 'system', theme_dark: 'harbour', theme_light: 'paper' });
    expect(chooseTheme(system, true, []).name).toBe('harbour');
    expect(chooseTheme(system, false, []).name).toBe('paper');
    expect(chooseTheme(appearance({ theme: 'light' }), true, [])).toBe(lightTheme);
  });

  it('should never leave a window without colours', () => {
    expect(chooseTheme(appearance({ theme: 'gone' }), false, [])).toBe(darkTheme);
    const system = appearance({ theme: 'system', theme_light: 'gone' });
    expect(chooseTheme(system, false, [])).toBe(lightTheme);
  });

  it('should prefer a theme of the user’s that has the name of ours', () => {
    const own = { ...darkTheme, title: 'Mine' };
    expect(chooseTheme(appearance({ theme: 'dark' }), false, [own])).toBe(own);
  });
});

describe('deriveTheme', () => {
  it('should make words of the window legible whatever the palette', () => {
    const murky = deriveTheme(
      {
        name: 'murky',
        title: 'Murky',
        background: '#444444',
        foreground: '#555555',
        selection: '#565656',
        ansi: Array.from({ length: 16 }, () => '#4a4a4a') as never,
      },
      1,
    );
    for (const token of ['text', 'quiet', 'accent', 'good', 'warn', 'bad', 'restored'] as const) {
      for (const ground of ['terminal', 'chrome', 'raised'] as const) {
        expect(contrast(murky.tokens[token], murky.tokens[ground]), token).toBeGreaterThanOrEqual(4.5);
      }
    }
    for (const ground of ['selection', 'match', 'activeMatch'] as const) {
      expect(contrast(murky.tokens.text, murky.tokens[ground]), ground).toBeGreaterThanOrEqual(4.5);
    }
    // The terminal's own colours are what the palette says.
    expect(murky.ansi[1]).toBe('#4a4a4a');
  });
});
