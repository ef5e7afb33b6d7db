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

  it('should be what JSON.stringify gives when it is long, wherever the long parts are', () => {
    const part = fc.jsonValue({ stringUnit: 'binary' });
    const long = fc.tuple(part, fc.nat(5000)).map(([item, length]) => Array.from({ length }, () => item));
    const mixed = fc.array(fc.oneof(part, long, fc.dictionary(fc.string(), long, { maxKeys: 3 })), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(mixed, (value) => {
        expect([...jsonPieces(value)].join('')).toBe(JSON.stringify(value));
      }),
      { numRuns: 40 },
    );
  });

  it('should leave out what is undefined, as JSON.stringify does', () => {
    const value = { a: undefined, b: [undefined, Number.NaN], c: { d: undefined } };
    expect([...jsonPieces(value)].join('')).toBe(JSON.stringify(value));
  });

  it('should cut a long list into pieces of bounded size', () => {
    const list = Array.from({ length: 20_000 }, (_, index) => `row ${index}`);
    const pieces = [...jsonPieces(list)];
    expect(pieces.length).toBeGreaterThan(3);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(65_536);
    expect(pieces.join('')).toBe(JSON.stringify(list));
  });
});
