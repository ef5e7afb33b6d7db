// How much room a picture takes. Programs count in pixels, terminals in cells, and what a cell measures is a matter of each
// window's font; but the lines after a picture must be the same in every emulator, the headless ones included. So a cell is
// said to have one size everywhere, which programs are told when they ask, and a view stretches what it draws. Pure.

/** Near the shape of a cell of the usual fonts, so that hardly anything is distorted. */
export const cellPixels = { width: 10, height: 22 } as const;

/** Beyond this a picture is not shown: no screen is so large, and a few bytes must not ask for a thousand lines. */
export const MAX_SIDE = 4096;

/** In pixels as cells have them by definition. */
export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** What a program printed, ready to be placed: its size, and the bytes from which it can be drawn at any time. */
export interface Picture extends PixelSize {
  /** 'sixel': the string's data; 'file': a PNG, JPEG or GIF file. */
  readonly kind: 'sixel' | 'file';
  readonly data: Uint8Array;
}

export interface Footprint {
  readonly cols: number;
  readonly rows: number;
}

export function footprintOf({ width, height }: PixelSize): Footprint {
  return { cols: Math.ceil(width / cellPixels.width), rows: Math.ceil(height / cellPixels.height) };
}

/** Whether a picture of that size is shown at all. */
export function isShowable({ width, height }: PixelSize): boolean {
  return width >= 1 && height >= 1 && width <= MAX_SIDE && height <= MAX_SIDE;
}
