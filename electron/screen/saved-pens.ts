// What the renditions of a saved text look like, each asked of an emulator once: a text of ten thousand lines has a few
// dozen of them.
import { Emulator } from './emulator.ts';
import type { Internals } from './internals.ts';
import { penOf } from './pen.ts';
import { showsOnBlank } from './serialise-buffer.ts';

export interface SavedPen {
  /** As a cell that was printed with it would be written. */
  readonly sgr: string;
  /** Whether a blank that is printed with it can be seen. */
  readonly showsOnBlank: boolean;
}

/** SGR that begins with a reset: what it looks like does not depend on what came before. */
const ABSOLUTE = /^\x1b\[(?:0(?:;[0-9:]+)*)?m$/;

const MOST_PENS = 10_000;

export class SavedPens {
  readonly #known = new Map<string, SavedPen | null>();
  readonly #emulator = new Emulator({ cols: 2, rows: 1, scrollbackLines: 0 });

  /** How wide characters are, and which of them are joined. */
  get unicode(): Internals['unicodeService'] {
    return this.#emulator.internals.unicodeService;
  }

  /** Null for what is no rendition by itself. */
  read(sgr: string): SavedPen | null {
    const known = this.#known.get(sgr);
    if (known !== undefined) return known;
    const read = ABSOLUTE.test(sgr) ? this.#ask(sgr) : null;
    // Pictures made of colours have as many as they like.
    if (this.#known.size >= MOST_PENS) this.#known.clear();
    this.#known.set(sgr, read);
    return read;
  }

  #ask(sgr: string): SavedPen {
    const { internals, links } = this.#emulator;
    this.#emulator.write(sgr);
    const attributes = internals._inputHandler._curAttrData;
    return { sgr: penOf(attributes, links).sgr, showsOnBlank: showsOnBlank(attributes) };
  }
}
