// A whole theme from what terminal themes have: a background, a foreground and sixteen colours. Pure. Whatever the palette,
// words of the window come out legible: a colour is moved towards the text until it is.
import { type Colour, contrast, luminance, mix } from '../colour.ts';
import type { AnsiColours, Theme, Tokens } from './theme.ts';

export interface Palette {
  readonly name: string;
  readonly title: string;
  readonly background: Colour;
  readonly foreground: Colour;
  readonly cursor?: Colour;
  readonly selection?: Colour;
  readonly ansi: AnsiColours;
}

/** Text on chrome; what may go unread. */
const textContrast = 4.5;
const faintContrast = 3;

/** `minimumContrast`: what the emulator guarantees for text on any cell; 1 leaves the palette alone. */
export function deriveTheme(palette: Palette, minimumContrast: number): Theme {
  const { name, title, background, foreground, ansi } = palette;
  const scheme = luminance(background) < 0.18 ? 'dark' : 'light';
  const isDark = scheme === 'dark';
  const end: Colour = isDark ? '#ffffff' : '#000000';
  const chrome = mix(background, foreground, isDark ? 0.03 : 0.05);
  const raised = isDark ? mix(background, foreground, 0.075) : mix(background, '#ffffff', 0.7);
  const grounds = [background, chrome, raised];
  const legible = (colour: Colour, least = textContrast) =>
    towards(colour, end, (moved) => grounds.every((ground) => contrast(moved, ground) >= least));
  const text = legible(foreground);
  const [, red, green, yellow, blue, magenta] = ansi;
  /** A ground for text: as much of the colour as leaves the text legible. */
  const tinted = (colour: Colour, share: number) =>
    towards(
      mix(background, colour, share),
      isDark ? '#000000' : '#ffffff',
      (ground) => contrast(text, ground) >= textContrast,
    );
  const tokens: Tokens = {
    terminal: background,
    chrome,
    raised,
    line: mix(background, foreground, isDark ? 0.14 : 0.17),
    text,
    quiet: legible(mix(foreground, background, 0.34)),
    faint: legible(mix(foreground, background, 0.55), faintContrast),
    accent: legible(blue),
    good: legible(green),
    warn: legible(yellow),
    bad: legible(red),
    restored: legible(magenta),
    selection:
      palette.selection === undefined ? tinted(blue, isDark ? 0.3 : 0.24) : tinted(palette.selection, 1),
    match: tinted(yellow, isDark ? 0.26 : 0.3),
    activeMatch: tinted(yellow, isDark ? 0.42 : 0.55),
  };
  return { name, title, scheme, tokens, ansi, cursor: palette.cursor ?? tokens.accent, minimumContrast };
}

/** The first step on the way from `colour` to `end` that will do; `end` itself if none does before. */
function towards(colour: Colour, end: Colour, willDo: (colour: Colour) => boolean): Colour {
  for (let share = 0; share < 1; share += 0.04) {
    const moved = mix(colour, end, share);
    if (willDo(moved)) return moved;
  }
  return end;
}
