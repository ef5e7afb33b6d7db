// A buffer's lines as text that makes them again when it is written into an empty terminal of the same width. Its
// invariant: writing the text and serialising again gives the same text. Soft wraps are made by running over the right
// edge, empty cells by moving over them, coloured empty cells by erasing. Knows cells, not bytes, files or modes.
import type { Attributes, Cell, Internals, Line, ScreenBuffer } from './internals.ts';
import { eraserOf, type HyperlinkSource, type Pen, PLAIN_PEN, penChange, penOf } from './pen.ts';

const CSI = '\x1b[';
/** A string terminator alone does nothing, but what follows is not joined to what came before. */
const SEPARATOR = '\x1b\\';
const EXTENDED = 0x10000000;
const COLOR_MODE = 0x3000000;

export interface SerialiserTools {
  readonly cols: number;
  readonly rows: number;
  readonly unicode: Internals['unicodeService'];
  readonly links: HyperlinkSource;
  /** A cell to load into. */
  readonly cell: Cell;
}

/** The lines [0, lineCount) of a buffer; see above. */
export function serialiseLines(buffer: ScreenBuffer, lineCount: number, tools: SerialiserTools): string {
  const writer = new LineWriter(tools);
  for (let index = 0; index < lineCount; index += 1) {
    const line = buffer.lines.get(index);
    const next = index + 1 < lineCount ? buffer.lines.get(index + 1) : undefined;
    if (line !== undefined) {
      writer.writeLine(line, next, index + 1 < lineCount);
    }
  }
  return writer.finish();
}

/** How many lines have to be written: all when there is scrollback, else up to the last that shows anything. */
export function meaningfulLineCount(buffer: ScreenBuffer): number {
  if (buffer.ybase > 0) {
    return buffer.lines.length;
  }
  for (let index = buffer.lines.length - 1; index >= 0; index -= 1) {
    const line = buffer.lines.get(index);
    if (line !== undefined && (line.isWrapped || line.getNoBgTrimmedLength() > 0)) {
      return index + 1;
    }
  }
  return 0;
}

/** The rendition of one cell after the other: neighbours mostly have the same. */
export class PenCache {
  readonly #links: HyperlinkSource;
  #fg = 0;
  #bg = 0;
  #ext = 0;
  #urlId = 0;
  #pen = PLAIN_PEN;

  constructor(links: HyperlinkSource) {
    this.#links = links;
  }

  penOf(cell: Attributes): Pen {
    const isExtended = (cell.bg & EXTENDED) !== 0;
    const ext = isExtended ? cell.extended._ext : 0;
    const urlId = isExtended ? cell.extended.urlId : 0;
    if (cell.fg !== this.#fg || cell.bg !== this.#bg || ext !== this.#ext || urlId !== this.#urlId) {
      [this.#fg, this.#bg, this.#ext, this.#urlId] = [cell.fg, cell.bg, ext, urlId];
      this.#pen = penOf(cell, this.#links);
    }
    return this.#pen;
  }
}

class LineWriter {
  readonly #tools: SerialiserTools;
  readonly #pens: PenCache;
  readonly #parts: string[] = [];
  #pen = PLAIN_PEN;
  /** What a following character might be joined to, as the emulator will see it. */
  #joinState = 0;
  /** Empty cells to be passed over before the next thing is written. */
  #gap = 0;
  /** Columns of the present line that the line before has already made by wrapping. */
  #doneCols = 0;

  constructor(tools: SerialiserTools) {
    this.#tools = tools;
    this.#pens = new PenCache(tools.links);
  }

  finish(): string {
    this.#takePen(PLAIN_PEN);
    return this.#parts.join('');
  }

  writeLine(line: Line, next: Line | undefined, hasNext: boolean): void {
    const { cols } = this.#tools;
    const length = Math.min(cols, line.getNoBgTrimmedLength());
    this.#gap = 0;
    if (next?.isWrapped === true) {
      this.#writeWrapped(line, next, length);
      return;
    }
    this.#writeCells(line, this.#doneCols, length);
    this.#doneCols = 0;
    if (hasNext) {
      // A line feed at the bottom fills the new line with the background in use.
      this.#takePen(PLAIN_PEN);
      this.#control('\r\n');
    }
  }

