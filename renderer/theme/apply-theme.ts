// A theme onto the page (custom properties) and into an emulator's colours.
import type { ITheme } from '@xterm/xterm';
import type { Theme } from '../../shared/themes/theme.ts';

/** Sets `--terminal`, `--active-match` and so on, and `data-theme`, on the root element. */
export function applyTheme(theme: Theme, root: HTMLElement): void {
  for (const [property, colour] of Object.entries(tokenProperties(theme))) {
    root.style.setProperty(property, colour);
  }
  root.style.colorScheme = theme.scheme;
  root.dataset.theme = theme.name;
  root.dataset.scheme = theme.scheme;
}

/** The tokens as custom properties: of the page, or of a part of it that has another theme. */
export function tokenProperties({ tokens }: Theme): Record<`--${string}`, string> {
  return Object.fromEntries(
    Object.entries(tokens).map(([token, colour]) => [
      `--${token.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      colour,
    ]),
  );
}

export function emulatorTheme({ tokens, ansi, cursor }: Theme): ITheme {
  const [black, red, green, yellow, blue, magenta, cyan, white] = ansi;
  const [, , , , , , , , ...bright] = ansi;
  const [
    brightBlack,
    brightRed,
    brightGreen,
    brightYellow,
    brightBlue,
    brightMagenta,
    brightCyan,
    brightWhite,
  ] = bright;
  return {
    background: tokens.terminal,
    foreground: tokens.text,
    cursor,
    cursorAccent: tokens.terminal,
    selectionBackground: tokens.selection,
    scrollbarSliderBackground: `${tokens.quiet}33`,
    scrollbarSliderHoverBackground: `${tokens.quiet}66`,
    scrollbarSliderActiveBackground: `${tokens.quiet}88`,
    overviewRulerBorder: tokens.terminal,
    black,
    red,
    green,
    yellow,
    blue,
    magenta,
    cyan,
    white,
    brightBlack,
    brightRed,
    brightGreen,
    brightYellow,
    brightBlue,
    brightMagenta,
    brightCyan,
    brightWhite,
  };
}
