// The pictures of one terminal: which there are, and which cells show which part of them. The cells themselves carry the
// marks, so that a picture scrolls, is overwritten and is erased as text is. Invariants: the cursor moves alike in every
// emulator; what is kept is bounded, the oldest picture goes first; no cell's text or rendition is touched. Draws nothing.
import {
  type ExtendedAttributes,
  type ImageBuffer,
  type ImageCell,
  type ImageCore,
  type ImageLine,
  type ImageTerminal,
  imageCoreOf,
} from './emulator-core.ts';
import { footprintOf, type Picture } from './picture.ts';
import { MAX_PICTURES, type SavedPicture, type SavedPictures, type SavedRun } from './saved-pictures.ts';
import { takePictures } from './take-pictures.ts';

const HAS_EXTENDED = 0x10000000;

/** One row of a picture; which column a cell shows follows from its distance to `left`. */
interface Mark {
  readonly picture: number;
  readonly row: number;
  readonly left: number;
}

/** Neighbouring cells with the same row of the same picture: from `start` up to `end`. */
export interface PictureRun extends Mark {
  readonly start: number;
  readonly end: number;
}

export class InlineImages {
  readonly #terminal: ImageTerminal;
  readonly #core: ImageCore;
  readonly #keepBytes: number;
  /** In the order in which they came. */
  readonly #pictures = new Map<number, Picture>();
  readonly #marks = new WeakMap<ExtendedAttributes, Mark>();
  #bytes = 0;
  #last = 0;

  /** `keepBytes`: what the strings and files of all pictures may come to. */
  constructor(terminal: ImageTerminal, { keepBytes }: { keepBytes: number }) {
    this.#terminal = terminal;
    this.#core = imageCoreOf(terminal);
    this.#keepBytes = keepBytes;
    takePictures(terminal, this.#core, (picture) => this.#show(picture));
  }

  get isEmpty(): boolean {
    return this.#pictures.size === 0;
  }

  /** Undefined when it had to go. */
  get(picture: number): Picture | undefined {
    return this.#pictures.get(picture);
  }

  /** What of pictures a line of the shown buffer has, from left to right. */
  runsOf(line: number): PictureRun[] {
    return this.#runsOf(this.#core._bufferService.buffer, line);
  }

  /** Everything that is still to be seen, the scrollback included. */
  capture(): SavedPictures {
    const { buffers } = this.#core._bufferService;
    const isAlternate = this.#terminal.buffer.active.type === 'alternate';
    return {
      primary: this.#captureBuffer(buffers.normal, 0),
      alternate: isAlternate ? this.#captureBuffer(buffers.alt, buffers.alt.ybase) : [],
    };
  }

  /**
   * Puts pictures where they were, in place of all others. The text is there already; `lineCount`: what the primary buffer
   * had when they were captured, of which a shorter scrollback has lost the first.
   */
  restore({ primary, alternate }: SavedPictures, lineCount: number): void {
    this.#pictures.clear();
    this.#bytes = 0;
    const { buffers } = this.#core._bufferService;
    const lost = Math.max(0, lineCount - buffers.normal.lines.length);
    const place = (pictures: readonly SavedPicture[], buffer: ImageBuffer, offset: number): void => {
      for (const { runs, ...picture } of pictures) {
        const number = this.#keep(picture);
        for (const { line, ...run } of runs) {
          this.#mark(buffer.lines.get(line + offset), { ...run, picture: number });
        }
      }
    };
    place(primary, buffers.normal, -lost);
    place(alternate, buffers.alt, buffers.alt.ybase);
  }

  /** At the cursor, which then stands behind its last row; lines scroll as they do for text. */
  #show(picture: Picture): void {
    const { _bufferService, _inputHandler } = this.#core;
    const { cols } = this.#terminal;
    const footprint = footprintOf(picture);
    const left = Math.min(_bufferService.buffer.x, cols - 1);
    const number = this.#keep(picture);
    for (let row = 0; row < footprint.rows; row += 1) {
      const { buffer } = _bufferService;
      const line = buffer.lines.get(buffer.ybase + buffer.y);
      this.#mark(line, { picture: number, row, left, start: left, end: left + footprint.cols });
      if (row < footprint.rows - 1) _inputHandler.lineFeed();
    }
    _bufferService.buffer.x = Math.min(left + footprint.cols, cols - 1);
  }

  #keep(picture: Picture): number {
    this.#last += 1;
    this.#pictures.set(this.#last, picture);
    this.#bytes += picture.data.length;
    for (const [number, oldest] of this.#pictures) {
      if (this.#bytes <= this.#keepBytes && this.#pictures.size <= MAX_PICTURES) break;
      this.#pictures.delete(number);
      this.#bytes -= oldest.data.length;
    }
    return this.#last;
  }

  #mark(line: ImageLine | undefined, { picture, row, left, start, end }: PictureRun): void {
    // A picture that had to go at once leaves no marks behind, only its place.
    if (line === undefined || !this.#pictures.has(picture)) return;
    const mark = { picture, row, left };
    const cell = this.#newCell();
    let shared: ExtendedAttributes | null = null;
    for (let x = start; x < Math.min(end, line.length, this.#terminal.cols); x += 1) {
      line.loadCell(x, cell);
      if ((cell.bg & HAS_EXTENDED) === 0) {
        shared ??= this.#plainAttributes();
        cell.bg |= HAS_EXTENDED;
        cell.extended = shared;
      } else cell.extended = cell.extended.clone();
      this.#marks.set(cell.extended, mark);
      line.setCell(x, cell);
    }
  }

  #plainAttributes(): ExtendedAttributes {
    return this.#newCell().extended.clone();
  }

  #newCell(): ImageCell {
    return this.#terminal.buffer.active.getNullCell() as ImageCell;
  }

  #captureBuffer(buffer: ImageBuffer, first: number): SavedPicture[] {
    if (this.isEmpty) return [];
    const runs = new Map<number, SavedRun[]>();
    for (let line = first; line < buffer.lines.length; line += 1) {
      for (const { picture, start, end, row, left } of this.#runsOf(buffer, line)) {
        const ofPicture = runs.get(picture) ?? [];
        ofPicture.push({ line: line - first, start, end, row, left });
        runs.set(picture, ofPicture);
      }
    }
    // Name by name and in order: equal screens give equal bytes.
    return [...this.#pictures].flatMap(([number, { kind, width, height, data }]) => {
      const ofPicture = runs.get(number);
      return ofPicture === undefined ? [] : [{ kind, width, height, data, runs: ofPicture }];
    });
  }

  #runsOf(buffer: ImageBuffer, index: number): PictureRun[] {
    const line = buffer.lines.get(index);
    if (line === undefined || this.isEmpty) return [];
    const runs: PictureRun[] = [];
    const cell = this.#newCell();
    let open: (Mark & { start: number; end: number }) | null = null;
    for (const key of Object.keys(line._extendedAttrs)) {
      const x = Number(key);
      // An entry outlives what was marked with it; the cell has the last word.
      const isMarked = x < this.#terminal.cols && (line.loadCell(x, cell).bg & HAS_EXTENDED) !== 0;
      const mark = isMarked ? this.#marks.get(cell.extended) : undefined;
      if (mark === undefined || !this.#pictures.has(mark.picture)) continue;
      if (open !== null && open.end === x && isSame(open, mark)) open.end = x + 1;
      else {
        open = { ...mark, start: x, end: x + 1 };
        runs.push(open);
      }
    }
    return runs;
  }
}

function isSame(a: Mark, b: Mark): boolean {
  return a.picture === b.picture && a.row === b.row && a.left === b.left;
}
