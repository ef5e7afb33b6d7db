// With the search addon itself and the emulator's own buffers. Only what a page adds to them, which is the selection and what
// is drawn, is put in here.
import { SearchAddon } from '@xterm/addon-search';
import headless from '@xterm/headless';
import type { IBufferRange, Terminal } from '@xterm/xterm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchEngineOf } from '../../renderer/terminal/emulator-internals.ts';
import { searchWholeLines } from '../../renderer/terminal/line-search.ts';

const decorations = { matchOverviewRuler: '#fff', activeMatchColorOverviewRuler: '#fff' };

const disposable = { dispose: () => undefined };

interface Searching {
  readonly search: SearchAddon;
  /** What was selected, one after the other; null where nothing was found. */
  readonly selected: (readonly [text: string, col: number, row: number] | null)[];
  readonly counts: { resultIndex: number; resultCount: number }[];
  readonly asked: { rows: number };
}

async function searchIn(
  text: string,
  { cols = 20, scrollback = 10_000, isOurs = true } = {},
): Promise<Searching> {
  const terminal = new headless.Terminal({ cols, rows: 6, scrollback, allowProposedApi: true });
  const selected: Searching['selected'] = [];
  const asked = { rows: 0 };
  let selection: IBufferRange | undefined;
  const textAt = (col: number, row: number, length: number): string =>
    Array.from({ length }, (_, at) => {
      const place = col + at;
      const line = terminal.buffer.active.getLine(row + Math.floor(place / cols));
      return line?.getCell(place % cols)?.getChars() ?? '';
    }).join('');
  const page = {
    select(col: number, row: number, length: number) {
      // As the emulator gives the end of what is selected.
      const end = col + length;
      const isAtEdge = end > cols && end % cols === 0;
      selection = {
        start: { x: col, y: row },
        end: {
          x: end <= cols ? end : isAtEdge ? cols : end % cols,
          y: end <= cols ? row : row + Math.floor(end / cols) - (isAtEdge ? 1 : 0),
        },
      };
      selected.push([textAt(col, row, length), col, row]);
    },
    getSelectionPosition: () => selection,
    clearSelection() {
      selection = undefined;
    },
    registerDecoration: ({ marker }: { readonly marker: object }) => ({
      marker,
      onRender: () => disposable,
      onDispose: () => disposable,
      ...disposable,
    }),
    scrollLines: () => undefined,
  };
  const counted = new Proxy(terminal.buffer.active, {
    get(target, name) {
      if (name === 'getLine') asked.rows += 1;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const searched = new Proxy(terminal, {
    get(target, name) {
      if (name === 'buffer') return { active: counted };
      const value: unknown = Reflect.get(name in page ? page : target, name);
      return typeof value === 'function' && !(name in page) ? value.bind(target) : value;
    },
  }) as unknown as Terminal;
  await new Promise<void>((resolve) => terminal.write(text, resolve));
  const search = new SearchAddon({ highlightLimit: 1000 });
  search.activate(searched);
  if (isOurs) searchWholeLines(searched, search);
  const counts: Searching['counts'] = [];
  search.onDidChangeResults((result) => counts.push(result));
  return { search, selected, counts, asked };
}

/** What a person does with the find bar: types, goes on, goes back. */
interface Step {
  readonly way: 'next' | 'previous';
  readonly text: string;
  readonly incremental: boolean;
}

function follow({ search, selected, counts }: Searching, steps: readonly Step[], how = {}): unknown {
  for (const { way, text, incremental } of steps) {
    const options = { decorations, incremental, ...how };
    const isFound = way === 'next' ? search.findNext(text, options) : search.findPrevious(text, options);
    if (!isFound) selected.push(null);
  }
  return { selected, counts };
}

const nextTimes = (text: string, count: number): Step[] =>
  Array.from({ length: count }, () => ({ way: 'next', text, incremental: false }));

describe('looking for a text', () => {
  it('should find it where the addon does, in its order', async () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'b', 'B', ' '), maxLength: 90 });
    const step = fc.record<Step>({
      way: fc.constantFrom('next', 'previous'),
      text: fc.constantFrom('a', 'ab', 'Ba', 'aab', 'zz'),
      incremental: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 5, max: 24 }),
        fc.array(step, { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        async (lines, cols, steps, caseSensitive) => {
          const text = lines.join('\r\n');
          const theirs = follow(await searchIn(text, { cols, isOurs: false }), steps, { caseSensitive });
          expect(follow(await searchIn(text, { cols }), steps, { caseSensitive })).toEqual(theirs);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('should ask for each row of a long line a few times, and not for all before it', async () => {
    const ask = async (rows: number, filler: string): Promise<number> => {
      const searching = await searchIn(`${filler.repeat(20 * rows).slice(0, 20 * rows)}\r\n$ `);
      follow(searching, [
        { way: 'previous', text: 'zzz', incremental: true },
        { way: 'previous', text: 'needle', incremental: true },
        { way: 'next', text: 'needle', incremental: false },
      ]);
      return searching.asked.rows;
    };
    for (const filler of ['q', `${'q'.repeat(300)}needle`]) {
      const [half, whole] = [await ask(1000, filler), await ask(2000, filler)];
      expect(whole).toBeLessThan(2.5 * half);
    }
  });

  it('should find what is left of a line whose beginning has scrolled away', async () => {
    const searching = await searchIn(`${'0123456789'.repeat(40)}here${'.'.repeat(30)}`, { scrollback: 0 });
    follow(searching, [{ way: 'previous', text: 'here', incremental: true }, ...nextTimes('here', 1)]);
    expect(searching.selected.map((one) => one?.[0])).toEqual(['here', 'here']);
    expect(searching.counts.at(-1)).toEqual({ resultIndex: 0, resultCount: 1 });
  });

  it('should take the beginning of a line for that of a pattern, and no other place', async () => {
    const searching = await searchIn('aab aab aab aab aab aab\r\naab', { cols: 8 });
    follow(searching, nextTimes('^aab', 3), { regex: true });
    expect(searching.selected).toEqual([
      ['aab', 0, 0],
      ['aab', 0, 3],
      ['aab', 0, 0],
    ]);
    expect(searching.counts.at(-1)).toEqual({ resultIndex: 0, resultCount: 2 });
    const back: Step = { way: 'previous', text: 'b$', incremental: false };
    follow(searching, [back, back, back], { regex: true });
    expect(searching.selected.slice(3)).toEqual([
      ['b', 6, 2],
      ['b', 2, 3],
      ['b', 6, 2],
    ]);
  });

  it('should go on behind a pattern that matches nothing at all', async () => {
    const searching = await searchIn('..xx....x');
    follow(searching, nextTimes('x*', 3), { regex: true });
    expect(searching.selected.map((one) => one?.[0])).toEqual(['xx', 'x', 'xx']);
  });

  it('should count cells of wide and joined characters', async () => {
    // At five columns no second wide character fits into what two of them leave of a row.
    const searching = await searchIn('漢漢漢漢x漢漢漢xe\u0301e', { cols: 5 });
    follow(searching, nextTimes('x', 2));
    expect(searching.selected).toEqual([
      ['x', 4, 1],
      ['x', 2, 3],
    ]);
    follow(searching, nextTimes('e', 2));
    expect(searching.selected.slice(2)).toEqual([
      ['e\u0301', 3, 3],
      ['e', 4, 3],
    ]);
  });

  it('should refuse an addon that it does not know', () => {
    expect(() => searchEngineOf(new SearchAddon())).toThrow(/otherwise/);
    expect(() => searchEngineOf({ _engine: { _findInLine: () => undefined } })).toThrow(/otherwise/);
  });
});
