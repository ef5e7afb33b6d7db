// The rows of a saved text as a terminal of its width would show them, read from the text itself: what a shell leaves behind
// is characters, renditions and gaps, and for those it takes no emulator. Its invariant: what comes out is what an emulator
// gives (screen-text.ts); the lines that this cannot be sure of are given to one, all at once.
import { Emulator } from './emulator.ts';
import { PLAIN_PEN } from './pen.ts';
import { type SavedPen, SavedPens } from './saved-pens.ts';
import { readText } from './screen-text.ts';

export interface ReadRows {
  readonly lines: readonly string[];
  /** For each line, whether it goes on from the one before. */
  readonly wrapped: readonly boolean[];
}

export interface SavedRowsOptions {
  readonly cols: number;
  /** As TextOptions has it. */
  readonly ansi: boolean;
}

const BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const STYLE = 0x6d;
const GAP = 0x43;
const PLAIN: SavedPen = { sgr: PLAIN_PEN.sgr, showsOnBlank: false };

/** The rows of lines as serialise-buffer.ts writes them: each begins in the first column and with the plain rendition. */
export class SavedRows {
  #pens: SavedPens | null = null;

  /** Null when not even an emulator can tell line from line. */
  read(lines: readonly string[], options: SavedRowsOptions): ReadRows | null {
    this.#pens ??= new SavedPens();
    const pens = this.#pens;
    const read: (LineReader | string)[] = lines.map((line) => {
      const reader = new LineReader(options, pens);
      return reader.read(line) ? reader : line;
    });
    const others = emulated(
      read.filter((line) => typeof line === 'string'),
      options,
    );
    if (others === null) return null;
    const rows: { lines: string[]; wrapped: boolean[] } = { lines: [], wrapped: [] };
    let next = 0;
    for (const line of read) {
      const made = typeof line === 'string' ? (others[next++] ?? []) : line.rows;
      for (const [index, row] of made.entries()) {
        rows.lines.push(row);
        rows.wrapped.push(index > 0);
      }
    }
    return rows;
  }
}

/** The rows of each line, made by an emulator. */
function emulated(lines: readonly string[], { cols, ansi }: SavedRowsOptions): string[][] | null {
  if (lines.length === 0) return [];
  const chars = lines.reduce((sum, line) => sum + line.length, 0);
  // A row has one character at least, or is its line's first.
  const emulator = new Emulator({ cols, rows: 2, scrollbackLines: lines.length + chars });
  try {
    emulator.write(`${lines.join('\r\n')}\r\n`);
    const { ybase, y } = emulator.normal;
    const text = readText(emulator, { extent: 'scrollback', ansi });
    const made: string[][] = [];
    for (let row = 0; row < ybase + y; row += 1) {
      const line = text.lines[row] ?? '';
      if (text.wrapped[row] === true) made.at(-1)?.push(line);
      else made.push([line]);
    }
    return made.length === lines.length ? made : null;
  } finally {
    emulator.dispose();
  }
}

/** One line: walks its text, and breaks it into rows. */
class LineReader {
  readonly rows: string[] = [];
  readonly #cols: number;
  readonly #ansi: boolean;
  readonly #pens: SavedPens;
  /** What is printed with. */
  #pen = PLAIN;
  /** What a following character might be joined to. */
  #joinState = 0;
  #x = 0;
  #row = '';
  /** The rendition at the end of the row as it was written down. */
  #rowPen = PLAIN;
  /** Up to where the row shows anything, and with which rendition that ends. */
  #shownEnd = 0;
  #shownPen = PLAIN;

  constructor({ cols, ansi }: SavedRowsOptions, pens: SavedPens) {
    this.#cols = cols;
    this.#ansi = ansi;
    this.#pens = pens;
  }

