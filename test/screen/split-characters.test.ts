import { describe, expect, it } from 'vitest';
import { Emulator } from '../../electron/screen/emulator.ts';
import { joinSplitCharacters } from '../../shared/emulator/split-characters.ts';

/** The cells' text of what is written piece by piece. */
function written(pieces: readonly (string | Uint8Array)[]): string {
  const emulator = new Emulator({ cols: 40, rows: 2, scrollbackLines: 0 });
  for (const piece of pieces) emulator.write(piece);
  const text = emulator.terminal.buffer.active.getLine(0)?.translateToString(true);
  emulator.dispose();
  return text ?? '';
}

/** Dashes, quotation marks, an ellipsis, joined emoji, and the least that three and four bytes can say. */
const TEXTS = ['a—b', '‘c’ “d”', 'e…', '🧑‍💻', 'f\u0800g', '\u{10000}h', 'ကi', '\u{40000}j', 'é😀'];

describe('characters in pieces', () => {
  it.each(TEXTS)('should show %s wherever it is cut', (text) => {
    const bytes = Buffer.from(text);
    const whole = written([text]);
    for (let first = 0; first <= bytes.length; first += 1) {
      for (let second = first; second <= bytes.length; second += 1) {
        const pieces = [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)];
        expect(written(pieces), `cut at ${first} and ${second}`).toBe(whole);
      }
    }
    expect(written([...bytes].map((byte) => Uint8Array.of(byte)))).toBe(whole);
  });

  it('should pass over what never becomes a character, and keep what follows', () => {
    const broken = [[0xe2], [0xe2, 0x80], [0xf0, 0x90, 0x80], [0xc0], [0xf8], [0xff], [0x80], [0xf4, 0xbf]];
    for (const bytes of broken) {
      const pieces = ['A', Uint8Array.from(bytes), Buffer.from('B—C')];
      expect(written(pieces), `after ${bytes}`).toBe(
        written(['A', Buffer.from([...bytes, ...Buffer.from('B—C')])]),
      );
      expect(written(pieces)).toBe('AB—C');
    }
  });

  it('should refuse an emulator that it does not know', () => {
    expect(() => joinSplitCharacters({})).toThrow('does not say how it reads UTF-8');
    expect(() => joinSplitCharacters({ _core: { _inputHandler: { _utf8Decoder: {} } } })).toThrow('UTF-8');
  });
});
