import { describe, expect, it, vi } from 'vitest';
import { Emulator } from '../../electron/screen/emulator.ts';
import { SpareLines } from '../../electron/screen/spare-lines.ts';
import { shown } from './cells.ts';

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
