import { describe, expect, it } from 'vitest';
import { MAX_CANDIDATES, pathCandidates } from '../../shared/path-candidates.ts';

/** What stands in the text, with what was made of it. */
const found = (text: string) =>
  pathCandidates(text).map(({ start, end, path, line, column }) => [
    text.slice(start, end),
    path,
    line,
    column,
  ]);

describe('paths in a text', () => {
  it.each<[string, ReturnType<typeof found>]>([
    ['src/a.ts:12:3 - error TS2304', [['src/a.ts:12:3', 'src/a.ts', 12, 3]]],
    ['src/a.ts(12,3): error', [['src/a.ts(12,3)', 'src/a.ts', 12, 3]]],
    ['src/a.ts(7)', [['src/a.ts(7)', 'src/a.ts', 7, null]]],
    ['  File "/w/x.py", line 33, in f', [['/w/x.py", line 33', '/w/x.py', 33, null]]],
    ['Makefile:4: *** missing', [['Makefile:4', 'Makefile', 4, null]]],
    ['see ./docs/guide.md.', [['./docs/guide.md', './docs/guide.md', null, null]]],
    ['at f (/w/b.js:1:22)', [['/w/b.js:1:22', '/w/b.js', 1, 22]]],
    [
      'cd ~/work and ../up',
      [
        ['~/work', '~/work', null, null],
        ['../up', '../up', null, null],
      ],
    ],
    ['modified: `lib/é.rs`', [['lib/é.rs', 'lib/é.rs', null, null]]],
    [
      '--- a/x.c\t+++ b/x.c',
      [
        ['a/x.c', 'a/x.c', null, null],
        ['b/x.c', 'b/x.c', null, null],
      ],
    ],
    ['a word, and another one. At 12:30 or 3:4:5', []],
    ['https://example.org/a/b.ts:12 ftp://x.org/y', []],
    ['/ . .. // ---- ...', []],
    ['v1.2.3 costs 1.50', []],
  ])('should be found as tools write them: %s', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it('should be few, and found at once however long the text is', () => {
    expect(pathCandidates('a/b '.repeat(1000))).toHaveLength(MAX_CANDIDATES);
    expect(pathCandidates(`${'('.repeat(50_000)}${'a'.repeat(50_000)}`)).toEqual([]);
    expect(pathCandidates('/a'.repeat(50_000)).length).toBeLessThanOrEqual(MAX_CANDIDATES);
  });
});
