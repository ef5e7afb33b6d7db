// Looks for a text in one line, however many rows it fills. The search addon asks row by row; its own answer goes back to the
// line's beginning for each of them and counts every cell up to there, so that a line of ten thousand rows stops the window for
// minutes. Here a line is looked at once. Places and order are the addon's, with three differences: patterns see the whole line
// (`^` is its beginning, not any place from which the addon goes on), cells are counted rightly after a wide character that did
// not fit into its row, and a line whose beginning has scrolled away for good is searched as well (a buffer that holds one such
// line alone would never be done with).
import type { ISearchOptions, SearchAddon } from '@xterm/addon-search';
import type { IBufferLine, Terminal } from '@xterm/xterm';
import { type FoundText, type LineText, type SearchEngine, searchEngineOf } from './emulator-internals.ts';

/** The part of an emulator that is needed. */
export type SearchedTerminal = Pick<Terminal, 'cols' | 'buffer'>;

interface Line {
  /** Its first row. */
  readonly start: number;
  readonly text: string;
  /** For each of its rows, where it begins in the text. */
  readonly rows: readonly number[];
  /** By whose identity it is known whether this is still the line that is there. */
  readonly source: LineText;
}

interface Found {
  readonly index: number;
  readonly text: string;
}

/** Ways to find one text in a line. */
interface Needle {
  /** The first place at or after `from`. */
  next(line: Line, from: number): Found | null;
  /** The last place that ends at or before `to`. */
  previous(line: Line, to: number): Found | null;
}

/** The addon must be loaded already. Whole words are asked for by a pattern (panes/find-words.ts). */
export function searchWholeLines(terminal: SearchedTerminal, search: SearchAddon): void {
  const engine = searchEngineOf(search);
  const lines = new LineSearch(terminal, engine._lineCache);
  engine._findInLine = (text, position, options, isBackwards) => {
    const { startRow: row, startCol: col } = position;
    if (isBackwards !== true) return lines.next(text, options, row, col);
    // Backwards it asks each row from the line's end on, and is answered at the first, having gone that much further right.
    if (!lines.isContinued(row)) return lines.previous(text, options, row, col);
    position.startCol += terminal.cols;
    return undefined;
  };
}

class LineSearch {
  readonly #terminal: SearchedTerminal;
  readonly #cache: SearchEngine['_lineCache'];
  #line: Line | null = null;
  #needle: { readonly key: string; readonly needle: Needle } | null = null;
  /** Nothing was found in this line from there on. */
  #nothing: { readonly source: LineText; readonly needle: Needle; readonly from: number } | null = null;

  constructor(terminal: SearchedTerminal, cache: SearchEngine['_lineCache']) {
    this.#terminal = terminal;
    this.#cache = cache;
  }

  /** Whether the row goes on with a line of which there is a row before. */
  isContinued(row: number): boolean {
    return row > 0 && this.#terminal.buffer.active.getLine(row)?.isWrapped === true;
  }

  next(text: string, options: ISearchOptions | undefined, row: number, col: number): FoundText | undefined {
    const needle = this.#needleFor(text, options);
    const line = this.#lineAt(row);
    const from = this.#indexAt(line, row, col);
    const { source } = line;
    const nothing = this.#nothing;
    if (nothing?.source === source && nothing.needle === needle && from >= nothing.from) return undefined;
    const found = needle.next(line, from);
    if (found === null) this.#nothing = { source, needle, from };
    return found === null ? undefined : this.#placeOf(line, found);
  }

  previous(
    text: string,
    options: ISearchOptions | undefined,
    row: number,
    col: number,
  ): FoundText | undefined {
    const line = this.#lineAt(row);
    const found = this.#needleFor(text, options).previous(line, this.#indexAt(line, row, col));
    return found === null ? undefined : this.#placeOf(line, found);
  }

