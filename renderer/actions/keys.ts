// Key bindings and the keyboard: matching an event, making a binding of one, writing a binding for people. Letters match by
// what the layout makes of the key; on layouts without Latin letters by the key's place. Knows nothing of the DOM.
import { type KeyBinding, type KeyPlatform, parseKey } from '../../shared/key-binding.ts';

/** The part of a KeyboardEvent that matching needs. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

// Shift changes what these keys type, so that the event carries the other character.
const shifted: Readonly<Record<string, string>> = {
  '{': '[',
  '}': ']',
  '+': '=',
  _: '-',
  '<': ',',
  '>': '.',
  '?': '/',
  ':': ';',
  '"': "'",
  '|': '\\',
  '~': '`',
};

export function matchesKey(binding: KeyBinding, press: KeyPress): boolean {
  if (binding.ctrl !== press.ctrlKey || binding.alt !== press.altKey || binding.meta !== press.metaKey) {
    return false;
  }
  // The + key needs Shift on some layouts and not on others.
  if (binding.key === 'plus') return press.key === '+' || press.key === '=';
  return binding.shift === press.shiftKey && keyNames(press).includes(binding.key);
}

function keyNames(press: KeyPress): string[] {
  const key = press.key.toLowerCase();
  const names = [key];
  const other = shifted[key];
  if (press.shiftKey && other !== undefined) names.push(other);
  const letter = /^Key([A-Z])$/.exec(press.code)?.[1]?.toLowerCase();
  const digit = /^Digit(\d)$/.exec(press.code)?.[1];
  const isLatin = /^[\x20-\x7e]$/.test(key);
  if (letter !== undefined && !isLatin) names.push(letter);
  // Shift makes another character of a digit, and which one is the layout's own.
  if (digit !== undefined && press.shiftKey && key.length === 1) names.push(digit);
  return names;
}

const modifierKeys = [
  'Control',
  'Shift',
  'Alt',
  'Meta',
  'AltGraph',
  'CapsLock',
  'Fn',
  'Dead',
  'Process',
  'Unidentified',
];

/** What was pressed, as a binding; null while only modifiers are down, and for keys that cannot be bound. */
export function bindingOf(press: KeyPress): KeyBinding | null {
  if (modifierKeys.includes(press.key)) return null;
  const found = keyNames(press);
  const key = press.key === '+' || press.key === '=' ? 'plus' : found.at(-1);
  const binding = {
    ctrl: press.ctrlKey,
    shift: press.shiftKey && key !== 'plus',
    alt: press.altKey,
    meta: press.metaKey,
    key: key ?? '',
  };
  try {
    parseKey(binding.key === ' ' ? 'space' : binding.key);
    return binding;
  } catch {
    // A key that has no name of ours: media keys, browser keys.
    return null;
  }
}

const symbols: Readonly<Record<string, string>> = {
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
  enter: 'Enter',
  tab: 'Tab',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
  escape: 'Esc',
  backspace: 'Backspace',
  delete: 'Del',
  insert: 'Ins',
  ' ': 'Space',
  plus: '+',
  '-': '−',
};

/** The caps of a binding in the platform's order: `['Ctrl', 'Shift', 'T']`, on macOS `['⇧', '⌘', 'T']`. */
export function keyCaps(text: string, platform: KeyPlatform): string[] {
  const binding = parseKey(text);
  const modifiers =
    platform === 'mac'
      ? [binding.ctrl && '⌃', binding.alt && '⌥', binding.shift && '⇧', binding.meta && '⌘']
      : [binding.ctrl && 'Ctrl', binding.shift && 'Shift', binding.alt && 'Alt', binding.meta && 'Super'];
  const named = symbols[binding.key] ?? binding.key.toUpperCase();
  return [...modifiers.filter((cap): cap is string => cap !== false), named];
}
