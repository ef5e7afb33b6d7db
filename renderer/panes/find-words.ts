// What the find bar says about its query and its results.
import type { FindQuery } from '../store/app-state.ts';

/** As the search addon counts: `index` -1 when there are more matches than it highlights, or none. */
export interface SearchResults {
  readonly index: number;
  readonly count: number;
}

export function isValidQuery({ text, regex }: FindQuery): boolean {
  if (!regex) return true;
  try {
    new RegExp(text);
    return true;
  } catch {
    // The one thing that the constructor is asked for here.
    return false;
  }
}

/** What parts words, as the search addon has it. */
const APART = ' ~!@#$%^&*()+`-=[]{}|\\;:"\',./<>?';

/**
 * The query as the search addon is to be asked. Whole words are asked for by a pattern: looking backwards, the addon takes
 * the last place of the text in a line, and if that is no whole word gives the line up.
 */
export function asSearch({ text, wholeWord, regex, caseSensitive }: FindQuery): Omit<FindQuery, 'wholeWord'> {
  if (!wholeWord) return { text, regex, caseSensitive };
  const literally = (literal: string): string => literal.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  const apart = `[${literally(APART)}]`;
  const pattern = regex ? text : literally(text);
  return { text: `(?<=^|${apart})(?:${pattern})(?=$|${apart})`, regex: true, caseSensitive };
}

export function resultWords(text: string, isValid: boolean, { index, count }: SearchResults): string {
  if (text === '') return '';
  if (!isValid) return 'not a pattern';
  if (count === 0) return 'no match';
  return index < 0 ? `${count}+` : `${index + 1} of ${count}`;
}
