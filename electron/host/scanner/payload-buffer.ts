// The text of a sequence that is being read: grows on demand up to a bound, and then only counts. What is beyond the
// bound is lost to the host alone; emulators get the bytes themselves.

const FIRST_BYTES = 256;
/** A path of 4,096 bytes, all of it percent-encoded, fits. */
const MOST_BYTES = 16 * 1024;

export class PayloadBuffer {
  #bytes = new Uint8Array(FIRST_BYTES);
  #length = 0;
  #isCut = false;
  readonly #decoder = new TextDecoder();

  get length(): number {
    return this.#length;
  }

  /** Whether something did not fit. */
  get isCut(): boolean {
    return this.#isCut;
  }

  push(byte: number): void {
    if (this.#length === this.#bytes.length) {
      this.#grow();
    }
    if (this.#length < this.#bytes.length) {
      this.#bytes[this.#length] = byte;
      this.#length += 1;
    } else {
      this.#isCut = true;
    }
  }

  /** Takes back the last bytes, unless they did not fit anyway. */
  dropLast(count: number): void {
    if (!this.#isCut) {
      this.#length -= count;
    }
  }

  clear(): void {
    this.#length = 0;
    this.#isCut = false;
  }

  text(): string {
    return this.#decoder.decode(this.#bytes.subarray(0, this.#length));
  }

  #grow(): void {
    const size = Math.min(this.#bytes.length * 2, MOST_BYTES);
    if (size > this.#bytes.length) {
      const grown = new Uint8Array(size);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
  }
}
