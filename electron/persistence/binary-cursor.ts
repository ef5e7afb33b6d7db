// Little-endian fields in order, for headers and tables. Invariant: a reader never reads past its end and a writer grows;
// 64-bit fields hold integers below 2^53.

const TWO_32 = 2 ** 32;

export function putU64(bytes: Buffer, at: number, value: number): void {
  bytes.writeUInt32LE(value % TWO_32, at);
  bytes.writeUInt32LE(Math.floor(value / TWO_32), at + 4);
}

/** A value of 2^53 or more comes back inexact; callers compare it with what they expect. */
export function getU64(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * TWO_32;
}

export class BinaryWriter {
  #bytes = Buffer.alloc(1024);
  #end = 0;

  get length(): number {
    return this.#end;
  }

  #grow(by: number): number {
    const at = this.#end;
    this.#end += by;
    if (this.#end > this.#bytes.length) {
      const larger = Buffer.alloc(Math.max(this.#end, 2 * this.#bytes.length));
      this.#bytes.copy(larger, 0, 0, at);
      this.#bytes = larger;
    }
    return at;
  }

  u8(value: number): this {
    const at = this.#grow(1);
    this.#bytes.writeUInt8(value, at);
    return this;
  }

  u16(value: number): this {
    const at = this.#grow(2);
    this.#bytes.writeUInt16LE(value, at);
    return this;
  }

  u32(value: number): this {
    const at = this.#grow(4);
    this.#bytes.writeUInt32LE(value, at);
    return this;
  }

  u64(value: number): this {
    const at = this.#grow(8);
    putU64(this.#bytes, at, value);
    return this;
  }

  /** Length (u16) and ASCII bytes. */
  name(value: string): this {
    this.u16(value.length);
    const at = this.#grow(value.length);
    this.#bytes.write(value, at, 'latin1');
    return this;
  }

  bytes(value: Uint8Array): this {
    const at = this.#grow(value.length);
    this.#bytes.set(value, at);
    return this;
  }

  /** What has been written so far; shares memory with the writer. */
  view(): Buffer {
    return this.#bytes.subarray(0, this.#end);
  }
}

/** Thrown when a field lies past the end: the file is shorter than its own tables say. */
export class ShortReadError extends Error {
  override readonly name = 'ShortReadError';
}

export class BinaryReader {
  readonly #bytes: Buffer;
  readonly #end: number;
  #at: number;

  constructor(bytes: Buffer, start: number, end: number) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  get remaining(): number {
    return this.#end - this.#at;
  }

  #take(count: number): number {
    if (count > this.remaining) throw new ShortReadError(`${count} bytes wanted, ${this.remaining} left`);
    const at = this.#at;
    this.#at += count;
    return at;
  }

  u8(): number {
    return this.#bytes.readUInt8(this.#take(1));
  }

  u16(): number {
    return this.#bytes.readUInt16LE(this.#take(2));
  }

  u32(): number {
    return this.#bytes.readUInt32LE(this.#take(4));
  }

  u64(): number {
    return getU64(this.#bytes, this.#take(8));
  }

  name(): string {
    const length = this.u16();
    const at = this.#take(length);
    return this.#bytes.toString('latin1', at, at + length);
  }

  bytes(count: number): Buffer {
    const at = this.#take(count);
    return this.#bytes.subarray(at, at + count);
  }
}
