// With the search addon itself, which looks again by a timer of its own; the selection is the page's, and is put in here.
import { SearchAddon } from '@xterm/addon-search';
import headless from '@xterm/headless';
import type { Terminal } from '@xterm/xterm';
import { expect, it } from 'vitest';
import { watchSearchSelections } from '../../renderer/terminal/search-selections.ts';

it('should know a selection as the search has made it, also when it looks again by itself', async () => {
  const terminal = new headless.Terminal({ cols: 20, rows: 6, allowProposedApi: true });
  const search = new SearchAddon();
  const isSearching = watchSearchSelections(search);
  const selections: boolean[] = [];
  let handleFound: () => void = () => undefined;
  const found = new Promise<void>((resolve) => {
    handleFound = resolve;
  });
  const page = {
    select() {
      selections.push(isSearching());
      handleFound();
    },
    clearSelection: () => selections.push(isSearching()),
    getSelectionPosition: () => undefined,
    registerDecoration: () => undefined,
  };
  search.activate(
    new Proxy(terminal, {
      get(target, name) {
        if (name in page) return Reflect.get(page, name);
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    }) as unknown as Terminal,
  );
  search.findPrevious('later', {
    decorations: { matchOverviewRuler: '#fff', activeMatchColorOverviewRuler: '#fff' },
  });
  expect(isSearching()).toBe(false);
  terminal.write('this comes later');
  await found;
  expect(selections).not.toHaveLength(0);
  expect(selections).not.toContain(false);
  expect(isSearching()).toBe(false);
});
