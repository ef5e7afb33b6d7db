// What is found is selected, but nobody has selected it. The search addon looks again by itself a moment after its terminal has
// printed, so that whoever asks for a search cannot tell: it is noted where all of them begin and end.
import type { SearchAddon } from '@xterm/addon-search';

/** Its methods are replaced. The returned function tells whether it is the search that is selecting just now. */
export function watchSearchSelections(search: Pick<SearchAddon, 'findNext' | 'findPrevious'>): () => boolean {
  let isSelecting = false;
  const noting =
    <Args extends unknown[]>(find: (...args: Args) => boolean) =>
    (...args: Args): boolean => {
      isSelecting = true;
      try {
        return find.apply(search, args);
      } finally {
        isSelecting = false;
      }
    };
  search.findNext = noting(search.findNext);
  search.findPrevious = noting(search.findPrevious);
  return () => isSelecting;
}
