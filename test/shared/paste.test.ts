import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePaste, sanitisePaste } from '../../shared/paste.ts';

describe('sanitisePaste', () => {
  it('should turn newlines into what Enter sends and keep tabs', () => {
    expect(sanitisePaste('a\nb\r\nc\rd\te')).toBe('a\rb\rc\rd\te');
  });

  it('should take out the markers of a bracketed paste, even ones that were hidden in each other', () => {
    expect(sanitisePaste('a\x1b[201~b\x1b[200~c\x9b201~d')).toBe('abcd');
    expect(sanitisePaste('\x1b[20\x1b[201~1~rm')).not.toContain('\x1b');
  });

  it('should leave no control character that could act, in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const clean = sanitisePaste(`${text}\x1b[201~\x03${text}`);
        expect(clean).not.toMatch(/[\0-\x08\x0a-\x0c\x0e-\x1f\x7f-\x9f]/);
        expect(sanitisePaste(clean)).toBe(clean);
      }),
    );
  });

  it('should leave ordinary text alone', () => {
    expect(sanitisePaste('grüße 🦊 $HOME "x" [201~')).toBe('grüße 🦊 $HOME "x" [201~');
  });
});

describe('encodePaste', () => {
  it('should bracket only for a program that asked for it, and nothing for no text', () => {
    expect(encodePaste('a\nb', { bracketed: true })).toBe('\x1b[200~a\rb\x1b[201~');
    expect(encodePaste('a\nb', { bracketed: false })).toBe('a\rb');
    expect(encodePaste('\x1b', { bracketed: true })).toBe('');
  });
});
