// One emulated terminal: xterm.js without a screen, bounded, with the marks that it does not keep itself (titles, prompt
// marks, where the present incarnation begins). Its invariant: what is replayed answers nothing; only live entries do.
import xterm, { type Terminal } from '@xterm/headless';
import { mendEmulator } from '../../shared/emulator/mend-emulator.ts';
import { reportGraphics } from '../../shared/images/graphics-reports.ts';
import { InlineImages } from '../../shared/images/inline-images.ts';
import { KEPT_PICTURE_BYTES } from '../../shared/images/saved-pictures.ts';
import { IncarnationLine } from '../../shared/incarnation-line.ts';
import { PromptMarks } from '../../shared/prompt-marks.ts';
import type { PromptMark } from '../../shared/snapshot.ts';
import { type Internals, internalsOf } from './internals.ts';
import { Links } from './links.ts';
import { enableGraphemes } from './unicode.ts';

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
  readonly #incarnation: IncarnationLine;
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
    mendEmulator(this.terminal, () => {
      this.#failures += 1;
    });
    this.links = new Links(this.terminal, this.internals);
    this.images = new InlineImages(this.terminal, { keepBytes: KEPT_PICTURE_BYTES });
    reportGraphics(this.terminal);
    this.terminal.onTitleChange((title) => {
      this.title = title;
    });
    this.#marks = new PromptMarks(this.terminal, () => this.normal);
    this.#incarnation = new IncarnationLine(this.terminal, () => this.normal);
  }

  get normal() {
    return this.internals._bufferService.buffers.normal;
  }

  get isAlternate(): boolean {
    return this.terminal.buffer.active.type === 'alternate';
  }

  /** Parses at once: xterm.js's own queue would put every piece off to a later turn. */
  write(data: string | Uint8Array): void {
    this.internals._inputHandler.parse(data);
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
    this.#incarnation.begin(line);
  }

  /** 0 when the beginning has scrolled away or was cleared. */
  get incarnationLine(): number {
    return this.#incarnation.current ?? 0;
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
}
