import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { Emulator } from '../../electron/screen/emulator.ts';
import { replay } from '../../electron/screen/replay.ts';
import { SpareLines } from '../../electron/screen/spare-lines.ts';
import type { StreamEntry } from '../../shared/stream.ts';
import { shown } from './cells.ts';
import { anyStreamWithPictures, entriesOf, type Piece } from './streams.ts';

const SIZE = { cols: 20, rows: 4, scrollbackLines: 50 };

/** Everything that a line may hold: colours, links, joined characters, wide ones, styled underlines, soft wraps. */
const LADEN =
  '\x1b[41;3m\x1b[4:3m\x1b[58;5;9m\x1b]8;;http://a\x1b\\e\u0301👩‍💻 wide 漢字 and much more than fits\x1b[m\x1b]8;;\x1b\\\r\n';
const PLAIN = 'x\r\n';

function emulatorWith(text: string, size = SIZE): Emulator {
  const emulator = new Emulator(size);
  emulator.write(text);
  return emulator;
}

describe('lines that are taken up again', () => {
  it('should hold nothing of what was on them', () => {
    const expected = shown(emulatorWith(PLAIN.repeat(30)));
    const laden = emulatorWith(LADEN.repeat(20));
    const spare = new SpareLines(laden.normal.lines);
    laden.dispose();
    spare.keep(laden.normal.lines);
    const before = spare.count;
    expect(before).toBeGreaterThan(40);
    const again = emulatorWith(PLAIN.repeat(30));
    expect(spare.count).toBe(before - 27);
    expect(shown(again)).toEqual(expected);
  });

  it('should show nothing of another terminal, whatever either does, and change none that lives', () => {
    const scrolled = (pieces: readonly Piece[]): StreamEntry[] => entriesOf(['\r\n'.repeat(6), ...pieces]);
    const laden = emulatorWith('');
    const spare = new SpareLines(laden.normal.lines);
    /** Turn by turn, as the worker feeds screens that are open at the same time. */
    const run = (streams: readonly StreamEntry[][]): Emulator[] => {
      const emulators = streams.map(() => new Emulator({ cols: 20, rows: 5, scrollbackLines: 12 }));
      const longest = Math.max(...streams.map(({ length }) => length));
      for (let turn = 0; turn < longest; turn += 1) {
        for (const [index, emulator] of emulators.entries()) {
          replay(emulator, (streams[index] ?? []).slice(turn, turn + 1), null);
        }
      }
      return emulators;
    };
    fc.assert(
      fc.property(anyStreamWithPictures, anyStreamWithPictures, anyStreamWithPictures, (before, a, b) => {
        const streams = [scrolled(a), scrolled(b)];
        const alone = streams.map((stream) => run([stream]).map(shown)[0]);
        const [gone] = run([scrolled(before)]);
        gone?.dispose();
        if (gone !== undefined) spare.keep(gone.normal.lines);
        expect(run(streams).map(shown)).toEqual(alone);
        spare.keep(laden.normal.lines);
      }),
      { numRuns: 60 },
    );
  });

  it('should be two that nothing connects, also where one line stood in two places', () => {
    const first = emulatorWith(PLAIN.repeat(30));
    const spare = new SpareLines(first.normal.lines);
    const { lines } = first.normal;
    const twice = { ...lines, length: 4, get: (index: number) => lines.get(index % 2) };
    spare.keep(Object.assign(Object.create(lines), twice));
    expect(spare.count).toBe(2);
  });

  it('should be left alone by a terminal of another width', () => {
    const narrow = emulatorWith(LADEN.repeat(20));
    const spare = new SpareLines(narrow.normal.lines);
    const expected = shown(emulatorWith(LADEN.repeat(20), { ...SIZE, cols: 33 }));
    spare.keep(narrow.normal.lines);
    expect(shown(emulatorWith(LADEN.repeat(20), { ...SIZE, cols: 33 }))).toEqual(expected);
  });

  it('should be let go when no terminal has wanted them for a while', () => {
    vi.useFakeTimers();
    try {
      const emulator = emulatorWith(PLAIN.repeat(30));
      const spare = new SpareLines(emulator.normal.lines);
      spare.keep(emulator.normal.lines);
      vi.advanceTimersByTime(60_000);
      expect(spare.count).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});