  #writeCells(line: Line, from: number, to: number): void {
    const { cell, cols } = this.#tools;
    for (let x = from; x < to; ) {
      line.loadCell(x, cell);
      const chars = cell.getChars();
      const width = cell.getWidth();
      if (chars === '' || width === 0) {
        x += this.#writeBlank(line, x, to);
      } else if (x + width > cols) {
        // Half of a wide character, cut by a resize.
        this.#print(' ', 1, this.#pens.penOf(cell));
        x += 1;
      } else {
        this.#print(chars, width, this.#pens.penOf(cell), x);
        x += width;
      }
    }
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
    const { cell, cols } = this.#tools;
    next.loadCell(0, cell);
    const first = {
      chars: cell.getChars(),
      width: cell.getWidth(),
      pen: this.#pens.penOf(cell),
      bg: cell.bg,
    };
    const hasText = first.chars !== '' && first.width > 0;
    line.loadCell(cols - 1, cell);
    const isLastEmpty = cell.getChars() === '' && cell.getWidth() === 1;
    const isLeftForWide = isLastEmpty && first.width === 2 && this.#pens.penOf(cell).sgr === first.pen.sgr;
    const end = isLeftForWide ? Math.min(length, cols - 1) : length;
    this.#writeCells(line, this.#doneCols, end);
    const toLastColumn = cols - 1 - (Math.max(end, this.#doneCols) - this.#gap);
    let isPadded = false;
    if (isLeftForWide) {
      this.#gap = toLastColumn;
      this.#flushGap();
    } else if (toLastColumn >= 0) {
      this.#gap = toLastColumn;
      this.#print(' ', 1, PLAIN_PEN);
      isPadded = true;
    }
    this.#print(hasText ? first.chars : ' ', hasText ? first.width : 1, hasText ? first.pen : PLAIN_PEN, 0);
    this.#doneCols = hasText ? first.width : 0;
    if (isPadded) {
      this.#eraseLastColumnAbove(line, hasText ? first.width : 1);
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

  /** Takes back a blank that was printed only to make the wrap; `column` is where the cursor is on the line below. */
  #eraseLastColumnAbove(line: Line, column: number): void {
    const { cell, cols, rows } = this.#tools;
    if (rows > 1) {
      line.loadCell(cols - 1, cell);
      this.#takePen(eraserOf(cell.bg));
      this.#control(`${CSI}A${CSI}${cols}G${CSI}X${CSI}B${CSI}${column + 1}G`);
    }
  }

  /** `x` is given where the place after it has to be certain. */
  #print(chars: string, width: number, pen: Pen, x?: number): void {
    this.#flushGap();
    this.#takePen(pen);
    const predicted = this.#join(chars);
    this.#parts.push(chars);
    if (predicted !== width && x !== undefined) {
      this.#control(`${CSI}${x + width + 1}G`);
    }
  }

  /** Keeps the cell apart from the one before, and returns the width that the emulator will give it. */
  #join(chars: string): number {
    const { unicode } = this.#tools;
    let isFirst = true;
    for (const char of chars) {
      const codePoint = char.codePointAt(0) ?? 0;
      let properties = unicode.charProperties(codePoint, this.#joinState);
      if (isFirst && (properties & 1) !== 0) {
        this.#control(SEPARATOR);
        properties = unicode.charProperties(codePoint, 0);
      }
      this.#joinState = properties;
      isFirst = false;
    }
    return (this.#joinState >> 1) & 3;
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
    this.#parts.push(sequence);
    this.#joinState = 0;
  }
}

/** Inverse, underlined, struck through or overlined: to be seen where there is no character. */
function hasVisibleFlags(cell: Cell): boolean {
  return (cell.fg & 0x94000000) !== 0 || (cell.bg & 0x40000000) !== 0;
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