  #needleFor(text: string, { regex = false, caseSensitive = false }: ISearchOptions = {}): Needle {
    const key = JSON.stringify([text, regex, caseSensitive]);
    if (this.#needle?.key !== key) {
      this.#needle = {
        key,
        needle: regex ? patternNeedle(text, caseSensitive) : plainNeedle(text, caseSensitive),
      };
    }
    return this.#needle.needle;
  }

  #lineAt(row: number): Line {
    const last = this.#line;
    const isLast =
      last !== null &&
      row >= last.start &&
      row < last.start + last.rows.length &&
      this.#cache.getLineFromCache(last.start) === last.source;
    if (isLast) return last;
    let start = row;
    while (this.isContinued(start)) start -= 1;
    let source = this.#cache.getLineFromCache(start);
    if (source === undefined) {
      source = this.#read(start);
      this.#cache.setLineInCache(start, source);
    }
    const [text, rows] = source;
    this.#line = { start, text, rows, source };
    return this.#line;
  }

  /** Ends with the buffer: what the emulator gives for a row behind the last is the first one, as soon as the buffer is full. */
  #read(start: number): LineText {
    const { length } = this.#terminal.buffer.active;
    const rows: number[] = [];
    const texts: string[] = [];
    let textLength = 0;
    for (let row = start; row < length; row += 1) {
      const goesOn = row + 1 < length && this.isContinued(row + 1);
      const text = this.#textOf(row, goesOn);
      rows.push(textLength);
      texts.push(text);
      textLength += text.length;
      if (!goesOn) break;
    }
    return [texts.join(''), rows];
  }

  /** Without the cell that was left empty because a wide character did not fit into it. */
  #textOf(row: number, goesOn: boolean): string {
    const { active } = this.#terminal.buffer;
    const line = active.getLine(row);
    const text = line?.translateToString(!goesOn) ?? '';
    if (
      line === undefined ||
      !goesOn ||
      active
        .getLine(row + 1)
        ?.getCell(0)
        ?.getWidth() !== 2
    )
      return text;
    const last = line.getCell(line.length - 1);
    return last?.getWidth() === 1 && last.getChars() === '' ? text.slice(0, -1) : text;
  }

  /** Where a cell is in the text; `col` may lie to the right of its row, and means a later one then. */
  #indexAt({ start, text, rows }: Line, row: number, col: number): number {
    const { cols, buffer } = this.#terminal;
    const target = row - start + Math.floor(col / cols);
    const begin = rows[target];
    if (begin === undefined) return text.length;
    const line = buffer.active.getLine(start + target);
    return Math.min(text.length, begin + (line === undefined ? 0 : textLength(line, col % cols)));
  }

  #placeOf({ start, rows }: Line, { index, text }: Found): FoundText {
    const { cols, buffer } = this.#terminal;
    const at = (place: number, side: 'start' | 'end') => {
      const row = rowOf(rows, place);
      const line = buffer.active.getLine(start + row);
      return { row, col: line === undefined ? 0 : columnOf(line, place - (rows[row] ?? 0), side) };
    };
    const first = at(index, 'start');
    const end = at(index + text.length, 'end');
    const size = (end.row - first.row) * cols + end.col - first.col;
    return { term: text, row: start + first.row, col: first.col, size };
  }
}

function plainNeedle(text: string, isCaseSensitive: boolean): Needle {
  const wanted = isCaseSensitive ? text : text.toLowerCase();
  let folded: { readonly source: LineText; readonly text: string } | null = null;
  const textOf = ({ source, text: whole }: Line): string => {
    if (isCaseSensitive) return whole;
    if (folded?.source !== source) folded = { source, text: whole.toLowerCase() };
    return folded.text;
  };
  const foundAt = (index: number): Found | null => (index === -1 ? null : { index, text });
  return {
    next: (line, from) => foundAt(textOf(line).indexOf(wanted, from)),
    previous: (line, to) =>
      to < wanted.length ? null : foundAt(textOf(line).lastIndexOf(wanted, to - wanted.length)),
  };
}

function patternNeedle(source: string, isCaseSensitive: boolean): Needle {
  const pattern = new RegExp(source, isCaseSensitive ? 'g' : 'gi');
  const matchAt = (text: string, from: number): Found | null => {
    pattern.lastIndex = from;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      if (match[0] !== '') return { index: match.index, text: match[0] };
      // Nothing can be shown of an empty match.
      pattern.lastIndex += 1;
    }
    return null;
  };
  return {
    next: ({ text }, from) => matchAt(text, from),
    previous({ text }, to) {
      let last: Found | null = null;
      for (let found = matchAt(text, 0); found !== null; found = matchAt(text, found.index + 1)) {
        if (found.index >= to) break;
        if (found.index + found.text.length <= to) last = found;
      }
      return last;
    },
  };
}

/** The last row that begins at or before `place`. */
function rowOf(rows: readonly number[], place: number): number {
  let [low, high] = [0, rows.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((rows[middle] ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** How much of a row's text lies in its first `cols` cells. */
function textLength(line: IBufferLine, cols: number): number {
  let length = 0;
  for (let x = 0; x < cols; x += 1) {
    const cell = line.getCell(x);
    if (cell !== undefined && cell.getWidth() > 0) length += cell.getChars().length || 1;
  }
  return length;
}

/** The cell in which the text begins, or behind which it ends, that has so much of the row's text before it. */
function columnOf(line: IBufferLine, length: number, side: 'start' | 'end'): number {
  let [col, left] = [0, length];
  for (let cell = line.getCell(col); cell !== undefined && left > 0; cell = line.getCell(col)) {
    left -= cell.getChars().length || 1;
    if (left < 0 && side === 'start') break;
    col += Math.max(1, cell.getWidth());
  }
  return col;
}
