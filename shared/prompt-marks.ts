// Where a shell says that its prompts, commands and outputs begin (OSC 133), kept at their lines. The same in the worker
// and in a view, so that what is saved and what is shown agree. Marks come from output: they say where, never what to do.
import type { PromptMark } from './snapshot.ts';
import { type MovingLines, TrackedLines } from './tracked-lines.ts';

/** More prompts than a scrollback of 10,000 lines holds in practice; a flood of marks must not cost memory. */
const MAX_MARKS = 2000;

/** The part of an emulator that is needed. */
export interface MarkedTerminal {
  readonly cols: number;
  readonly buffer: { readonly active: { readonly type: 'normal' | 'alternate' } };
  readonly parser: {
    registerOscHandler(identifier: number, handler: (payload: string) => boolean): unknown;
    registerCsiHandler(
      id: { readonly final: string },
      handler: (params: readonly (number | number[])[]) => boolean,
    ): unknown;
  };
}

/** The primary buffer; `x` and `y` are the cursor's, `ybase` the first line of the screen. */
export interface MarkedBuffer {
  readonly lines: MovingLines;
  readonly x: number;
  readonly y: number;
  readonly ybase: number;
}

type KeptMark = Omit<PromptMark, 'line'>;

const KINDS: ReadonlyMap<string, PromptMark['kind']> = new Map([
  ['A', 'prompt'],
  ['B', 'command'],
  ['C', 'output'],
  ['D', 'end'],
]);

export class PromptMarks {
  readonly #terminal: MarkedTerminal;
  readonly #normal: () => MarkedBuffer;
  readonly #marks: TrackedLines<KeptMark>;

  /** `normal` tells the present primary buffer: a hard reset makes a new one. */
  constructor(terminal: MarkedTerminal, normal: () => MarkedBuffer) {
    this.#terminal = terminal;
    this.#normal = normal;
    this.#marks = new TrackedLines<KeptMark>(() => this.#normal().lines, MAX_MARKS);
    terminal.parser.registerOscHandler(133, (payload) => this.#keep(payload));
    terminal.parser.registerCsiHandler({ final: 'J' }, ([how]) => this.#handleErase(how));
  }

  /** From the top on. */
  get current(): readonly PromptMark[] {
    const last = this.#terminal.cols - 1;
    return this.#marks.current().map(({ line, value: { x, kind, exitCode } }) => ({
      line,
      x: Math.min(x, last),
      kind,
      exitCode,
    }));
  }

  add({ line, x, kind, exitCode }: PromptMark): void {
    // A shell that draws its prompt anew at the same place says so again.
    const isKnown = this.#marks
      .at(line)
      .some((mark) => mark.x === x && mark.kind === kind && mark.exitCode === exitCode);
    if (isKnown) return;
    this.#marks.add(line, { x, kind, exitCode });
  }

  /** Replaces all marks by saved ones. */
  restore(marks: readonly PromptMark[]): void {
    this.#marks.clear();
    for (const mark of marks) this.add(mark);
  }

  /** Call it just before the terminal is cleared, which leaves the cursor's line as its first. */
  handleClear(): void {
    const { ybase, y } = this.#normal();
    const kept = this.current.filter(({ line }) => line === ybase + y);
    this.restore(kept.map((mark) => ({ ...mark, line: 0 })));
  }

  #keep(payload: string): boolean {
    const kind = KINDS.get(payload.slice(0, 1));
    if (kind !== undefined && this.#terminal.buffer.active.type === 'normal') {
      const { x, y, ybase } = this.#normal();
      const exitCode = kind === 'end' ? /^D;(-?\d{1,9})(?:;|$)/.exec(payload)?.[1] : undefined;
      this.add({
        line: ybase + y,
        x: Math.min(x, this.#terminal.cols - 1),
        kind,
        exitCode: exitCode === undefined ? null : Number(exitCode),
      });
    }
    return false;
  }

  /** What is erased takes its marks along; what the scrollback loses is trimmed. */
  #handleErase(how: number | number[] | undefined): boolean {
    if (this.#terminal.buffer.active.type !== 'normal') return false;
    const { x, y, ybase } = this.#normal();
    const cursor = ybase + y;
    if (how === 2) this.#marks.keep((line) => line < ybase);
    else if (how === undefined || how === 0) {
      this.#marks.keep((line, mark) => line < cursor || (line === cursor && mark.x <= x));
    }
    return false;
  }
}
