import { describe, expect, it } from 'vitest';
import { textsBesideShapes } from '../../renderer/terminal/legible-text.ts';

const found = (text: string) => textsBesideShapes(text).map(([from, to]) => [from, text.slice(from, to)]);

describe('text beside lines and blocks', () => {
  it('should be found behind them, blanks left out, and before them', () => {
    expect(found('│ name │size│')).toEqual([
      [2, 'n'],
      [6, ' '],
      [8, 's'],
      [11, 'e'],
    ]);
    expect(found('┌─ /tmp ──┐')).toEqual([
      [3, '/'],
      [7, ' '],
    ]);
    expect(found('████ 42%')).toEqual([[5, '4']]);
    expect(found('│x│')).toEqual([[1, 'x']]);
  });

  it('should be a whole character, whatever it takes', () => {
    expect(found('│😀x')).toEqual([[1, '😀']]);
    expect(found('e\u0301│')).toEqual([[0, 'e\u0301']]);
  });

  it('should not be found where there is no line, or nothing beside it', () => {
    expect(found('plain text')).toEqual([]);
    expect(found('├──┤   ')).toEqual([]);
  });
});
