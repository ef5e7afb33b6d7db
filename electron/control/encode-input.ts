// What `send` types: the text as a paste, then the keys, then Enter. Pure.
import { encodeKey } from '../../shared/keys.ts';
import { encodePaste } from '../../shared/paste.ts';

/** What the program in the pane asked of its input. */
export interface InputModes {
  readonly bracketedPaste: boolean;
  readonly applicationCursor: boolean;
}

export const defaultInputModes: InputModes = { bracketedPaste: false, applicationCursor: false };

export function encodeInput(
  { text = '', keys = [], enter = false }: { text?: string; keys?: readonly string[]; enter?: boolean },
  { bracketedPaste, applicationCursor }: InputModes,
): string {
  const typed = keys.map((key) => encodeKey(key, { applicationCursor }) ?? '').join('');
  return `${encodePaste(text, { bracketed: bracketedPaste })}${typed}${enter ? '\r' : ''}`;
}
