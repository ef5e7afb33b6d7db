// Cuts a byte stream into lines, with a bound: what exceeds it is noticed before it is kept. Knows neither sockets nor JSON.

/** Thrown by `push` when a line grows past the limit. The reader is of no use afterwards. */
export class LineTooLongError extends Error {
  readonly code = 'too-large';
  constructor(limitBytes: number) {
    super(`a line may have at most ${limitBytes} bytes`);
  }
}

const newline = 0x0a;

export class LineReader {
  readonly #limitBytes: number;
  #parts: Uint8Array[] = [];
  #partialBytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** Bytes of a line whose end has not come yet. */
  get partialBytes(): number {
    return this.#partialBytes;
  }

  /** The lines that `chunk` completes, without their newlines; empty lines are left out. Keeps no more than one line's bytes. */
  push(chunk: Uint8Array): string[] {
    const lines: string[] = [];
    let from = 0;
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
      this.#add(chunk.subarray(from, at));
      const line = this.#take();
      if (line !== '') lines.push(line);
      from = at + 1;
    }
    this.#add(chunk.subarray(from));
    return lines;
  }

  #add(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (this.#partialBytes + bytes.length > this.#limitBytes) throw new LineTooLongError(this.#limitBytes);
    this.#parts.push(bytes);
    this.#partialBytes += bytes.length;
  }

  #take(): string {
    const [only] = this.#parts;
    const bytes = this.#parts.length === 1 && only !== undefined ? only : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#partialBytes = 0;
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8').trim();
  }
}
