// Which designator stands for a character set that an emulator holds: asked of xterm.js itself, once, by designating
// each and looking at what it holds then.
import type { Terminal } from '@xterm/headless';
import { ASCII, type Charset } from '../../shared/snapshot.ts';
import { internalsOf } from './internals.ts';

const DESIGNATORS: readonly Charset[] = [...'0A4C5RQKYE6ZH7='];

export type CharsetNames = ReadonlyMap<object, Charset>;

/** `terminal` is a fresh one and is used up. */
export function readCharsetNames(terminal: Terminal): CharsetNames {
  const names = new Map<object, Charset>();
  for (const designator of DESIGNATORS) {
    const { _inputHandler, _charsetService } = internalsOf(terminal);
    _inputHandler.parse(`\x1b(${designator}`);
    const set = _charsetService._charsets[0];
    if (set !== undefined && !names.has(set)) {
      names.set(set, designator);
    }
  }
  terminal.dispose();
  return names;
}

/** ASCII is no set at all to xterm.js. */
export function charsetName(set: object | undefined, names: CharsetNames): Charset {
  return (set === undefined ? undefined : names.get(set)) ?? ASCII;
}
