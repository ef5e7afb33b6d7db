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
