import { describe, expect, it } from 'vitest';
import { placeLabel } from '../../renderer/terminal/place-label.ts';

const cols = 20;
const size = { wanted: 10, least: 4 };

const bufferOf = (...lines: string[]) => ({
  getLine: (index: number) =>
    lines[index] === undefined
      ? undefined
      : { getCell: (column: number) => ({ getChars: () => lines[index]?.[column] ?? '' }) },
});

describe('the label of a divider', () => {
  it.each([
    ['below, where nothing reaches it', ['old', '$ '], 2, 'below', 10],
    ['below text that was never there', ['old'], null, 'below', 10],
    ['above a line that is typed up to it', ['old', '$ 12345678'], 10, 'above', 10],
    ['above a long prompt', ['old', '~/a/long/prompt $ '], 18, 'above', 10],
    ['nowhere between two long lines', ['old text that is long', '~/a/long/prompt $ '], 18, 'none', 0],
    ['below although the line above is long', ['old text that is long', '$ '], 2, 'below', 10],
    ['where the cursor is not, whatever stands before it', ['old', '$         '], 14, 'above', 10],
    ['shorter where there is more room', ['old text of a', '~/prompt $ '], 11, 'below', 7],
    ['shorter above where that is more', ['old text of', '~/prompt $ echo'], 15, 'above', 8],
  ] as const)('should stand %s', (_, lines, cursor, place, columns) => {
    const surroundings = { buffer: bufferOf(...lines), cols, line: 1, cursor };
    expect(placeLabel(surroundings, size)).toEqual({ place, columns });
  });

  it('should stand nowhere when there is no line above', () => {
    const typed = { buffer: bufferOf('$ 12345678901234'), cols, line: 0, cursor: 16 };
    expect(placeLabel(typed, size)).toEqual({ place: 'none', columns: 0 });
    const prompt = { buffer: bufferOf('$ '), cols, line: 0, cursor: 2 };
    expect(placeLabel(prompt, size)).toEqual({ place: 'below', columns: 10 });
  });
});
