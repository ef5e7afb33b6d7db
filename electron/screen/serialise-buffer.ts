// A buffer's lines as text that makes them again when it is written into an empty terminal of the same width. Its
// invariant: writing the text and serialising again gives the same text. Soft wraps are made by running over the right
// edge, empty cells by moving over them, coloured empty cells by erasing. Knows cells, not bytes, files or modes.
import type { Attributes, Cell, Internals, Line, ScreenBuffer } from './internals.ts';
import { eraserOf, type HyperlinkSource, type Pen, PLAIN_PEN, penChange } from './pen.ts';
import { PenCache } from './pen-cache.ts';
import { TextWriter } from './text-writer.ts';

const CSI = '\x1b[';
/** A string terminator alone does nothing, but what follows is not joined to what came before. */
const SEPARATOR = '\x1b\\';
const COLOR_MODE = 0x3000000;

export interface SerialiserTools {
  readonly cols: number;
  readonly rows: number;
  readonly unicode: Internals['unicodeService'];
  readonly links: HyperlinkSource;
  /** A cell to load into. */
  readonly cell: Cell;
}

/** The lines of a buffer from `first` on: all of them after a scrollback, else up to the last that shows anything. */
export function serialiseLines(buffer: ScreenBuffer, first: number, tools: SerialiserTools): string {
  const writer = new LineWriter(tools);
  const end = buffer.ybase > first ? buffer.lines.length : lastMeaningfulLine(buffer, first, tools) + 1;
  for (let index = first; index < end; index += 1) {
    const line = buffer.lines.get(index);
    const next = index + 1 < end ? buffer.lines.get(index + 1) : undefined;
    if (line !== undefined) {
      writer.writeLine(line, next, index + 1 < end);
    }
  }
  return writer.finish();
}

function lastMeaningfulLine(buffer: ScreenBuffer, first: number, tools: SerialiserTools): number {
  for (let index = buffer.lines.length - 1; index >= first; index -= 1) {
    const line = buffer.lines.get(index);
    if (line !== undefined && (line.isWrapped || visibleLength(line, tools) > 0)) {
      return index;
    }
  }
  return first - 1;
}

class LineWriter {
  readonly #tools: SerialiserTools;
  readonly #pens: PenCache;
  readonly #text = new TextWriter();
  #pen = PLAIN_PEN;
  /** What a following character might be joined to, as the emulator will see it. */
  #joinState = 0;
  /** Empty cells to be passed over before the next thing is written. */
  #gap = 0;
  /** Columns of the present line that the line before has already made by wrapping. */
  #doneCols = 0;

  /** What any ASCII character leaves to be joined to. */
  readonly #asciiState: number;

  constructor(tools: SerialiserTools) {
    this.#tools = tools;
    this.#asciiState = tools.unicode.charProperties(0x61, 0);
    this.#pens = new PenCache(tools.links);
  }

  finish(): string {
    this.#takePen(PLAIN_PEN);
    return this.#text.toString();
  }

  writeLine(line: Line, next: Line | undefined, hasNext: boolean): void {
    const length = visibleLength(line, this.#tools);
    if (next?.isWrapped === true) {
      this.#writeWrapped(line, next, length);
      return;
    }
    this.#writeCells(line, this.#doneCols, length);
    this.#doneCols = 0;
    if (hasNext) {
      this.#endLine();
    }
  }

  #endLine(): void {
    // A line feed at the bottom fills the new line with the background in use.
    this.#takePen(PLAIN_PEN);
    this.#control('\r\n');
    this.#doneCols = 0;
    this.#gap = 0;
  }

