// A string of a terminal's stream, kept as bytes while it comes; more than its limit is counted and not kept.

export class ByteCollector {
  readonly #limit: number;
  #bytes = new Uint8Array(1024);
  #length = 0;

  constructor(limitBytes: number) {
    this.#limit = limitBytes;
  }

  get isOver(): boolean {
    return this.#length > this.#limit;
  }

  /** Code points; those of no ASCII character are kept as 0, which means nothing in any string that is collected here. */
  push(codes: Uint32Array, start: number, end: number): void {
    const from = this.#length;
    this.#length += end - start;
    if (this.isOver) return;
    if (this.#length > this.#bytes.length) {
      const room = new Uint8Array(Math.min(this.#limit, Math.max(this.#length, 2 * this.#bytes.length)));
      room.set(this.#bytes.subarray(0, from));
      this.#bytes = room;
    }
    for (let at = start; at < end; at += 1) {
      const code = codes[at] as number;
      this.#bytes[from + at - start] = code < 0x80 ? code : 0;
    }
  }

  /** A copy of its own; empty if there was too much. */
  take(): Uint8Array {
    return this.isOver ? new Uint8Array() : this.#bytes.slice(0, this.#length);
  }
}
