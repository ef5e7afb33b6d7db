import { describe, expect, it } from 'vitest';
import { paintSixel } from '../../../renderer/terminal/images/paint-sixel.ts';
import { SixelReader, SixelRuler } from '../../../shared/images/sixel.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function sizeOf(text: string, pieceLength = text.length): { width: number; height: number } {
  const ruler = new SixelRuler();
  const reader = new SixelReader(ruler);
  const data = bytes(text);
  for (let from = 0; from < data.length; from += pieceLength) {
    reader.read(data, from, Math.min(from + pieceLength, data.length));
  }
  reader.end();
  return ruler.size;
}

/** '#rrggbb' of every pixel, '.' where nothing was painted. */
function painted(text: string, width: number, height: number): string[][] {
  const rgba = paintSixel(bytes(text), { width, height });
  return Array.from({ length: height }, (_row, y) =>
    Array.from({ length: width }, (_column, x) => {
      const [red = 0, green = 0, blue = 0, alpha = 0] = rgba.subarray((y * width + x) * 4);
      const hex = [red, green, blue].map((value) => value.toString(16).padStart(2, '0')).join('');
      return alpha === 0 ? '.' : `#${hex}`;
    }),
  );
}

describe('a sixel picture', () => {
  it.each([
    ['@', { width: 1, height: 1 }],
    ['~', { width: 1, height: 6 }],
    ['A', { width: 1, height: 2 }],
    ['??@', { width: 3, height: 1 }],
    ['!12~', { width: 12, height: 6 }],
    ['~~$~~~-@', { width: 3, height: 7 }],
    ['"1;1;20;9@', { width: 20, height: 9 }],
    ['"1;1;2;2!5~', { width: 5, height: 6 }],
    ['#1;2;100;0;0', { width: 0, height: 0 }],
    ['"1;1;7;8', { width: 7, height: 8 }],
    ['!99999999999~', { width: 10_000, height: 6 }],
  ])('should be as large as it says and as what it paints: %s', (text, size) => {
    expect(sizeOf(text)).toEqual(size);
  });

  it('should be the same in whatever pieces it comes', () => {
    const text = '"1;1;40;30#1;2;50;50;50#2;1;120;50;100!33~-#2!7A$#1~~-~';
    for (const pieceLength of [1, 2, 3, 7]) expect(sizeOf(text, pieceLength)).toEqual(sizeOf(text));
  });

  it('should be painted in the colours that are defined, the later over the earlier', () => {
    const rows = painted('#5;2;100;0;0@@$#6;2;0;100;0@-#5@', 3, 7);
    expect(rows[0]).toEqual(['#00ff00', '#ff0000', '.']);
    expect(rows[1]).toEqual(['.', '.', '.']);
    expect(rows[6]).toEqual(['#ff0000', '.', '.']);
  });

  it.each([
    ['0;50;100', '#0000ff'],
    ['120;50;100', '#ff0000'],
    ['240;50;100', '#00ff00'],
    ['60;50;100', '#ff00ff'],
    ['77;100;30', '#ffffff'],
    ['77;20;0', '#333333'],
  ])('should know hues as DEC counts them: %s', (hls, hex) => {
    expect(painted(`#1;1;${hls}@`, 1, 1)).toEqual([[hex]]);
  });

  it('should be cut off where its room ends', () => {
    expect(painted('!9~-!9~', 2, 7)[6]).toEqual(['#000000', '#000000']);
  });
});
