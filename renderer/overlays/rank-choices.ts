// Which choices of the palette a person means by a few letters, the likeliest first. Pure; the score is cmdk's own, which
// likes beginnings of words and letters that follow each other.
import { defaultFilter } from 'cmdk';

export interface Choice {
  readonly title: string;
  /** Further words to find it by. They count less than the title. */
  readonly keywords?: readonly string[];
}

/** Letters that are scattered all over a line are there by chance. */
const LEAST_SCORE = 0.01;
const KEYWORD_SHARE = 0.7;

export function rankChoices<C extends Choice>(choices: readonly C[], search: string): C[] {
  const scored = choices.map((choice) => ({ choice, score: scoreOf(choice, search) }));
  return scored
    .filter(({ score }) => score >= LEAST_SCORE)
    .sort((a, b) => b.score - a.score)
    .map(({ choice }) => choice);
}

function scoreOf({ title, keywords = [] }: Choice, search: string): number {
  // What stands there letter for letter is meant, wherever it stands.
  const isSaid = title.toLowerCase().includes(search.toLowerCase().trim());
  const byWord = keywords.map((word) => KEYWORD_SHARE * defaultFilter(word, search));
  return (isSaid ? 1 : 0) + Math.max(defaultFilter(title, search), ...byWord);
}
