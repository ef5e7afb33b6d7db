// Pictures of all terminals of this window as they can be drawn. They take many times the room of what was printed, so only
// those drawn last are kept, and the others are made again when they come into view. A picture that cannot be decoded is
// tried once, and stays a blank.
import type { Picture } from '../../../shared/images/picture.ts';
import { readPictureHeader } from '../../../shared/images/picture-header.ts';
import { paintSixel } from './paint-sixel.ts';

/** Pixels times four bytes. */
const MAX_BYTES = 128 * 1024 * 1024;

export interface PicturePool {
  /** The picture as it can be drawn, or null: not yet (then `onReady` is called, once), or never. */
  get(picture: Picture, onReady: () => void): ImageBitmap | null;
}

export function createPicturePool(): PicturePool {
  /** In the order of last use. */
  const drawn = new Map<Picture, ImageBitmap>();
  const waiting = new Map<Picture, Set<() => void>>();
  const hopeless = new WeakSet<Picture>();
  let bytes = 0;
  const keep = (picture: Picture, bitmap: ImageBitmap): void => {
    drawn.set(picture, bitmap);
    bytes += bytesOf(bitmap);
    for (const [oldest, its] of drawn) {
      if (bytes <= MAX_BYTES || oldest === picture) break;
      drawn.delete(oldest);
      bytes -= bytesOf(its);
      its.close();
    }
  };
  const begin = async (picture: Picture): Promise<void> => {
    try {
      keep(picture, await decode(picture));
    } catch {
      // Whatever a program printed there, it is no picture: its place stays blank.
      hopeless.add(picture);
    }
    const listeners = waiting.get(picture) ?? [];
    waiting.delete(picture);
    for (const listener of listeners) listener();
  };
  return {
    get(picture, onReady) {
      const bitmap = drawn.get(picture);
      if (bitmap !== undefined) {
        drawn.delete(picture);
        drawn.set(picture, bitmap);
        return bitmap;
      }
      if (hopeless.has(picture)) return null;
      const listeners = waiting.get(picture);
      if (listeners !== undefined) listeners.add(onReady);
      else {
        waiting.set(picture, new Set([onReady]));
        void begin(picture);
      }
      return null;
    },
  };
}

async function decode(picture: Picture): Promise<ImageBitmap> {
  const { kind, data, width, height } = picture;
  switch (kind) {
    case 'sixel':
      return createImageBitmap(new ImageData(paintSixel(data, picture), width, height));
    case 'file': {
      const type = readPictureHeader(data)?.type;
      const blob = new Blob([Uint8Array.from(data)], type === undefined ? {} : { type });
      // No larger than it is shown, but sharp on a screen of twice the density.
      const natural = await createImageBitmap(blob);
      if (natural.width <= 2 * width && natural.height <= 2 * height) return natural;
      const options = { resizeWidth: 2 * width, resizeHeight: 2 * height, resizeQuality: 'high' } as const;
      return createImageBitmap(natural, options).finally(() => natural.close());
    }
  }
}

const bytesOf = ({ width, height }: ImageBitmap): number => width * height * 4;
