import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePaste, sanitisePaste } from '../../renderer/terminal/paste.ts';

describe('sanitisePaste', () => {
  it('should make every line end a carriage return', () => {
    expect(sanitisePaste('a\nb\r\nc\rd')).toBe('a\rb\rc\rd');
  });

  it('should keep tabs and text of every script', () => {
    expect(sanitisePaste('if\tπ ≠ 3 👍🏽 ñ')).toBe('if\tπ ≠ 3 👍🏽 ñ');
  });

  it('should leave nothing of an end of the paste bracket', () => {
    expect(sanitisePaste('a\x1b[201~b\u009b201~c')).toBe('abc');
  });

  it('should leave no bracket that only appears once another one is taken out', () => {
    expect(sanitisePaste('\x1b[20\x1b[201~1~rm')).not.toContain('\x1b');
  });

  it('should take out every control character but tab and carriage return, whatever the text', () => {
    const isControl = (char: string) => /[\p{Cc}]/u.test(char) && char !== '\t' && char !== '\r';
    const text = fc.array(fc.oneof(fc.integer({ min: 0, max: 0xa0 }), fc.integer({ min: 0, max: 0xffff })));
    fc.assert(
      fc.property(text, (codes) => {
        const safe = sanitisePaste(String.fromCharCode(...codes));
        expect([...safe].filter(isControl)).toEqual([]);
      }),
    );
  });
});

describe('encodePaste', () => {
  it('should bracket the text only where the program asked for it', () => {
    expect(encodePaste('ls\n', true)).toBe('\x1b[200~ls\r\x1b[201~');
    expect(encodePaste('ls\n', false)).toBe('ls\r');
  });

  it('should type nothing at all for a paste of nothing', () => {
    expect(encodePaste('\x07\x1b', true)).toBe('');
  });
});
