// Names of keys as people write them for tmux (`C-c`, `M-x`, `Up`, `S-F5`) and what a terminal sends for them (xterm's
// encoding). Pure; used by the control socket and the command line.

/** What a program asked of the keyboard. */
export interface KeyModes {
  /** DECCKM: cursor keys and Home/End as SS3 sequences. */
  readonly applicationCursor: boolean;
}

interface ParsedKey {
  readonly shift: boolean;
  readonly alt: boolean;
  readonly control: boolean;
  /** A name of `plainKeys` or of `functionKeys`, or one character. */
  readonly base: string;
}

/** Keys that send one character. */
const plainKeys: Readonly<Record<string, string>> = {
  enter: '\r',
  return: '\r',
  escape: '\x1b',
  esc: '\x1b',
  tab: '\t',
  space: ' ',
  bspace: '\x7f',
  backspace: '\x7f',
};

/** `CSI letter`, with modifiers `CSI 1 ; m letter`; those in `cursorKeys` become SS3 in application mode. */
const letterKeys: Readonly<Record<string, string>> = {
  up: 'A',
  down: 'B',
  right: 'C',
  left: 'D',
  home: 'H',
  end: 'F',
  f1: 'P',
  f2: 'Q',
  f3: 'R',
  f4: 'S',
};

/** `CSI number ~`, with modifiers `CSI number ; m ~`. */
const numberKeys: Readonly<Record<string, number>> = {
  insert: 2,
  ic: 2,
  delete: 3,
  dc: 3,
  pageup: 5,
  pgup: 5,
  ppage: 5,
  pagedown: 6,
  pgdn: 6,
  npage: 6,
  f5: 15,
  f6: 17,
  f7: 18,
  f8: 19,
  f9: 20,
  f10: 21,
  f11: 23,
  f12: 24,
};

/** Control with a character that has no letter's code (as in xterm and tmux). */
const controlCharacters: Readonly<Record<string, string>> = {
  ' ': '\0',
  '@': '\0',
  '2': '\0',
  '[': '\x1b',
  '3': '\x1b',
  '\\': '\x1c',
  '4': '\x1c',
  ']': '\x1d',
  '5': '\x1d',
  '^': '\x1e',
  '6': '\x1e',
  _: '\x1f',
  '-': '\x1f',
  '/': '\x1f',
  '7': '\x1f',
  '?': '\x7f',
  '8': '\x7f',
};

export function isKeyName(name: string): boolean {
  return encodeKey(name, { applicationCursor: false }) !== null;
}

/** The characters that the key sends, or null if there is no such key. Case counts only for single characters. */
export function encodeKey(name: string, modes: KeyModes): string | null {
  const key = parseKey(name);
  if (key === null) return null;
  const special = key.base.toLowerCase();
  const letter = lookUp(letterKeys, special);
  if (letter !== undefined) return letterSequence(letter, key, modes);
  const number = lookUp(numberKeys, special);
  if (number !== undefined) {
    const modifier = modifierOf(key);
    return modifier === 1 ? `\x1b[${number}~` : `\x1b[${number};${modifier}~`;
  }
  if (special === 'btab' || (special === 'tab' && key.shift)) return `${key.alt ? '\x1b' : ''}\x1b[Z`;
  const character = [...key.base].length === 1 ? key.base : lookUp(plainKeys, special);
  if (character === undefined) return null;
  const typed = key.shift ? character.toUpperCase() : character;
  const coded = key.control ? controlCode(typed) : typed;
  return coded === null ? null : `${key.alt ? '\x1b' : ''}${coded}`;
}

function parseKey(name: string): ParsedKey | null {
  let rest = name.startsWith('^') && name.length === 2 ? `C-${name.slice(1)}` : name;
  const held = new Set<string>();
  // A prefix is one only if something follows: `C--` is Control with `-`, `C-` nothing.
  for (
    let match = /^([CMAS])-(?=.)/su.exec(rest);
    match?.[1] !== undefined;
    match = /^([CMAS])-(?=.)/su.exec(rest)
  ) {
    held.add(match[1] === 'A' ? 'M' : match[1]);
    rest = rest.slice(2);
  }
  if (rest === '') return null;
  return { shift: held.has('S'), alt: held.has('M'), control: held.has('C'), base: rest };
}

function letterSequence(letter: string, key: ParsedKey, { applicationCursor }: KeyModes): string {
  const modifier = modifierOf(key);
  if (modifier !== 1) return `\x1b[1;${modifier}${letter}`;
  const isFunctionKey = 'PQRS'.includes(letter);
  return isFunctionKey || applicationCursor ? `\x1bO${letter}` : `\x1b[${letter}`;
}

/** xterm's modifier parameter: 1 + shift + 2 alt + 4 control. */
function modifierOf({ shift, alt, control }: ParsedKey): number {
  return 1 + (shift ? 1 : 0) + (alt ? 2 : 0) + (control ? 4 : 0);
}

/** The C0 code of a key with Control held; keys that have one already keep it. */
function controlCode(character: string): string | null {
  if (/^[a-z]$/i.test(character)) return String.fromCharCode(character.toUpperCase().charCodeAt(0) & 0x1f);
  const known = lookUp(controlCharacters, character);
  if (known !== undefined) return known;
  return ['\r', '\t', '\x1b', '\x7f'].includes(character) ? character : null;
}

function lookUp<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
