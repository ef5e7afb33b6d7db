// A file that was given as a theme is none that can be taken; the message says what is wrong with it.

export class ThemeFormatError extends Error {
  readonly code = 'invalid';
}
