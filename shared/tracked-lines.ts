// Places in a terminal's buffer that move along with their lines. xterm.js has markers for this, but pays for each of them
// whenever a line scrolls away; here that costs the same for one place and for two thousand. Knows a buffer only by the
// members named here.

/** Lines scroll out at the top (trim), and are taken out and put in anywhere. */
export interface MovingLines {
  readonly length: number;
  onTrim(listener: (count: number) => void): unknown;
  onInsert(listener: (event: { readonly index: number; readonly amount: number }) => void): unknown;
  onDelete(listener: (event: { readonly index: number; readonly amount: number }) => void): unknown;
}

interface TrackedLine<T> {
  /** Counted from the first line that the buffer ever had. */
  absolute: number;
  readonly value: T;
}

export class TrackedLines<T> {
  readonly #linesOf: () => MovingLines;
  readonly #most: number;
  #lines: MovingLines | null = null;
  /** Lines that have scrolled out of the buffer for good. */
  #trimmed = 0;
  /** In the order of their lines. */
  #tracked: TrackedLine<T>[] = [];

  /** `linesOf` tells the buffer's present lines: a hard reset makes new ones. At most `most` places are kept. */
  constructor(linesOf: () => MovingLines, most: number) {
    this.#linesOf = linesOf;
    this.#most = most;
  }

  add(line: number, value: T): void {
    this.#follow();
    const absolute = line + this.#trimmed;
    let at = this.#tracked.length;
    while (at > 0 && (this.#tracked[at - 1]?.absolute ?? 0) > absolute) {
      at -= 1;
    }
    this.#tracked.splice(at, 0, { absolute, value });
    if (this.#tracked.length > this.#most) {
      this.#tracked.shift();
    }
  }

  clear(): void {
    this.#tracked = [];
  }

  /** Forgets the places that are not to be kept; their lines are as `current` gives them. */
  keep(isKept: (line: number, value: T) => boolean): void {
    this.#follow();
    this.#tracked = this.#tracked.filter(({ absolute, value }) => isKept(absolute - this.#trimmed, value));
  }

  /** What is at a line, the latest first. Quick for the lowest lines. */
  at(line: number): T[] {
    this.#follow();
    const absolute = line + this.#trimmed;
    const found: T[] = [];
    for (let index = this.#tracked.length - 1; index >= 0; index -= 1) {
      const tracked = this.#tracked[index];
      if (tracked === undefined || tracked.absolute < absolute) break;
      if (tracked.absolute === absolute) found.push(tracked.value);
    }
    return found;
  }

  /** The places that are still there, from the top on. */
  current(): { readonly line: number; readonly value: T }[] {
    const { length } = this.#follow();
    return this.#tracked
      .map(({ absolute, value }) => ({ line: absolute - this.#trimmed, value }))
      .filter(({ line }) => line >= 0 && line < length);
  }

  #follow(): MovingLines {
    const lines = this.#linesOf();
    if (lines !== this.#lines) {
      this.#lines = lines;
      this.#trimmed = 0;
      this.#tracked = [];
      lines.onTrim((count) => {
        this.#trimmed += count;
      });
      lines.onInsert(({ index, amount }) => this.#shift(index, amount));
      lines.onDelete(({ index, amount }) => {
        this.#drop(index, amount);
        this.#shift(index, -amount);
      });
    }
    return lines;
  }

  #shift(index: number, amount: number): void {
    for (let at = this.#tracked.length - 1; at >= 0; at -= 1) {
      const tracked = this.#tracked[at];
      if (tracked === undefined || tracked.absolute < index + this.#trimmed) {
        return;
      }
      tracked.absolute += amount;
    }
  }

  #drop(index: number, amount: number): void {
    const [first, end] = [index + this.#trimmed, index + amount + this.#trimmed];
    if ((this.#tracked.at(-1)?.absolute ?? -1) >= first) {
      this.#tracked = this.#tracked.filter(({ absolute }) => absolute < first || absolute >= end);
    }
  }
}
