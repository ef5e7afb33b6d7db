import { describe, expect, it } from 'vitest';
import { contrast } from '../../renderer/theme/colour.ts';
import { darkTheme, highContrastTheme, lightTheme, themeFor } from '../../renderer/theme/themes.ts';

describe('contrast', () => {
  it('should be what the standard says', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
    expect(contrast('#123456', '#123456')).toBe(1);
  });
});

describe.each([darkTheme, lightTheme, highContrastTheme])('the $name theme', (theme) => {
  const { tokens, ansi, scheme } = theme;
  const text = theme === highContrastTheme ? 7 : 4.5;
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

describe('themeFor', () => {
  it('should follow the system only where asked to', () => {
    expect(themeFor('system', true)).toBe(darkTheme);
    expect(themeFor('system', false)).toBe(lightTheme);
    expect(themeFor('light', true)).toBe(lightTheme);
    expect(themeFor('high-contrast', false)).toBe(highContrastTheme);
  });
});
