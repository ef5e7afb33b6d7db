// What `send` types: the text, then the keys, then Enter. Pure.
import { encodeKey, type KeyModes } from '../../shared/keys.ts';
import { sanitisePaste } from '../../shared/paste.ts';

/**
 * The text is sanitised as a paste is, and typed: without the markers of a bracketed paste, so that a line that ends runs, as
 * it does for who types it, whatever the program asked for a moment ago.
 */
export function encodeInput(
  { text = '', keys = [], enter = false }: { text?: string; keys?: readonly string[]; enter?: boolean },
  modes: KeyModes,
): string {
  const pressed = keys.map((key) => encodeKey(key, modes) ?? '').join('');
  return `${sanitisePaste(text)}${pressed}${enter ? '\r' : ''}`;
}
