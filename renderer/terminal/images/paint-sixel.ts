// Paints a sixel string as pixels. Registers begin with the colours of the VT340; what is not painted is transparent, so that
// the terminal's background shows. Pure.
import type { PixelSize } from '../../../shared/images/picture.ts';
import { type SixelColour, SixelReader, type SixelSink } from '../../../shared/images/sixel.ts';

const MAX_REGISTER = 1023;
const OPAQUE = 255;

/** The VT340's own, in percents of red, green and blue. */
const VT340: readonly (readonly [number, number, number])[] = [
  [0, 0, 0],
  [20, 20, 80],
  [80, 13, 13],
  [20, 80, 20],
  [80, 20, 80],
  [20, 80, 80],
  [80, 80, 20],
  [53, 53, 53],
  [26, 26, 26],
  [33, 33, 60],
  [60, 26, 26],
  [33, 60, 33],
  [60, 33, 60],
  [33, 60, 60],
  [60, 60, 33],
  [80, 80, 80],
];

/** RGBA, row by row; what the string paints beyond `size` is cut off. */
export function paintSixel(data: Uint8Array, size: PixelSize): Uint8ClampedArray<ArrayBuffer> {
  const painter = new SixelPainter(size);
  const reader = new SixelReader(painter);
  reader.read(data);
  reader.end();
  return painter.rgba;
}

class SixelPainter implements SixelSink {
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
  readonly #size: PixelSize;
  /** One number for a pixel, in the byte order of this machine. */
  readonly #pixels: Uint32Array;
  readonly #registers = new Map<number, number>();
  #colour: number;

  constructor(size: PixelSize) {
    this.#size = size;
    this.rgba = new Uint8ClampedArray(size.width * size.height * 4);
    this.#pixels = new Uint32Array(this.rgba.buffer);
    for (const [register, values] of VT340.entries()) this.#registers.set(register, packed(values));
    this.#colour = packed([0, 0, 0]);
  }

  declare(): void {
    // The size is known already.
  }

  choose(register: number, definition: SixelColour | null): void {
    if (register > MAX_REGISTER) return;
    if (definition !== null) {
      const { space, values } = definition;
      this.#registers.set(register, packed(space === 'rgb' ? values : rgbOfHls(values)));
    }
    this.#colour = this.#registers.get(register) ?? this.#colour;
  }

  paint(dots: number, { x, y, count }: { x: number; y: number; count: number }): void {
    const { width, height } = this.#size;
    const end = Math.min(x + count, width);
    for (let row = 0; row < 6 && y + row < height; row += 1) {
      if ((dots & (1 << row)) === 0) continue;
      const from = (y + row) * width;
      this.#pixels.fill(this.#colour, from + Math.min(x, end), from + end);
    }
  }
}

/** Percents to a pixel. */
function packed(values: readonly [number, number, number]): number {
  const [red, green, blue] = values.map((value) => Math.round((Math.min(value, 100) * 255) / 100));
  return new Uint32Array(Uint8Array.of(red ?? 0, green ?? 0, blue ?? 0, OPAQUE).buffer)[0] ?? 0;
}

/** Hue in degrees with blue at 0, as DEC counts; lightness and saturation in percents. */
function rgbOfHls([hue, lightness, saturation]: readonly [number, number, number]): [number, number, number] {
  const light = Math.min(lightness, 100) / 100;
  const chroma = (1 - Math.abs(2 * light - 1)) * (Math.min(saturation, 100) / 100);
  const channel = (shift: number): number => {
    const sector = ((hue + 240 + shift) / 60) % 6;
    const ramp = Math.min(Math.max(Math.abs(sector - 3) - 1, 0), 1);
    return (light + chroma * (ramp - 0.5)) * 100;
  };
  return [channel(0), channel(240), channel(120)];
}
