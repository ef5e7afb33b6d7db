import { describe, expect, it } from 'vitest';
import { placeLabel } from '../../renderer/terminal/place-label.ts';

const cols = 20;
/** The label takes columns 12 to 19. */
const room = { from: 12, to: cols };

const bufferOf = (...lines: string[]) => ({
  getLine: (index: number) =>
    lines[index] === undefined
      ? undefined
      : { getCell: (column: number) => ({ getChars: () => lines[index]?.[column] ?? '' }) },
});

describe('the label of a divider', () => {
  it.each([
    ['below, where nothing reaches it', ['old', '$ '], 2, 'below'],
    ['below text that was never there', ['old'], null, 'below'],
    ['above a line that is typed up to it', ['old', '$ 12345678'], 11, 'above'],
    ['above a long prompt', ['old', '~/a/long/prompt $ '], 18, 'above'],
    ['nowhere between two long lines', ['old text that is long', '~/a/long/prompt $ '], 18, 'none'],
    ['below although the line above is long', ['old text that is long', '$ '], 2, 'below'],
    ['where the cursor is not, whatever stands before it', ['old', '$         '], 14, 'above'],
  ] as const)('should stand %s', (_, lines, cursor, place) => {
    expect(placeLabel(bufferOf(...lines), 1, room, cursor)).toBe(place);
  });

  it('should stand nowhere when there is no line above', () => {
    expect(placeLabel(bufferOf('$ 1234567890123'), 0, room, 15)).toBe('none');
    expect(placeLabel(bufferOf('$ '), 0, room, 2)).toBe('below');
  });
});
