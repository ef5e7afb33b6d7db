// Lines that wrap anew in a full scrollback. Some scroll out at the top then; xterm.js 6.0 writes the rows of the one in
// between to the places before the first, which in its ring are those of the last: over the prompt and what was printed before
// it. Invariant: nothing is written before the first line.
import { memberOf, UnknownEmulatorError } from './members.ts';

interface LineRing {
  set(index: number, line: object | undefined): void;
}

/** All buffers of one build of xterm.js share one; each is mended once. */
const mended = new WeakSet<object>();

/** Lets what has scrolled out be gone. Throws UnknownEmulatorError for an emulator of another make. */
export function dropLinesBeforeFirst(terminal: object): void {
  const prototype = prototypeOfRings(terminal);
  if (mended.has(prototype)) return;
  mended.add(prototype);
  const set = prototype.set;
  prototype.set = function setWithin(this: LineRing, index, line) {
    if (index >= 0) set.call(this, index, line);
  };
}

function prototypeOfRings(terminal: object): LineRing {
  const ring = memberOf(terminal, '_core', '_bufferService', 'buffers', 'normal', 'lines');
  if (!isRing(ring)) throw new UnknownEmulatorError('this emulator does not say how it keeps its lines');
  return Object.getPrototypeOf(ring);
}

function isRing(value: unknown): value is LineRing {
  return typeof memberOf(value, 'set') === 'function';
}
