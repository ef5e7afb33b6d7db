// A key binding as people write it ("Ctrl+Shift+T") and as data; and whose key it is: ours, or one that programs in a pane
// need (the rule of actions.ts). Pure; the page matches events against it (renderer/actions/keys.ts), the menu shows it.

export interface KeyBinding {
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  /** A lower-case letter, a character, or a name of `KeyboardEvent.key` in lower case; `plus` for + and =. */
  readonly key: string;
}

export type KeyPlatform = 'linux' | 'mac';

/** How a key may be written -> its name in lower case, as `KeyboardEvent.key` has it. */
const names: Readonly<Record<string, string>> = {
  left: 'arrowleft',
  right: 'arrowright',
  up: 'arrowup',
  down: 'arrowdown',
  arrowleft: 'arrowleft',
  arrowright: 'arrowright',
  arrowup: 'arrowup',
  arrowdown: 'arrowdown',
  plus: 'plus',
  minus: '-',
  comma: ',',
  enter: 'enter',
  return: 'enter',
  tab: 'tab',
  space: ' ',
  escape: 'escape',
  esc: 'escape',
  backspace: 'backspace',
  delete: 'delete',
  insert: 'insert',
  home: 'home',
  end: 'end',
  pageup: 'pageup',
  pagedown: 'pagedown',
  ...Object.fromEntries(Array.from({ length: 24 }, (_, index) => [`f${index + 1}`, `f${index + 1}`])),
};

const modifiers = ['ctrl', 'shift', 'alt', 'cmd'] as const;

/** Parses modifiers and one key joined by `+`; throws SyntaxError for anything else. */
export function parseKey(text: string): KeyBinding {
  const parts = text.split('+').map((part) => part.trim().toLowerCase());
  const last = parts.pop() ?? '';
  const named = Object.hasOwn(names, last) ? names[last] : undefined;
  const key = named ?? (/^[\x21-\x7e\xa1-\uffff]$/.test(last) ? last : undefined);
  if (key === undefined) throw new SyntaxError(`${JSON.stringify(text)} is not a key, such as Ctrl+Shift+T`);
  const unknown = parts.find((part) => !(modifiers as readonly string[]).includes(part));
  if (unknown !== undefined) {
    throw new SyntaxError(`${JSON.stringify(unknown)} in ${text} is not one of Ctrl, Shift, Alt and Cmd`);
  }
  return {
    ctrl: parts.includes('ctrl'),
    shift: parts.includes('shift'),
    alt: parts.includes('alt'),
    meta: parts.includes('cmd'),
    key,
  };
}

const written: Readonly<Record<string, string>> = {
  arrowleft: 'Left',
  arrowright: 'Right',
  arrowup: 'Up',
  arrowdown: 'Down',
  pageup: 'PageUp',
  pagedown: 'PageDown',
  plus: 'Plus',
  ' ': 'Space',
};

/** The one way in which a binding is written; `parseKey` reads it back. */
export function writeKey({ ctrl, shift, alt, meta, key }: KeyBinding): string {
  const name =
    written[key] ?? (key.length === 1 ? key.toUpperCase() : `${key[0]?.toUpperCase()}${key.slice(1)}`);
  return [ctrl && 'Ctrl', alt && 'Alt', shift && 'Shift', meta && 'Cmd', name].filter(Boolean).join('+');
}

/** Whether two bindings are pressed in the same way. `plus` is one key with and without Shift. */
export function isSameKey(a: KeyBinding, b: KeyBinding): boolean {
  const shifts = a.key === 'plus' || a.shift === b.shift;
  return a.key === b.key && a.ctrl === b.ctrl && a.alt === b.alt && a.meta === b.meta && shifts;
}

export type KeyVerdict =
  /** No program in a pane reads it. */
  | { readonly kind: 'ours' }
  /** May be bound, and programs in panes then miss it. `use`: what for, as far as it is known. */
  | { readonly kind: 'programs'; readonly use: string }
  /** Without it nobody could type. */
  | { readonly kind: 'typing' };

/** What shells do with Control and a letter (readline's and the terminal driver's own defaults). */
const controlUses: Readonly<Record<string, string>> = {
  a: 'goes to the start of the line',
  b: 'goes back one character',
  c: 'interrupts what runs',
  d: 'ends the input',
  e: 'goes to the end of the line',
  f: 'goes forward one character',
  g: 'leaves a search',
  h: 'deletes one character',
  i: 'is Tab',
  j: 'is Enter',
  k: 'cuts to the end of the line',
  l: 'clears the screen',
  m: 'is Enter',
  n: 'is the next line of the history',
  p: 'is the previous line of the history',
  q: 'lets output go on',
  r: 'searches the history',
  s: 'stops output',
  t: 'swaps two characters',
  u: 'cuts the line',
  v: 'takes the next key as it is',
  w: 'cuts a word',
  x: 'begins the keys of editors',
  y: 'puts back what was cut',
  z: 'suspends what runs',
  '/': 'undoes',
};

export function judgeKey(binding: KeyBinding, platform: KeyPlatform): KeyVerdict {
  const { ctrl, shift, alt, meta, key } = binding;
  const isFunctionKey = /^f\d+$/.test(key);
  if (meta || (shift && key === 'f10')) return { kind: 'ours' };
  if (!ctrl && !alt && !isFunctionKey) {
    if (shift && (key === 'pageup' || key === 'pagedown')) return { kind: 'ours' };
    if (shift && key === 'insert') return { kind: 'programs', use: 'pastes' };
    return { kind: 'typing' };
  }
  if (ctrl && !alt) {
    if (key === 'tab' || key === 'plus' || key === '0' || key === 'f6') return { kind: 'ours' };
    if (key === '-') return shift ? { kind: 'programs', use: 'undoes in shells' } : { kind: 'ours' };
    if (shift && platform === 'linux') return { kind: 'ours' };
    const use = shift ? undefined : controlUses[key];
    return { kind: 'programs', use: use === undefined ? 'is read by programs' : `${use} in shells` };
  }
  if (isFunctionKey) return { kind: 'programs', use: 'is a key of many programs' };
  return { kind: 'programs', use: 'is read by shells and editors' };
}
