// The way around a pane by its commands: jumping from one to the next, selecting and copying what one printed. Follows one
// emulator; remembers where it jumped to until a person types. Knows nothing of how marks are drawn.
import type { Terminal } from '@xterm/xterm';
import { IncarnationLine } from '../../../shared/incarnation-line.ts';
import { PromptMarks } from '../../../shared/prompt-marks.ts';
import type { PromptMark } from '../../../shared/snapshot.ts';
import { TrackedLines } from '../../../shared/tracked-lines.ts';
import { primaryBufferOf } from '../emulator-internals.ts';
import { type CommandSpan, commandSpans, neighbourSpan, outputLines } from './command-spans.ts';

/** Lines shown above a command that was jumped to. */
const CONTEXT_LINES = 1;

export class CommandGuide {
  readonly #terminal: Terminal;
  readonly #marks: PromptMarks;
  readonly #incarnation: IncarnationLine;
  readonly #target: TrackedLines<undefined>;
  readonly #isLive: () => boolean;

  /** `isLive`: whether a process runs in the pane. */
  constructor(terminal: Terminal, isLive: () => boolean) {
    const primary = () => primaryBufferOf(terminal);
    this.#terminal = terminal;
    this.#isLive = isLive;
    this.#marks = new PromptMarks(terminal, primary);
    this.#incarnation = new IncarnationLine(terminal, primary);
    this.#target = new TrackedLines<undefined>(() => primary().lines, 1);
  }

  /** A saved screen was written: these are its marks. */
  restore(marks: readonly PromptMark[], incarnationLine: number): void {
    this.#marks.restore(marks);
    this.#incarnation.begin(incarnationLine);
  }

  /** Just before the terminal is cleared. */
  handleClear(): void {
    this.#marks.handleClear();
    this.#incarnation.clear();
    this.forgetTarget();
  }

  forgetTarget(): void {
    this.#target.clear();
  }

  /** The line of the command that was jumped to. */
  get targetLine(): number | null {
    return this.#target.current()[0]?.line ?? null;
  }

  /** Where the present process begins; null before a screen was written, and when that has scrolled away or was cleared. */
  get incarnationLine(): number | null {
    return this.#incarnation.current;
  }

  /** None while an alternate screen is shown. */
  spans(): CommandSpan[] {
    if (this.#terminal.buffer.active.type !== 'normal') return [];
    const { x, y, ybase } = primaryBufferOf(this.#terminal);
    return commandSpans(this.#marks.current, {
      cursor: { line: ybase + y, x },
      incarnationLine: this.incarnationLine ?? 0,
      isLive: this.#isLive(),
    });
  }

  /** False when there is no such command; forwards from the last one the way goes back to the end. */
  jump(direction: 'previous' | 'next'): boolean {
    const spans = this.spans();
    const span = neighbourSpan(spans, this.targetLine, direction);
    if (span === null || (direction === 'next' && span.state === 'typing')) {
      if (direction === 'previous') return spans.length > 0 && this.targetLine !== null;
      this.forgetTarget();
      this.#terminal.scrollToBottom();
      return spans.length > 0;
    }
    this.forgetTarget();
    this.#target.add(span.line, undefined);
    this.#terminal.scrollToLine(Math.max(0, span.line - CONTEXT_LINES));
    return true;
  }

  /** Selects what the command that was jumped to, or else the last one, has printed. False when there is nothing. */
  selectOutput(): boolean {
    const lines = this.#output();
    if (lines === null) return false;
    this.#terminal.selectLines(lines.first, lines.last);
    const { viewportY } = this.#terminal.buffer.active;
    const isSeen = lines.first >= viewportY && lines.first < viewportY + this.#terminal.rows;
    if (!isSeen) this.#terminal.scrollToLine(Math.max(0, lines.first - CONTEXT_LINES - 1));
    return true;
  }

  /** What it has printed, soft wraps joined; null when there is nothing. */
  outputText(): string | null {
    const lines = this.#output();
    if (lines === null) return null;
    const { active } = this.#terminal.buffer;
    const rows: string[] = [];
    for (let index = lines.first; index <= lines.last; index += 1) {
      const line = active.getLine(index);
      const goesOn = active.getLine(index + 1)?.isWrapped === true && index < lines.last;
      const text = line?.translateToString(!goesOn) ?? '';
      if (line?.isWrapped === true && rows.length > 0) rows.push(`${rows.pop()}${text}`);
      else rows.push(text);
    }
    return rows.join('\n');
  }

  #output(): { readonly first: number; readonly last: number } | null {
    const spans = this.spans();
    const target = this.targetLine;
    const asked = target === null ? undefined : spans.find(({ line }) => line === target);
    const span = asked ?? spans.reverse().find((one) => outputLines(one) !== null);
    return span === undefined ? null : outputLines(span);
  }
}
