// Text from outside (clipboard, command line) made fit to be typed into a terminal: it can neither end a bracketed paste
// by itself nor send control characters that a person did not see.

const pasteStart = '\x1b[200~';
const pasteEnd = '\x1b[201~';

/** The markers of a bracketed paste, in 7-bit and 8-bit form. */
const markers = /(?:\x1b\[|\x9b)20[01]~/g;
/** C0 but tab and carriage return, DEL, C1. */
const controls = /[\0-\x08\x0a-\x0c\x0e-\x1f\x7f-\x9f]/g;

/** Newlines become carriage returns (what Enter sends); markers and control characters but tab go. Idempotent. */
export function sanitisePaste(text: string): string {
  return text
    .replace(/\r\n|\n/g, '\r')
    .replace(markers, '')
    .replace(controls, '');
}

/** What to write to the pty. `bracketed`: the program has asked for bracketed pastes (DECSET 2004). */
export function encodePaste(text: string, { bracketed }: { bracketed: boolean }): string {
  const clean = sanitisePaste(text);
  return bracketed && clean !== '' ? `${pasteStart}${clean}${pasteEnd}` : clean;
}

/** What a person should know of a text before it is typed. */
export interface PasteContent {
  readonly lines: number;
  /** Control characters and markers that are left out. */
  readonly hidden: number;
  /** It holds characters that show text in another order than it is typed in. */
  readonly reorders: boolean;
}

export function examinePaste(text: string): PasteContent {
  const withoutMarkers = text.replace(markers, '');
  const typed = sanitisePaste(text);
  const cut =
    (text.match(markers)?.length ?? 0) + (withoutMarkers.replace(/\n/g, '').match(controls)?.length ?? 0);
  return {
    lines: typed === '' ? 0 : typed.replace(/\r$/, '').split('\r').length,
    hidden: cut,
    reorders: /[\u202a-\u202e\u2066-\u2069]/.test(text),
  };
}

export type PasteGuard = 'auto' | 'always' | 'never';

/**
 * Whether to ask before it is typed. A program that takes pastes as one (`bracketed`) runs nothing before a person says so;
 * any other runs each line at once, the last one too if it ends with a newline.
 */
export function asksBeforePaste(
  text: string,
  { guard, bracketed }: { guard: PasteGuard; bracketed: boolean },
): boolean {
  if (guard === 'never') return false;
  const { lines, hidden, reorders } = examinePaste(text);
  if (hidden > 0 || reorders) return true;
  return guard === 'always' ? lines > 1 : !bracketed && sanitisePaste(text).includes('\r');
}
