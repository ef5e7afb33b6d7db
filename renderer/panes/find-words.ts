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

export function resultWords(text: string, isValid: boolean, { index, count }: SearchResults): string {
  if (text === '') return '';
  if (!isValid) return 'not a pattern';
  if (count === 0) return 'no match';
  return index < 0 ? `${count}+` : `${index + 1} of ${count}`;
}
