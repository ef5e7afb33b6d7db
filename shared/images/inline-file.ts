// iTerm2's inline pictures: OSC 1337 ; File = name=value ; ... : base64. What the values ask for, and the size that comes of
// it on a screen of a given number of cells. Source: iterm2.com/documentation-images.html. Pure.
import { cellPixels, type PixelSize } from './picture.ts';

/** Null: as the picture is. */
type Length = { readonly unit: 'cells' | 'pixels' | 'percent'; readonly value: number } | null;

export interface FileRequest {
  readonly isInline: boolean;
  readonly width: Length;
  readonly height: Length;
  readonly keepsShape: boolean;
}

/** `text`: what stands before the colon, from "File=" on. Null if it is something else. */
export function parseFileRequest(text: string): FileRequest | null {
  const prefix = 'File=';
  if (!text.startsWith(prefix)) return null;
  const values = new Map<string, string>();
  for (const pair of text.slice(prefix.length).split(';')) {
    const separator = pair.indexOf('=');
    if (separator > 0) values.set(pair.slice(0, separator).trim(), pair.slice(separator + 1).trim());
  }
  return {
    isInline: values.get('inline') === '1',
    width: parseLength(values.get('width')),
    height: parseLength(values.get('height')),
    keepsShape: values.get('preserveAspectRatio') !== '0',
  };
}

function parseLength(text = 'auto'): Length {
  const [, digits, unit] = /^(\d{1,5})(px|%|)$/.exec(text) ?? [];
  const value = Number(digits ?? 0);
  if (value === 0) return null;
  return { value, unit: unit === 'px' ? 'pixels' : unit === '%' ? 'percent' : 'cells' };
}

/** What a picture of that natural size is shown at, in pixels; without a wish it is made to fit the screen. */
export function sizeOnScreen(
  natural: PixelSize,
  { width, height, keepsShape }: FileRequest,
  screen: { readonly cols: number; readonly rows: number },
): PixelSize {
  const across = inPixels(width, screen.cols, cellPixels.width);
  const down = inPixels(height, screen.rows, cellPixels.height);
  if (across !== null && down !== null && !keepsShape) return whole({ width: across, height: down });
  const fits = [
    across === null ? [] : [across / natural.width],
    down === null ? [] : [down / natural.height],
    across === null && down === null
      ? [
          1,
          (screen.cols * cellPixels.width) / natural.width,
          (screen.rows * cellPixels.height) / natural.height,
        ]
      : [],
  ].flat();
  const scale = Math.min(...fits);
  return whole({ width: natural.width * scale, height: natural.height * scale });
}

function inPixels(length: Length, cells: number, cell: number): number | null {
  if (length === null) return null;
  switch (length.unit) {
    case 'cells':
      return length.value * cell;
    case 'percent':
      return (length.value / 100) * cells * cell;
    case 'pixels':
      return length.value;
  }
}

const whole = ({ width, height }: PixelSize): PixelSize => ({
  width: Math.max(1, Math.round(width)),
  height: Math.max(1, Math.round(height)),
});
