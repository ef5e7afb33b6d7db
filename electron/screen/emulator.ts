// One emulated terminal: xterm.js without a screen, bounded, with the marks that it does not keep itself (titles, prompt
// marks, where the present incarnation begins). Its invariant: what is replayed answers nothing; only live entries do.
import xterm, { type Terminal } from '@xterm/headless';
import { clampCsiCounts } from '../../shared/clamp-csi.ts';
import { keepCombinedCells } from '../../shared/combined-cells.ts';
import { reportGraphics } from '../../shared/images/graphics-reports.ts';
import { InlineImages } from '../../shared/images/inline-images.ts';
import { KEPT_PICTURE_BYTES } from '../../shared/images/saved-pictures.ts';
import { PromptMarks } from '../../shared/prompt-marks.ts';
import type { PromptMark } from '../../shared/snapshot.ts';
import { joinSplitCharacters } from '../../shared/split-characters.ts';
import { TrackedLines } from '../../shared/tracked-lines.ts';
import { type Internals, internalsOf } from './internals.ts';
import { Links } from './links.ts';
import { enableGraphemes } from './unicode.ts';

/** What is lost at most when the emulator fails. */
const PIECE_BYTES = 16 * 1024;
const ABORT = '\x18';

export interface EmulatorOptions {
  readonly cols: number;
  readonly rows: number;
  readonly scrollbackLines: number;
}

export class Emulator {
  readonly terminal: Terminal;
  readonly internals: Internals;
  title = '';
  readonly links: Links;
  readonly images: InlineImages;
  readonly #marks: PromptMarks;
  readonly #incarnation = new TrackedLines<undefined>(() => this.normal.lines, 1);
  #failures = 0;

  constructor({ cols, rows, scrollbackLines }: EmulatorOptions) {
    this.terminal = new xterm.Terminal({
      cols,
      rows,
      scrollback: scrollbackLines,
      allowProposedApi: true,
      logLevel: 'off',
    });
    this.internals = internalsOf(this.terminal);
    enableGraphemes(this.terminal, (codePoint) => this.internals.unicodeService.wcwidth(codePoint));
    clampCsiCounts(this.terminal);
    joinSplitCharacters(this.terminal);
    keepCombinedCells(this.terminal);
    this.links = new Links(this.terminal, this.internals);
    this.images = new InlineImages(this.terminal, { keepBytes: KEPT_PICTURE_BYTES });
    reportGraphics(this.terminal);
    this.terminal.onTitleChange((title) => {
      this.title = title;
    });
    this.#marks = new PromptMarks(this.terminal, () => this.normal);
    this.terminal.parser.registerCsiHandler({ final: 'J' }, ([how]) => this.#handleErase(how));
  }

  get normal() {
    return this.internals._bufferService.buffers.normal;
  }

  get isAlternate(): boolean {
    return this.terminal.buffer.active.type === 'alternate';
  }

  /**
   * Parses at once: xterm.js's own queue would put every piece off to a later turn, and throw there what nobody catches.
   * What is left of a piece at which the emulator fails is lost, and the parser begins anew.
   */
  write(data: string | Uint8Array): void {
    if (typeof data === 'string') {
      this.#parse(data);
      return;
    }
    for (let from = 0; from < data.length; from += PIECE_BYTES) {
      this.#parse(data.subarray(from, from + PIECE_BYTES));
    }
  }

  /** How often the emulator itself failed at what it was given. */
  get failures(): number {
    return this.#failures;
  }

  /** As xterm.js clears: the line of the prompt stays, everything else goes. */
  clear(): void {
    this.#marks.handleClear();
    this.terminal.clear();
    this.#incarnation.clear();
  }

  /** From here on it is another process that prints. */
  beginIncarnation(line = this.normal.ybase + this.normal.y): void {
    this.#incarnation.clear();
    this.#incarnation.add(line, undefined);
  }

  /** 0 when the beginning has scrolled away or was cleared. */
  get incarnationLine(): number {
    return this.#incarnation.current()[0]?.line ?? 0;
  }

  get marks(): readonly PromptMark[] {
    return this.#marks.current;
  }

  addMark(mark: PromptMark): void {
    this.#marks.add(mark);
  }

  dispose(): void {
    this.terminal.dispose();
  }

  #parse(piece: string | Uint8Array): void {
    try {
      this.internals._inputHandler.parse(piece);
    } catch {
      this.#failures += 1;
      this.internals._inputHandler.parse(ABORT);
    }
  }

  /** What the screen is erased for is the present process's, also where an earlier one had printed. */
  #handleErase(how: unknown): boolean {
    const { normal } = this;
    const erasedFrom = how === 2 || how === 3 ? normal.ybase : normal.ybase + normal.y;
    const isForward = how === undefined || how === 0 || how === 2 || how === 3;
    if (isForward && !this.isAlternate && erasedFrom < this.incarnationLine)
      this.beginIncarnation(erasedFrom);
    return false;
  }
}
