import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Emulator } from '../../electron/screen/emulator.ts';
import { dropLinesBeforeFirst } from '../../shared/emulator/full-scrollback.ts';

/** The same lines each time; another SEED and more RUNS look further. */
const explored = { seed: Number(process.env.SEED ?? 6), numRuns: Number(process.env.RUNS ?? 300) };

const COLS = 60;
const ROWS = 6;

/** Every line of the buffer, put together again where it is wrapped. */
function logicalLines({ normal }: Emulator): string[] {
  const lines: string[] = [];
  for (let y = 0; y < normal.lines.length; y += 1) {
    const line = normal.lines.get(y);
    const text = line?.translateToString(true) ?? 'missing';
    if (line?.isWrapped === true && lines.length > 0) lines.push((lines.pop() ?? '') + text);
    else lines.push(text);
  }
  return lines;
}

function narrowed(lengths: readonly number[], scrollbackLines: number, cols: number): string[] {
  const emulator = new Emulator({ cols: COLS, rows: ROWS, scrollbackLines });
  for (const [index, length] of lengths.entries()) emulator.write(`${index}${'x'.repeat(length)}\r\n`);
  emulator.write('second last\r\nlast\r\n$ ');
  emulator.terminal.resize(cols, ROWS);
  const lines = logicalLines(emulator);
  emulator.dispose();
  return lines;
}

describe('a full scrollback', () => {
  it('should end with what was printed last when the pane is made narrower', () => {
    const lines = narrowed(Array<number>(40).fill(200), 20, 30);
    expect(lines.slice(-4)).toEqual([`39${'x'.repeat(200)}`, 'second last', 'last', '$ ']);
  });

  it('should hold the last lines of a larger one', () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 10, maxLength: 60 });
    const kept = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(lengths, kept, fc.integer({ min: 12, max: COLS - 1 }), (all, scrollbackLines, cols) => {
        const lines = narrowed(all, scrollbackLines, cols);
        const expected = narrowed(all, 2000, cols);
        // Of the first there may be only the end.
        expect(lines.slice(1)).toEqual(expected.slice(expected.length - lines.length + 1));
        expect(expected.at(-lines.length)?.endsWith(lines[0] ?? '')).toBe(true);
      }),
      explored,
    );
  });

  it('should be refused in an emulator of another make', () => {
    expect(() => dropLinesBeforeFirst({})).toThrow('does not say how it keeps its lines');
  });
});
