// How large the picture in a file is, by the file's first bytes: PNG, JPEG and GIF. Nothing is decoded, and nothing else in a
// file is believed. Pure.
import type { PixelSize } from './picture.ts';

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];
const GIF = [0x47, 0x49, 0x46, 0x38];
const JPEG = [0xff, 0xd8, 0xff];

export type PictureType = 'image/png' | 'image/jpeg' | 'image/gif';

/** Null for anything that is not one of the three, or broken off too early. */
export function readPictureHeader(file: Uint8Array): (PixelSize & { readonly type: PictureType }) | null {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (beginsWith(file, PNG) && file.length >= 24) {
    return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
  }
  if (beginsWith(file, GIF) && file.length >= 10) {
    return { type: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) };
  }
  const size = beginsWith(file, JPEG) ? readJpegSize(view) : null;
  return size === null ? null : { type: 'image/jpeg', ...size };
}

function beginsWith(file: Uint8Array, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => file[index] === byte);
}

/** From segment to segment, up to the one that begins a frame (ITU-T T.81, B.2). */
function readJpegSize(view: DataView): PixelSize | null {
  let at = 2;
  while (at + 9 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    // C4, C8 and CC are tables; the other C0..CF begin a frame.
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    }
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}
