import { describe, expect, it } from 'vitest';
import { asksBeforePaste, examinePaste } from '../../shared/paste.ts';

describe('what is known of a paste', () => {
  it('should count lines as they would run', () => {
    expect(examinePaste('one')).toEqual({ lines: 1, hidden: 0, reorders: false });
    expect(examinePaste('one\n').lines).toBe(1);
    expect(examinePaste('one\r\ntwo\nthree').lines).toBe(3);
    expect(examinePaste('').lines).toBe(0);
  });

  it('should count what is left out, and see text that is shown in another order', () => {
    expect(examinePaste('a\x1b[201~b\x07\tc\n').hidden).toBe(2);
    expect(examinePaste('a\u202eb').reorders).toBe(true);
  });
});

describe('the guard of pastes', () => {
  const asks = (text: string, guard: 'auto' | 'always' | 'never', bracketed: boolean) =>
    asksBeforePaste(text, { guard, bracketed });

  it('should ask of lines that run at once', () => {
    expect(asks('a\nb', 'auto', false)).toBe(true);
    expect(asks('rm -rf x\n', 'auto', false)).toBe(true);
    expect(asks('a', 'auto', false)).toBe(false);
    expect(asks('a\nb', 'auto', true)).toBe(false);
    expect(asks('a\nb', 'always', true)).toBe(true);
  });

  it('should ask of what is hidden, unless it is switched off', () => {
    expect(asks('a\x1bb', 'auto', true)).toBe(true);
    expect(asks('a\x1b\nb', 'never', false)).toBe(false);
  });
});