  /** Returns the column after the last that was written or passed over. */
  #writeCells(line: Line, from: number, to: number): number {
    const { cell, cols } = this.#tools;
    let x = from;
    while (x < to) {
      line.loadCell(x, cell);
      if (this.#printAscii(cell)) {
        x += 1;
        continue;
      }
      const chars = cell.getChars();
      const width = cell.getWidth();
      if (chars === '' || width === 0) {
        x += this.#writeBlank(line, x, to);
      } else if (x + width > cols) {
        // Half of a wide character, cut by a resize.
        this.#print(' ', 1, this.#pens.penOf(cell));
        x += 1;
      } else {
        this.#print(chars, width, this.#pens.penOf(cell));
        x += width;
      }
    }
    return x;
  }

  /** Returns how many columns it took. The cell at `x` is loaded. */
  #writeBlank(line: Line, x: number, to: number): number {
    const { cell } = this.#tools;
    if (hasVisibleFlags(cell)) {
      this.#print(' ', 1, this.#pens.penOf(cell));
      return 1;
    }
    const background = cell.bg & COLOR_MODE;
    if (background === 0) {
      this.#gap += 1;
      return 1;
    }
    const eraser = eraserOf(cell.bg);
    let count = 1;
    while (x + count < to && isErasedWith(line.loadCell(x + count, cell), eraser)) {
      count += 1;
    }
    this.#flushGap();
    this.#takePen(eraser);
    this.#control(`${CSI}${count}X`);
    this.#gap += count;
    return count;
  }

  /** Goes on in the next line as the emulator itself would: by printing beyond the right edge. */
  #writeWrapped(line: Line, next: Line, length: number): void {
    const { cell, cols, rows } = this.#tools;
    const first = this.#firstCell(next);
    const hasText = first.chars !== '';
    line.loadCell(cols - 1, cell);
    const isLastEmpty = cell.getChars() === '' && cell.getWidth() === 1;
    const isLeftForWide = isLastEmpty && first.width === 2 && this.#pens.penOf(cell).sgr === first.pen.sgr;
    const end = isLeftForWide ? Math.min(length, cols - 1) : length;
    const reached = this.#writeCells(line, this.#doneCols, end) - this.#gap;
    const toLastColumn = cols - 1 - reached;
    if (!isLeftForWide && toLastColumn >= 0 && rows === 1) {
      // What was printed to make the wrap could not be taken back: the one loss that a screen of one row has.
      this.#endLine();
      return;
    }
    let isPadded = false;
    if (isLeftForWide) {
      this.#gap = toLastColumn;
      this.#flushGap();
    } else if (toLastColumn >= 0) {
      this.#gap = toLastColumn;
      this.#print(' ', 1, PLAIN_PEN);
      isPadded = true;
    }
    this.#print(hasText ? first.chars : ' ', hasText ? first.width : 1, hasText ? first.pen : PLAIN_PEN);
    this.#doneCols = hasText ? first.width : 0;
    if (isPadded) {
      this.#eraseLastColumnAbove(line);
      this.#control(`${CSI}G`);
      this.#gap = 0;
      // Once more, and not a move: it may fill the line, and leave the next wrap pending.
      if (hasText) {
        this.#print(first.chars, first.width, first.pen);
      }
    }
    if (!hasText) {
      this.#takePen(PLAIN_PEN);
      this.#control(`${CSI}G${CSI}X`);
    } else if ((first.bg & COLOR_MODE) !== 0 && isNotFilled(next, cols, cell)) {
      // If the wrap scrolled, the new line was filled with the background of its first character.
      this.#takePen(PLAIN_PEN);
      this.#control(`${CSI}${cols}X`);
    }
  }

  /** What the wrap can be made with; no characters when the line begins with an empty cell. */
  #firstCell(line: Line): { chars: string; width: number; pen: Pen; bg: number } {
    const { cell, cols } = this.#tools;
    line.loadCell(0, cell);
    const pen = this.#pens.penOf(cell);
    const width = cell.getWidth();
    const isText = cell.getChars() !== '' && width > 0 && width <= cols;
    if (!isText && hasVisibleFlags(cell)) {
      return { chars: ' ', width: 1, pen, bg: cell.bg };
    }
    return { chars: isText ? cell.getChars() : '', width, pen, bg: cell.bg };
  }

  /** Takes back a blank that was printed only to make the wrap; the cursor comes back to the line below. */
  #eraseLastColumnAbove(line: Line): void {
    const { cell, cols } = this.#tools;
    line.loadCell(cols - 1, cell);
    this.#takePen(eraserOf(cell.bg));
    this.#control(`${CSI}A${CSI}${cols}G${CSI}X${CSI}B`);
  }

  /** The common case, without a string for every character; false when it is not one. */
  #printAscii(cell: Cell): boolean {
    const codePoint = cell.content & 0x3fffff;
    const isAscii = codePoint >= 0x20 && codePoint < 0x7f && cell.content >>> 22 === 1;
    // Only after ASCII is nothing joined for certain.
    if (!isAscii || this.#joinState >> 3 !== 0) {
      return false;
    }
    this.#flushGap();
    this.#takePen(this.#pens.penOf(cell));
    this.#text.pushUnit(codePoint);
    this.#joinState = this.#asciiState;
    return true;
  }

  /** A cell that the emulator left at odds with its characters is written as what comes closest. */
  #print(chars: string, width: number, pen: Pen): void {
    this.#flushGap();
    this.#takePen(pen);
    const state = this.#joinState;
    const { first, columns } = this.#measure(chars);
    if (columns <= width) {
      this.#text.push(chars);
      this.#gap = width - columns;
      return;
    }
    this.#joinState = state;
    const fallback = this.#measure(first).columns <= width ? first : ' ';
    this.#joinState = 0;
    this.#text.push(`${SEPARATOR}${fallback}${SEPARATOR}`);
    this.#gap = width - 1;
  }

  /** Keeps the cell apart from the one before, and tells the width that the emulator will give it. */
  #measure(chars: string): { first: string; columns: number } {
    const { unicode } = this.#tools;
    let first = '';
    for (const char of chars) {
      const codePoint = char.codePointAt(0) ?? 0;
      let properties = unicode.charProperties(codePoint, this.#joinState);
      if (first === '' && (properties & 1) !== 0) {
        this.#control(SEPARATOR);
        properties = unicode.charProperties(codePoint, 0);
      }
      this.#joinState = properties;
      first ||= char;
    }
    return { first, columns: (this.#joinState >> 1) & 3 };
  }

  #flushGap(): void {
    if (this.#gap > 0) {
      this.#control(`${CSI}${this.#gap}C`);
      this.#gap = 0;
    }
  }

  #takePen(pen: Pen): void {
    if (pen !== this.#pen) {
      const change = penChange(this.#pen, pen);
      if (change !== '') {
        this.#control(change);
      }
      this.#pen = pen;
    }
  }

  #control(sequence: string): void {
    this.#text.push(sequence);
    this.#joinState = 0;
  }
}

