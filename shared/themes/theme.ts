// What a theme is: colours of the window as tokens, and the sixteen of the terminal. The same token means the same thing in
// every theme. Data only; where themes come from and who draws with them is elsewhere.
import type { Colour } from '../colour.ts';

export interface Tokens {
  readonly terminal: Colour;
  readonly chrome: Colour;
  readonly raised: Colour;
  readonly line: Colour;
  readonly text: Colour;
  readonly quiet: Colour;
  /** For what may go unread: 3:1. */
  readonly faint: Colour;
  readonly accent: Colour;
  readonly good: Colour;
  readonly warn: Colour;
  readonly bad: Colour;
  readonly restored: Colour;
  readonly selection: Colour;
  readonly match: Colour;
  readonly activeMatch: Colour;
}

/** In the order of the SGR numbers: black, red, green, yellow, blue, magenta, cyan, white, then the bright ones. */
export type AnsiColours = readonly [
  Colour,
  Colour,
  Colour,
  Colour,
  Colour,
  Colour,
  Colour,
  Colour,
  Colour,
  Colour,
  Colour,
  Colour,
  Colour,
  Colour,
  Colour,
  Colour,
];

export interface Theme {
  /** As it is chosen in config.toml. */
  readonly name: string;
  /** As people read it. */
  readonly title: string;
  readonly scheme: 'dark' | 'light';
  readonly tokens: Tokens;
  readonly ansi: AnsiColours;
  readonly cursor: Colour;
  /** What the emulator guarantees for any text on any cell. */
  readonly minimumContrast: number;
}
