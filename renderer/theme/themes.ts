// The three sets of colours. The same token means the same thing in each; a test computes their contrasts. Text tokens and
// ANSI colours reach 4.5:1 on the terminal's background, ANSI black of the dark sets excepted: programs use it as a
// background, and where it is text the emulator's minimum contrast lifts it.
import type { Colour } from './colour.ts';

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
  readonly name: 'dark' | 'light' | 'high-contrast';
  readonly scheme: 'dark' | 'light';
  readonly tokens: Tokens;
  readonly ansi: AnsiColours;
  /** What the emulator guarantees for any text on any cell. */
  readonly minimumContrast: number;
}

export const darkTheme: Theme = {
  name: 'dark',
  scheme: 'dark',
  tokens: {
    terminal: '#0f1216',
    chrome: '#14181e',
    raised: '#1b2028',
    line: '#272d38',
    text: '#d9dee7',
    quiet: '#98a1b2',
    faint: '#667085',
    accent: '#7aa2f7',
    good: '#7fd1a0',
    warn: '#e6c071',
    bad: '#f27a7f',
    restored: '#b79af0',
    selection: '#2b3a5c',
    match: '#4a4327',
    activeMatch: '#73560f',
  },
  ansi: [
    '#1b2028',
    '#f27a7f',
    '#7fd1a0',
    '#e6c071',
    '#7aa2f7',
    '#b79af0',
    '#6fc7d6',
    '#c3cad6',
    '#7d879b',
    '#ff9a9e',
    '#9be3b6',
    '#f3d58f',
    '#9dbbff',
    '#cfb8ff',
    '#94dde9',
    '#f2f5fa',
  ],
  minimumContrast: 4.5,
};

export const lightTheme: Theme = {
  name: 'light',
  scheme: 'light',
  tokens: {
    terminal: '#fcfcfd',
    chrome: '#f0f2f5',
    raised: '#ffffff',
    line: '#d6dbe4',
    text: '#1d2430',
    quiet: '#545d6f',
    faint: '#7b8497',
    accent: '#2c5cd0',
    good: '#18703f',
    warn: '#805300',
    bad: '#b8272f',
    restored: '#6844bd',
    selection: '#cddcfb',
    match: '#f6e6ae',
    activeMatch: '#efc14f',
  },
  ansi: [
    '#1d2430',
    '#b8272f',
    '#18703f',
    '#805300',
    '#2c5cd0',
    '#7a3fc0',
    '#0d6b7d',
    '#5a6373',
    '#656e7f',
    '#c2343b',
    '#1f7c49',
    '#8f5e00',
    '#3a68d8',
    '#8a4fcf',
    '#15788b',
    '#6a7282',
  ],
  minimumContrast: 4.5,
};

export const highContrastTheme: Theme = {
  name: 'high-contrast',
  scheme: 'dark',
  tokens: {
    terminal: '#000000',
    chrome: '#000000',
    raised: '#1c1c1c',
    line: '#8f8f8f',
    text: '#ffffff',
    quiet: '#dedede',
    faint: '#b8b8b8',
    accent: '#6fb7ff',
    good: '#6cf0a6',
    warn: '#ffd75f',
    bad: '#ff8f8f',
    restored: '#d3b8ff',
    selection: '#1f4b8f',
    match: '#5a4a00',
    activeMatch: '#8f6a00',
  },
  ansi: [
    '#000000',
    '#ff8f8f',
    '#6cf0a6',
    '#ffd75f',
    '#8fc2ff',
    '#d3b8ff',
    '#7ce8f5',
    '#e6e6e6',
    '#b8b8b8',
    '#ffb0b0',
    '#9cf7c4',
    '#ffe796',
    '#b5d7ff',
    '#e4d2ff',
    '#a8f1fa',
    '#ffffff',
  ],
  minimumContrast: 7,
};

/** The theme that a setting means; `prefersDark`: what the system says. */
export function themeFor(setting: 'system' | Theme['name'], prefersDark: boolean): Theme {
  switch (setting) {
    case 'dark':
      return darkTheme;
    case 'light':
      return lightTheme;
    case 'high-contrast':
      return highContrastTheme;
    case 'system':
      return prefersDark ? darkTheme : lightTheme;
  }
}
