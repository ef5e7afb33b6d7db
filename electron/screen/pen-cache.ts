// The renditions of a screen's cells, each made once: a screen of ten thousand lines has a few dozen of them.
import type { Attributes } from './internals.ts';
import { type HyperlinkSource, type Pen, PLAIN_PEN, penOf } from './pen.ts';

const EXTENDED = 0x10000000;

/** The rendition of one cell after the other: neighbours mostly have the same. */
export class PenCache {
  readonly #links: HyperlinkSource;
  readonly #simple = new Map<number, Map<number, Pen>>();
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
      this.#pen = isExtended ? penOf(cell, this.#links) : this.#simplePen(cell);
    }
    return this.#pen;
  }

  #simplePen(cell: Attributes): Pen {
    let byBackground = this.#simple.get(cell.fg);
    if (byBackground === undefined) {
      byBackground = new Map();
      this.#simple.set(cell.fg, byBackground);
    }
    let pen = byBackground.get(cell.bg);
    if (pen === undefined) {
      pen = penOf(cell, this.#links);
      byBackground.set(cell.bg, pen);
    }
    return pen;
  }
}
