// The language of sixel graphics (DEC STD 070, chapter 9; the VT330/340 manual): what a string of it paints, and how large that
// is. Bounded: counts beyond any picture are cut, and nothing is allocated here. Takes its input in pieces of any size.
import type { PixelSize } from './picture.ts';

/** More than a picture may measure, so that one that goes beyond is seen to. */
const MAX_NUMBER = 10_000;
const MAX_PARAMS = 5;

/** A colour as it is defined: 'hls' in degrees and percents, 'rgb' in percents. */
export interface SixelColour {
  readonly space: 'hls' | 'rgb';
  readonly values: readonly [number, number, number];
}

export interface SixelSink {
  /** The size that the string says it has. */
  declare(size: PixelSize): void;
  /** What is painted next has this colour; `definition`: which is this from now on. */
  choose(register: number, definition: SixelColour | null): void;
  /** Six dots below each other, the lowest bit at `y`, and the same `count` times to the right. */
  paint(dots: number, at: { readonly x: number; readonly y: number; readonly count: number }): void;
}

const REPEAT = 0x21;
const RASTER = 0x22;
const COLOUR = 0x23;

export class SixelReader {
  readonly #sink: SixelSink;
  #x = 0;
  #y = 0;
  #count = 1;
  /** The introducer whose numbers are being read, or 0. */
  #command = 0;
  #params: number[] = [];

  constructor(sink: SixelSink) {
    this.#sink = sink;
  }

  read(data: ArrayLike<number>, start = 0, end = data.length): void {
    for (let at = start; at < end; at += 1) this.#take(data[at] as number);
  }

  /** A colour or a size may stand last. */
  end(): void {
    this.#endCommand();
  }

  #take(code: number): void {
    if (this.#command !== 0) {
      if (code >= 0x30 && code <= 0x39) {
        this.#addDigit(code - 0x30);
        return;
      }
      if (code === 0x3b) {
        if (this.#params.length < MAX_PARAMS) this.#params.push(0);
        return;
      }
      this.#endCommand();
    }
    if (code >= 0x3f && code <= 0x7e) this.#paint(code - 0x3f);
    else if (code === REPEAT || code === RASTER || code === COLOUR) {
      this.#command = code;
      this.#params = [0];
    } else if (code === 0x24) this.#x = 0;
    else if (code === 0x2d) {
      this.#x = 0;
      this.#y = Math.min(this.#y + 6, MAX_NUMBER);
    }
  }

  #addDigit(digit: number): void {
    const last = this.#params.length - 1;
    this.#params[last] = Math.min((this.#params[last] ?? 0) * 10 + digit, MAX_NUMBER);
  }

  #endCommand(): void {
    const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0] = this.#params;
    switch (this.#command) {
      case REPEAT:
        this.#count = Math.max(1, first);
        break;
      case RASTER:
        this.#sink.declare({ width: third, height: fourth });
        break;
      case COLOUR: {
        const space = second === 1 ? 'hls' : second === 2 ? 'rgb' : null;
        this.#sink.choose(first, space === null ? null : { space, values: [third, fourth, fifth] });
        break;
      }
      default:
        break;
    }
    this.#command = 0;
  }

  #paint(dots: number): void {
    if (dots !== 0) this.#sink.paint(dots, { x: this.#x, y: this.#y, count: this.#count });
    this.#x = Math.min(this.#x + this.#count, MAX_NUMBER);
    this.#count = 1;
  }
}

/** A sink that tells how large the picture is: as large as it says, and as large as what is painted. */
export class SixelRuler implements SixelSink {
  #width = 0;
  #height = 0;

  get size(): PixelSize {
    return { width: this.#width, height: this.#height };
  }

  declare({ width, height }: PixelSize): void {
    this.#width = Math.max(this.#width, width);
    this.#height = Math.max(this.#height, height);
  }

  choose(): void {
    // Colours take no room.
  }

  paint(dots: number, { x, y, count }: { x: number; y: number; count: number }): void {
    this.#width = Math.max(this.#width, x + count);
    this.#height = Math.max(this.#height, y + 32 - Math.clz32(dots));
  }
}
