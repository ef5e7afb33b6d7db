// Lines of emulators that are done with, for the next one: each has memory of its own outside the heap, and ten thousand of them
// for every fold keep the collector of the whole process at work. Invariant: a line that is taken up again is what a new one would
// be. Knows lines, not what is on them.
import { type BufferLines, EmulatorMismatchError, type Line } from './internals.ts';

/** As many as the longest usual scrollback has, and its screen. */
const MOST_KEPT = 11_000;
/** Folds come in a row; afterwards the memory is given back. */
const KEPT_MS = 5000;

/** What xterm.js gives every new line as a copy of a blank one, and how it takes an old one up again when the buffer is full. */
interface CopiedLine extends Line {
  clone(): CopiedLine;
  copyFrom(line: CopiedLine): void;
}

/** xterm.js's own way to copy a line, by the prototype of lines that was given another. */
const ownClones = new WeakMap<object, (this: CopiedLine) => CopiedLine>();

export class SpareLines {
  #lines: CopiedLine[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** From now on emulators' new lines come from here first. `lines`: any emulator's. Throws EmulatorMismatchError. */
  constructor(lines: BufferLines) {
    const prototype: object = Object.getPrototypeOf(lines.get(0) ?? {});
    if (!isCopied(prototype)) throw new EmulatorMismatchError('an emulator whose lines cannot be copied');
    const ownClone = ownClones.get(prototype) ?? prototype.clone;
    ownClones.set(prototype, ownClone);
    const take = (blank: CopiedLine): CopiedLine | null => this.#take(blank);
    prototype.clone = function clone(this: CopiedLine) {
      return take(this) ?? ownClone.call(this);
    };
  }

  get count(): number {
    return this.#lines.length;
  }

  /** Keeps the lines of an emulator that is disposed of. */
  keep(lines: BufferLines): void {
    // A line that stands in two places must not be two.
    const kept = new Set<CopiedLine>();
    const count = Math.min(MOST_KEPT, lines.length);
    for (let index = 0; index < count; index += 1) {
      const line = lines.get(index);
      if (line !== undefined && isCopied(line)) kept.add(line);
    }
    this.#lines = [...kept];
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#lines = [];
    }, KEPT_MS);
    this.#timer.unref();
  }

  #take(blank: CopiedLine): CopiedLine | null {
    const spare = this.#lines.pop();
    // Of another width it would take memory anew.
    if (spare?.length !== blank.length) return null;
    spare.copyFrom(blank);
    return spare;
  }
}

function isCopied(line: object): line is CopiedLine {
  return (
    'clone' in line &&
    typeof line.clone === 'function' &&
    'copyFrom' in line &&
    typeof line.copyFrom === 'function'
  );
}
