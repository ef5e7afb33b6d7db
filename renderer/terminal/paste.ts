// Text from outside (clipboard, drop) made safe to type into a pane. A paste must never end its own bracket, send a key
// or run a control sequence: it is text, tabs and line ends, and nothing else.

const PASTE_BEGIN = '\x1b[200~';
const PASTE_END = '\x1b[201~';
// C0 but tab, LF and CR; DEL; C1.
const CONTROLS = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g;

/** Plain text with every line end as CR, which is what the Enter key sends. */
export function sanitisePaste(text: string): string {
  // The whole bracket goes first, or its visible half "[201~" would be left behind.
  return text
    .replaceAll(PASTE_END, '')
    .replaceAll(PASTE_BEGIN, '')
    .replaceAll('\u009b201~', '')
    .replaceAll('\u009b200~', '')
    .replace(CONTROLS, '')
    .replace(/\r\n|\n/g, '\r');
}

/** What a paste types: sanitised, and bracketed if the program asked for that. */
export function encodePaste(text: string, bracketed: boolean): string {
  const safe = sanitisePaste(text);
  if (safe === '') return '';
  return bracketed ? `${PASTE_BEGIN}${safe}${PASTE_END}` : safe;
}
