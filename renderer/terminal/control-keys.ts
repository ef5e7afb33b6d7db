// Keys with Control for which the emulator has no code, although every terminal sends one: what they send stands in the table
// that the control socket uses as well. A key that is an action never comes here (app/listen-keys.ts).
import type { Terminal } from '@xterm/xterm';
import { encodeKey } from '../../shared/keys.ts';

/** `^_`, which undoes in shells and editors, and `^^`. */
const MISSING = ['/', '^'];

/** The part of a KeyboardEvent that is needed. */
export interface ControlPress {
  /** The character that the layout makes of the key, whichever key that is and whether it takes Shift. */
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/** What the press sends, or null where the emulator knows better. */
export function controlCodeOf({ key, ctrlKey, altKey, metaKey }: ControlPress): string | null {
  if (!ctrlKey || altKey || metaKey || !MISSING.includes(key)) return null;
  return encodeKey(`C-${key}`, { applicationCursor: false });
}

export function sendControlKeys(terminal: Terminal): void {
  terminal.attachCustomKeyEventHandler((event) => {
    const code = event.type === 'keydown' && !event.isComposing ? controlCodeOf(event) : null;
    if (code === null) return true;
    event.preventDefault();
    event.stopPropagation();
    terminal.input(code);
    return false;
  });
}
