import { describe, expect, it } from 'vitest';
import { textsBehindShapes } from '../../renderer/terminal/legible-text.ts';

const found = (text: string) => textsBehindShapes(text).map(([from, to]) => [from, text.slice(from, to)]);

describe('text behind lines and blocks', () => {
  it('should be found at its first character, blanks left out', () => {
    expect(found('│ name │size│')).toEqual([
      [2, 'n'],
      [8, 's'],
    ]);
    expect(found('┌─ /tmp ──┐')).toEqual([[3, '/']]);
    expect(found('████ 42%')).toEqual([[5, '4']]);
  });

  it('should be a whole character, whatever it takes', () => {
    expect(found('│😀x')).toEqual([[1, '😀']]);
  });

  it('should not be found where there is no line, or nothing behind it', () => {
    expect(found('plain text')).toEqual([]);
    expect(found('text │')).toEqual([]);
    expect(found('├──┤   ')).toEqual([]);
  });
});
