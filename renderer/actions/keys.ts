// Key bindings as data: parsing "Ctrl+Shift+T", matching a keyboard event, writing a binding for people. Letters match by
// what the layout makes of the key; on layouts without Latin letters by the key's place. Knows nothing of the DOM.

export interface KeyBinding {
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  /** A lower-case letter, a character, or a name of `KeyboardEvent.key` in lower case; `plus` for + and =. */
  readonly key: string;
}

/** The part of a KeyboardEvent that matching needs. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

const arrowNames: Readonly<Record<string, string>> = {
  left: 'arrowleft',
  right: 'arrowright',
  up: 'arrowup',
  down: 'arrowdown',
};

/** Parses modifiers and one key joined by `+`; throws SyntaxError for anything else (bindings are our own table). */
export function parseKey(text: string): KeyBinding {
  const parts = text.split('+').map((part) => part.trim().toLowerCase());
  const key = parts.pop();
  if (key === undefined || key === '') throw new SyntaxError(`not a key: ${JSON.stringify(text)}`);
  const unknown = parts.find((part) => !['ctrl', 'shift', 'alt', 'cmd'].includes(part));
  if (unknown !== undefined) throw new SyntaxError(`not a modifier: ${JSON.stringify(unknown)} in ${text}`);
  return {
    ctrl: parts.includes('ctrl'),
    shift: parts.includes('shift'),
    alt: parts.includes('alt'),
    meta: parts.includes('cmd'),
    key: arrowNames[key] ?? key,
  };
}

// Shift changes what these keys type, so that the event carries the other character.
const shifted: Readonly<Record<string, string>> = { '{': '[', '}': ']', '+': '=', _: '-' };

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
  const isLatin = /^[\x20-\x7e]$/.test(key);
  if (letter !== undefined && !isLatin) names.push(letter);
  return names;
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
  plus: '+',
  '-': '−',
};

/** The caps of a binding in the platform's order: `['Ctrl', 'Shift', 'T']`, on macOS `['⇧', '⌘', 'T']`. */
export function keyCaps(text: string, platform: 'linux' | 'mac'): string[] {
  const binding = parseKey(text);
  const modifiers =
    platform === 'mac'
      ? [binding.ctrl && '⌃', binding.alt && '⌥', binding.shift && '⇧', binding.meta && '⌘']
      : [binding.ctrl && 'Ctrl', binding.alt && 'Alt', binding.shift && 'Shift', binding.meta && 'Super'];
  const named = symbols[binding.key] ?? binding.key.toUpperCase();
  return [...modifiers.filter((cap): cap is string => cap !== false), named];
}