  /** False when it takes an emulator; what was made by then is of no use. */
  read(line: string): boolean {
    let from = 0;
    while (from < line.length) {
      const at = line.indexOf('\x1b', from);
      const end = at === -1 ? line.length : at;
      if (end > from && !this.#print(line.slice(from, end))) return false;
      if (at === -1) break;
      const after = this.#control(line, at);
      if (after === null) return false;
      this.#joinState = 0;
      from = after;
    }
    this.#endRow();
    return true;
  }

  /** Returns the end of the sequence at `at`; null for one that moves elsewhere, erases or links. */
  #control(line: string, at: number): number | null {
    // A string terminator alone.
    if (line.charCodeAt(at + 1) === BACKSLASH) return at + 2;
    if (line.charCodeAt(at + 1) !== BRACKET) return null;
    let end = at + 2;
    while (isParameter(line.charCodeAt(end))) end += 1;
    switch (line.charCodeAt(end)) {
      case STYLE: {
        const pen = this.#pens.read(line.slice(at, end + 1));
        if (pen === null) return null;
        this.#pen = pen;
        return end + 1;
      }
      case GAP:
        return this.#skip(Math.max(1, Number(line.slice(at + 2, end)))) ? end + 1 : null;
      default:
        return null;
    }
  }

  /** Passes over cells in which nothing was printed. */
  #skip(count: number): boolean {
    // At the edge the cursor stays where it is.
    if (!(this.#x + count < this.#cols)) return false;
    this.#x += count;
    this.#write(' '.repeat(count), PLAIN);
    return true;
  }

  #print(text: string): boolean {
    return isAscii(text) && this.#joinState >> 3 === 0 ? this.#printAscii(text) : this.#printAny(text);
  }

  #printAscii(text: string): boolean {
    for (let from = 0; from < text.length; ) {
      if (this.#x === this.#cols) this.#wrap();
      const end = Math.min(text.length, from + this.#cols - this.#x);
      this.#write(text.slice(from, end), this.#pen);
      this.#x += end - from;
      from = end;
    }
    this.#joinState = this.#pens.unicode.charProperties(ASCII_LETTER, 0);
    return true;
  }

  /** Any characters that have cells of their own. */
  #printAny(text: string): boolean {
    for (const char of text) {
      this.#joinState = this.#pens.unicode.charProperties(char.codePointAt(0) ?? 0, this.#joinState);
      const width = (this.#joinState >> 1) & 3;
      const isJoined = (this.#joinState & 1) !== 0;
      if (isJoined || width < 1 || width > 2) return false;
      if (this.#x === this.#cols) this.#wrap();
      // What does not fit leaves a cell behind.
      if (this.#x + width > this.#cols) return false;
      this.#write(char, this.#pen);
      this.#x += width;
    }
    return true;
  }

  #write(text: string, pen: SavedPen): void {
    if (!this.#ansi) {
      this.#row += text;
      return;
    }
    if (pen.sgr !== this.#rowPen.sgr) this.#row += pen.sgr;
    this.#rowPen = pen;
    this.#row += text;
    const blanks = pen.showsOnBlank ? 0 : text.length - text.trimEnd().length;
    if (blanks === text.length) return;
    this.#shownEnd = this.#row.length - blanks;
    this.#shownPen = pen;
  }

  #wrap(): void {
    this.#endRow();
    this.#x = 0;
  }

  #endRow(): void {
    if (this.#ansi) {
      const end = this.#shownPen.sgr === PLAIN.sgr ? '' : PLAIN.sgr;
      this.rows.push(`${this.#row.slice(0, this.#shownEnd)}${end}`);
    } else this.rows.push(this.#row.trimEnd());
    this.#row = '';
    this.#rowPen = PLAIN;
    this.#shownEnd = 0;
    this.#shownPen = PLAIN;
  }
}

const ASCII_LETTER = 0x61;

/** A digit, a colon or a semicolon. */
function isParameter(code: number): boolean {
  return code >= 0x30 && code <= 0x3b;
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) >= 0x7f) return false;
  return true;
}
