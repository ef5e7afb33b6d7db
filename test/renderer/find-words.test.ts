import { describe, expect, it } from 'vitest';
import { asSearch, isValidQuery, resultWords } from '../../renderer/panes/find-words.ts';

const query = { text: '', caseSensitive: false, wholeWord: false, regex: false };

/** Where a query matches a line, as the search addon looks. */
function places(asked: typeof query, line: string): number[] {
  const { text, regex, caseSensitive } = asSearch(asked);
  expect(regex).toBe(true);
  return [...line.matchAll(new RegExp(text, caseSensitive ? 'g' : 'gi'))].map(({ index }) => index);
}

describe('what is looked for', () => {
  it('should be the text itself unless whole words are wanted', () => {
    expect(asSearch({ ...query, text: 'a.b' })).toEqual({ text: 'a.b', caseSensitive: false, regex: false });
  });

  it.each([
    ['alpha', 'alpha alphabet', [0]],
    ['alpha', 'betalpha alpha', [9]],
    ['alpha', '(Alpha) "alpha"', [1, 9]],
    ['a.b', 'a.b axb a.b', [0, 8]],
    ['$x', '$x-1 $xy', [0]],
  ])('should be whole words where that is wanted: %s in %s', (text, line, expected) => {
    expect(places({ ...query, text, wholeWord: true }, line)).toEqual(expected);
  });

  it('should be whole words of a pattern', () => {
    expect(places({ ...query, text: 'a|b+', wholeWord: true, regex: true }, 'a bb ab')).toEqual([0, 2]);
  });
});

describe('what was found', () => {
  it('should be told in words', () => {
    expect(resultWords('', true, { index: 0, count: 3 })).toBe('');
    expect(resultWords('x', false, { index: 0, count: 3 })).toBe('not a pattern');
    expect(resultWords('x', true, { index: -1, count: 0 })).toBe('no match');
    expect(resultWords('x', true, { index: 1, count: 3 })).toBe('2 of 3');
    expect(resultWords('x', true, { index: -1, count: 1000 })).toBe('1000+');
    expect(isValidQuery({ ...query, text: '(', regex: true })).toBe(false);
    expect(isValidQuery({ ...query, text: '(' })).toBe(true);
  });
});
