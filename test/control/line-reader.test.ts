import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineReader, LineTooLongError } from '../../electron/control/line-reader.ts';

describe('LineReader', () => {
  it('should give the same lines however the bytes are cut', () => {
    const text = fc.array(fc.string({ unit: 'grapheme' }).map((line) => line.replaceAll('\n', '')));
    fc.assert(
      fc.property(text, fc.array(fc.nat()), (lines, cuts) => {
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        const reader = new LineReader(1_000_000);
        const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
        let from = 0;
        const read = ends.flatMap((end) => {
          const piece = bytes.subarray(from, end);
          from = end;
          return reader.push(piece);
        });
        expect(read).toEqual(lines.map((line) => line.trim()).filter((line) => line !== ''));
        expect(reader.partialBytes).toBe(0);
      }),
    );
  });

  it('should refuse a line that is too long, whether or not its end has come', () => {
    expect(() => new LineReader(4).push(Buffer.from('12345'))).toThrow(LineTooLongError);
    expect(() => new LineReader(4).push(Buffer.from('12345\n'))).toThrow(LineTooLongError);
    const reader = new LineReader(4);
    expect(reader.push(Buffer.from('1234\n12'))).toEqual(['1234']);
    expect(() => reader.push(Buffer.from('345'))).toThrow(LineTooLongError);
  });
});
