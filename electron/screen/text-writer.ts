// A long text that is written in very small pieces: kept as code units, not as a million little strings.

const FIRST_UNITS = 64 * 1024;

export class TextWriter {
  #units = new Uint16Array(FIRST_UNITS);
  #length = 0;

  push(text: string): void {
    for (let index = 0; index < text.length; index += 1) {
      this.pushUnit(text.charCodeAt(index));
    }
  }

  /** One UTF-16 code unit. */
  pushUnit(unit: number): void {
    if (this.#length === this.#units.length) {
      const grown = new Uint16Array(this.#length * 2);
      grown.set(this.#units);
      this.#units = grown;
    }
    this.#units[this.#length] = unit;
    this.#length += 1;
  }

  toString(): string {
    return Buffer.from(this.#units.buffer, 0, this.#length * 2).toString('utf16le');
  }
}
