// The text of a saved screen with a long scrollback, made in two parts: what has scrolled away long since, which nothing
// that was printed since could reach, is read from the saved text; an emulator holds only the rest. Its invariant: the text
// is the one that an emulator of the whole would give; where what was printed reached further, the answer is null.
import type { ViewState } from '../../shared/snapshot.ts';
import { clampSize, comparePositions, positionAfter, type StreamEntry } from '../../shared/stream.ts';
import { Emulator } from './emulator.ts';
import { goOn } from './replay.ts';
import type { ReadRows, SavedRows } from './saved-rows.ts';
import { readText } from './screen-text.ts';
import type { ScreenJob, ScreenText, TextOptions } from './types.ts';
import { writeView } from './view-state.ts';

/** Below this an emulator of the whole is as quick. */
const worthwhileLines = 300;
/** A reset between two processes, and a little more. */
const spareRows = 16;
const LINE_FEED = 0x0a;

export interface DividedTextOptions extends TextOptions {
  /** Reads saved lines. */
  readonly savedRows: SavedRows;
}

/** `view`: the job's decoded snapshot. */
export function dividedText(view: ViewState, job: ScreenJob, options: DividedTextOptions): ScreenText | null {
  const divided = divide(view, job);
  if (divided === null) return null;
  const { above, aside } = divided;
  const saved = options.savedRows.read(above, { cols: view.cols, ansi: options.ansi });
  if (saved === null) return null;
  const asideRows = rowOfLine(saved, aside);
  if (asideRows >= job.scrollbackLines) return null;
  const rest = new Rest(divided, { asideRows, scrollbackLines: job.scrollbackLines });
  try {
    if (rest.lost > 0) return null;
    rest.goOn(job);
    if (rest.isDisturbed || rest.lost > saved.lines.length - asideRows) return null;
    const text = readText(rest.emulator, options);
    return text.alt || options.extent === 'screen' ? text : joined(saved, text, rest);
  } finally {
    rest.emulator.dispose();
  }
}

interface Divided {
  readonly view: ViewState;
  /** Every line above the screen. */
  readonly above: readonly string[];
  /** How many of them the emulator need not hold: the others may be lost to what it prints, when the scrollback is full. */
  readonly aside: number;
  /** What it has to hold. */
  readonly text: string;
}

function divide(view: ViewState, job: ScreenJob): Divided | null {
  const { rows, cols, primary, pictures } = view;
  const news = job.entries.filter((entry) => comparePositions(positionAfter(entry), view.position) > 0);
  if (rows < 2 || pictures !== undefined || !news.every((entry) => leavesHistory(entry, view))) return null;
  const lines = primary.text.split('\r\n');
  // A line is a row at least, so that all of these have scrolled away.
  const above = lines.length - rows - 1;
  const aside = above - spareRows - mostRows(news, cols);
  if (aside < worthwhileLines) return null;
  return { view, above: lines.slice(0, above), aside, text: lines.slice(aside).join('\r\n') };
}

/** Whether the emulator will only go on printing; another size breaks all lines anew. */
function leavesHistory(entry: StreamEntry, { cols, rows }: ViewState): boolean {
  if (entry.kind === 'output') return true;
  if (entry.mark.kind !== 'resize') return false;
  const size = clampSize(entry.mark);
  return size.cols === cols && size.rows === rows;
}

/** How far output scrolls, unless it does so by other means than printing. */
function mostRows(entries: readonly StreamEntry[], cols: number): number {
  let rows = 0;
  for (const entry of entries) {
    if (entry.kind !== 'output') continue;
    rows += Math.ceil(entry.data.length / cols);
    for (const byte of entry.data) if (byte === LINE_FEED) rows += 1;
  }
  return rows;
}

function rowOfLine({ wrapped }: ReadRows, line: number): number {
  let row = 0;
  for (let left = line; row < wrapped.length; row += 1) {
    if (wrapped[row] === true) continue;
    if (left === 0) break;
    left -= 1;
  }
  return row;
}

/** An emulator of the rest, which loses a line just when an emulator of the whole would. */
class Rest {
  readonly emulator: Emulator;
  readonly asideRows: number;
  /** Lines that the whole has lost at its top. */
  lost = 0;
  #isCut = false;
  readonly #incarnationLine: number;
  readonly #position: ViewState['position'];
  readonly #lines: Emulator['normal']['lines'];

  constructor(
    { view, text }: Divided,
    { asideRows, scrollbackLines }: { asideRows: number; scrollbackLines: number },
  ) {
    const { cols, rows, primary, position, incarnationLine } = view;
    this.asideRows = asideRows;
    this.#incarnationLine = incarnationLine;
    this.#position = position;
    this.emulator = new Emulator({ cols, rows, scrollbackLines: scrollbackLines - asideRows });
    this.#lines = this.emulator.normal.lines;
    this.#lines.onTrim((count) => {
      // Otherwise the scrollback was erased, or part of it.
      if (count === 1 && this.#lines.length === this.#lines.maxLength) this.lost += 1;
      else this.#isCut = true;
    });
    writeView(this.emulator, {
      ...view,
      primary: { ...primary, text },
      marks: [],
      incarnationLine: this.#ownLine,
    });
  }

  goOn(job: ScreenJob): void {
    goOn(this.emulator, this.#position, job);
  }

  /** Something other than printing has happened to what scrolled away. */
  get isDisturbed(): boolean {
    return this.#isCut || this.emulator.normal.lines !== this.#lines;
  }

  /** The line of the whole at which the present incarnation begins. */
  get incarnationLine(): number {
    const line = this.emulator.incarnationLine;
    // One that began since did so on the screen, which is never its first line.
    const isUnmoved = line === Math.max(0, this.#ownLine - this.lost);
    return isUnmoved ? Math.max(0, this.#incarnationLine - this.lost) : this.asideRows + line;
  }

  get #ownLine(): number {
    return Math.max(0, this.#incarnationLine - this.asideRows);
  }
}

function joined(saved: ReadRows, text: ScreenText, { asideRows, lost, incarnationLine }: Rest): ScreenText {
  const [from, to] = [lost, asideRows + lost];
  return {
    ...text,
    lines: [...saved.lines.slice(from, to), ...text.lines],
    wrapped: [...saved.wrapped.slice(from, to), ...text.wrapped],
    incarnationRow: incarnationLine,
  };
}
