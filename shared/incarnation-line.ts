// Where in a terminal's primary buffer the present process begins. The same in the worker and in a view, so that what is saved
// and what is shown agree. It moves along with its line, through scrolling, reflow and clearing.
import type { MarkedBuffer, MarkedTerminal } from './prompt-marks.ts';
import { TrackedLines } from './tracked-lines.ts';

export class IncarnationLine {
  readonly #terminal: MarkedTerminal;
  readonly #normal: () => MarkedBuffer;
  readonly #line: TrackedLines<undefined>;

  /** `normal` tells the present primary buffer: a hard reset makes a new one. */
  constructor(terminal: MarkedTerminal, normal: () => MarkedBuffer) {
    this.#terminal = terminal;
    this.#normal = normal;
    this.#line = new TrackedLines<undefined>(() => this.#normal().lines, 1);
    terminal.parser.registerCsiHandler({ final: 'J' }, ([how]) => this.#handleErase(how));
  }

  /** Null when the beginning has scrolled away or was cleared. */
  get current(): number | null {
    return this.#line.current()[0]?.line ?? null;
  }

  /** From this line on it is another process that prints. */
  begin(line: number): void {
    this.#line.clear();
    this.#line.add(line, undefined);
  }

  /** After the terminal was cleared: what is left is the present process's. */
  clear(): void {
    this.#line.clear();
  }

  /** What the screen is erased for is the present process's, also where an earlier one had printed. */
  #handleErase(how: number | number[] | undefined): boolean {
    const { y, ybase } = this.#normal();
    const erasedFrom = how === 2 || how === 3 ? ybase : ybase + y;
    const isForward = how === undefined || how === 0 || how === 2 || how === 3;
    const isAlternate = this.#terminal.buffer.active.type === 'alternate';
    if (isForward && !isAlternate && erasedFrom < (this.current ?? 0)) this.begin(erasedFrom);
    return false;
  }
}