/** Columns up to the last cell that shows anything: a character, a background, a line through a blank. */
function visibleLength(line: Line, { cols, cell }: SerialiserTools): number {
  const trimmed = line.getNoBgTrimmedLength();
  // A line that was longer before a resize still holds what is beyond the edge.
  const known = trimmed > cols ? 0 : trimmed;
  for (let x = Math.min(cols, line.length) - 1; x >= known; x -= 1) {
    line.loadCell(x, cell);
    if (cell.getChars() !== '' || hasBackground(cell) || hasVisibleFlags(cell)) {
      return x + 1;
    }
  }
  return known;
}

/** Whether the cell is more than a blank that nobody could see. */
export function showsSomething(cell: Cell): boolean {
  return cell.getChars().trim() !== '' || showsOnBlank(cell);
}

/** Whether a blank of this rendition is to be seen. */
export function showsOnBlank(attributes: Attributes): boolean {
  return hasBackground(attributes) || hasVisibleFlags(attributes);
}

/** Whether there is a colour of its own behind it. */
function hasBackground({ bg }: Attributes): boolean {
  return (bg & COLOR_MODE) !== 0;
}

/** Inverse, underlined, struck through or overlined: to be seen where there is no character. */
export function hasVisibleFlags({ fg, bg }: Attributes): boolean {
  return (fg & 0x94000000) !== 0 || (bg & 0x40000000) !== 0;
}

function isErasedWith(cell: Cell, eraser: Pen): boolean {
  const isBlank = cell.getChars() === '' && cell.getWidth() === 1 && !hasVisibleFlags(cell);
  return isBlank && (cell.bg & COLOR_MODE) !== 0 && eraserOf(cell.bg).sgr === eraser.sgr;
}

/** Whether cells after the first are left to what the line was filled with. */
function isNotFilled(line: Line, cols: number, cell: Cell): boolean {
  for (let x = 1; x < cols; x += 1) {
    line.loadCell(x, cell);
    if (cell.getChars() === '' && (cell.bg & COLOR_MODE) === 0) {
      return true;
    }
  }
  return false;
}
