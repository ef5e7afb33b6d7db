import { describe, expect, it } from 'vitest';
import { decodeBase64 } from '../../../shared/images/base64.ts';
import { parseFileRequest, sizeOnScreen } from '../../../shared/images/inline-file.ts';
import { readPictureHeader } from '../../../shared/images/picture-header.ts';

const SCREEN = { cols: 80, rows: 24 };

function shownAs(request: string, natural: { width: number; height: number }): [number, number] | null {
  const parsed = parseFileRequest(request);
  if (parsed === null) return null;
  const { width, height } = sizeOnScreen(natural, parsed, SCREEN);
  return [width, height];
}

describe("iTerm2's inline files", () => {
  it.each<[string, { width: number; height: number }, [number, number]]>([
    ['File=inline=1', { width: 100, height: 50 }, [100, 50]],
    // Larger than the screen: made to fit.
    ['File=inline=1', { width: 1600, height: 100 }, [800, 50]],
    ['File=inline=1', { width: 528, height: 1056 }, [264, 528]],
    ['File=inline=1;width=auto;height=auto', { width: 10, height: 10 }, [10, 10]],
    ['File=name=eA==;width=20;inline=1', { width: 100, height: 50 }, [200, 100]],
    ['File=height=2', { width: 100, height: 50 }, [88, 44]],
    ['File=width=50%', { width: 100, height: 50 }, [400, 200]],
    ['File=width=37px', { width: 74, height: 2 }, [37, 1]],
    ['File=width=10;height=10', { width: 100, height: 50 }, [100, 50]],
    ['File=width=10;height=10;preserveAspectRatio=0', { width: 100, height: 50 }, [100, 220]],
    ['File=width=wide;height=-3', { width: 3, height: 4 }, [3, 4]],
  ])('should have the size that is asked for: %s', (request, natural, size) => {
    expect(shownAs(request, natural)).toEqual(size);
  });

  it('should be shown only when that is asked for', () => {
    expect(parseFileRequest('File=inline=1')?.isInline).toBe(true);
    expect(parseFileRequest('File=inline=0')?.isInline).toBe(false);
    expect(parseFileRequest('File=')?.isInline).toBe(false);
    expect(parseFileRequest('CurrentDir=/tmp')).toBeNull();
  });

  it('should be decoded whatever stands between the digits', () => {
    const text = new TextEncoder().encode('aGVs\0bG8\nsIHdv cmxk=ignored');
    expect(new TextDecoder().decode(decodeBase64(text))).toBe('hello, world');
    expect(decodeBase64(new Uint8Array())).toHaveLength(0);
  });
});

describe('the header of a picture', () => {
  const jpeg = (...segments: number[][]) => Uint8Array.from([0xff, 0xd8, ...segments.flat()]);
  const frame = [0xff, 0xc2, 0, 17, 8, 1, 0x2c, 2, 0x58, 3, 0, 0, 0, 0, 0, 0, 0];

  it('should tell the size of PNG, GIF and JPEG', () => {
    const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];
    expect(readPictureHeader(Uint8Array.from([...png, 0, 0, 1, 2, 0, 0, 0, 3]))).toEqual({
      type: 'image/png',
      width: 258,
      height: 3,
    });
    expect(readPictureHeader(new TextEncoder().encode('GIF89a\x05\x00\x06\x00'))).toEqual({
      type: 'image/gif',
      width: 5,
      height: 6,
    });
    const exif = [0xff, 0xe1, 0, 6, 1, 2, 3, 4];
    const tables = [0xff, 0xc4, 0, 3, 0];
    expect(readPictureHeader(jpeg(exif, tables, [0xff], frame))).toEqual({
      type: 'image/jpeg',
      width: 600,
      height: 300,
    });
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['text', new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['half a PNG', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a])],
    ['a JPEG without a frame', jpeg([0xff, 0xe1, 0, 4, 0, 0])],
    ['a JPEG whose segments lead nowhere', jpeg([0xff, 0xe1, 0xff, 0xff, 1, 2, 3, 4, 5, 6])],
    ['a JPEG that is none', jpeg([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])],
  ])('should refuse %s', (_what, file) => {
    expect(readPictureHeader(file)).toBeNull();
  });
});
