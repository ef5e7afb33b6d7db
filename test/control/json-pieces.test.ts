import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonPieces } from '../../electron/control/json-pieces.ts';

describe('jsonPieces', () => {
  it('should be what JSON.stringify gives', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        expect([...jsonPieces(value)].join('')).toBe(JSON.stringify(value));
      }),
    );
  });

  it('should leave out what is undefined, as JSON.stringify does', () => {
    const value = { a: undefined, b: [undefined, Number.NaN], c: { d: undefined } };
    expect([...jsonPieces(value)].join('')).toBe(JSON.stringify(value));
  });

  it('should cut a long list into pieces of bounded size', () => {
    const list = Array.from({ length: 20_000 }, (_, index) => `row ${index}`);
    const pieces = [...jsonPieces(list)];
    expect(pieces.length).toBeGreaterThan(5);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(40_000);
  });
});
