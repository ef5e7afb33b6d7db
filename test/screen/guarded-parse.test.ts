import type headless from '@xterm/headless';
import { describe, expect, it } from 'vitest';
import { Emulator } from '../../electron/screen/emulator.ts';
import { guardParse } from '../../shared/emulator/guarded-parse.ts';

/** A terminal in which one sequence fails as a fault of the emulator does. */
function failing(): Emulator {
  const emulator = new Emulator({ cols: 20, rows: 4, scrollbackLines: 10 });
  emulator.terminal.parser.registerCsiHandler({ final: 'y' }, () => {
    throw new Error('a fault');
  });
  return emulator;
}

const screenOf = ({ terminal }: { terminal: headless.Terminal }): (string | undefined)[] =>
  [0, 1].map((y) => terminal.buffer.active.getLine(y)?.translateToString(true));

describe('an emulator that fails', () => {
  it('should lose the rest of one piece at most, and go on behind it', () => {
    for (const encode of [(text: string) => text, (text: string) => new TextEncoder().encode(text)]) {
      const emulator = failing();
      emulator.write(encode(`before\x1b[y${'\0'.repeat(30_000)}\r\nafter`));
      expect(emulator.failures).toBe(1);
      expect(screenOf(emulator)).toEqual(['before', 'after']);
      emulator.dispose();
    }
  });

  it('should be left in the midst of no sequence', () => {
    const emulator = failing();
    emulator.terminal.parser.registerOscHandler(5555, () => {
      throw new Error('a fault');
    });
    emulator.write('\x1b]5555;a\x07');
    emulator.write('text');
    expect(emulator.failures).toBe(1);
    expect(screenOf(emulator)).toEqual(['text', '']);
    emulator.dispose();
  });

  it('should keep characters whole where what is written is cut', () => {
    const emulator = new Emulator({ cols: 20, rows: 4, scrollbackLines: 10 });
    // Of one, two, three and four bytes, and of two halves in a string: some lie across every cut.
    const text = 'aé—😀'.repeat(20_000);
    const expected = new Emulator({ cols: 20, rows: 4, scrollbackLines: 10 });
    for (const character of text) expected.write(character);
    emulator.write(text);
    expect(screenOf(emulator)).toEqual(screenOf(expected));
    emulator.write('\x1bc');
    emulator.write(new TextEncoder().encode(text));
    expect(screenOf(emulator)).toEqual(screenOf(expected));
    emulator.dispose();
    expected.dispose();
  });

  it('should refuse an emulator that it does not know', () => {
    expect(() => guardParse({}, () => undefined)).toThrow('does not say how it parses');
  });
});
