// Characters of more than one code point (accents, joined emoji, flags) in lines that wrap anew. A line of xterm.js 6.0 keeps
// them beside its cells, and where cells move to another place it brings along those of all cells behind them as well, over
// what stands there (xtermjs/xterm.js#5972). Invariant: what moves is what is on the cells that move.
import { memberOf, UnknownEmulatorError } from './members.ts';

interface Line {
  /** By column; only what is at a cell that is marked as combined counts. */
  _combined: Record<number, string>;
  copyCellsFrom(source: Line, from: number, to: number, count: number, isBackwards: boolean): void;
}

/** All lines of one build of xterm.js share one; each is mended once. */
const mended = new WeakSet<object>();

/** Lets combined characters stay what they are when lines wrap. Throws UnknownEmulatorError for an emulator of another make. */
export function keepCombinedCells(terminal: object): void {
  const prototype = prototypeOfLines(terminal);
  if (mended.has(prototype)) return;
  mended.add(prototype);
  const copyCellsFrom = prototype.copyCellsFrom;
  prototype.copyCellsFrom = function copyOnlyTheseCells(this: Line, source, from, to, count, isBackwards) {
    const all = source._combined;
    const moved = Object.entries(all).filter(([column]) => +column >= from && +column < from + count);
    // The source may be this line, with places that overlap.
    source._combined = {};
    try {
      copyCellsFrom.call(this, source, from, to, count, isBackwards);
    } finally {
      source._combined = all;
    }
    for (const [column, chars] of moved) this._combined[+column - from + to] = chars;
  };
}

function prototypeOfLines(terminal: object): Line {
  const lines = memberOf(terminal, '_core', '_bufferService', 'buffers', 'normal', 'lines');
  const line = isList(lines) ? lines.get(0) : undefined;
  if (!isLine(line))
    throw new UnknownEmulatorError('this emulator does not say how it keeps combined characters');
  return Object.getPrototypeOf(line);
}

function isList(value: unknown): value is { get(index: number): unknown } {
  return typeof memberOf(value, 'get') === 'function';
}

function isLine(value: unknown): value is Line {
  const combined = memberOf(value, '_combined');
  return (
    typeof combined === 'object' &&
    combined !== null &&
    typeof memberOf(value, 'copyCellsFrom') === 'function'
  );
}
