// docs/requirements.md says which test shows what. A test that it names must be there.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkout } from '../support/runtime-record.ts';

const rows = readFileSync(join(checkout, 'docs', 'requirements.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| ([A-E]\d+|) +\|/.test(line));

/** A file and the tests that are named behind it. */
function citations(row: string): { file: string; names: string[] }[] {
  return row.split(/(?=`[\w./-]+\.ts`)/).flatMap((part) => {
    const file = /^`([\w./-]+\.ts)`/.exec(part)?.[1];
    if (file === undefined) return [];
    return [{ file, names: [...part.matchAll(/"([^"]+)"/g)].map(([, name]) => name ?? '') }];
  });
}

describe('docs/requirements.md', () => {
  it('should have a row for everything that was asked for', () => {
    const ids = rows.map((row) => row.split('|')[1]?.trim()).filter((id) => id !== '');
    const expected = { A: 8, B: 4, C: 4, D: 8, E: 4 };
    expect(ids).toEqual(
      Object.entries(expected).flatMap(([letter, count]) =>
        Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
      ),
    );
  });

  it.each(rows)('should name files and tests that there are: %s', (row) => {
    const cited = citations(row);
    for (const { file, names } of cited) {
      const path = [join(checkout, 'test', file), join(checkout, file)].find(existsSync);
      expect(path, file).toBeDefined();
      const text = readFileSync(path ?? '', 'utf8');
      for (const name of names) expect(text.includes(name), `${file}: ${name}`).toBe(true);
    }
    expect(cited.length > 0 || row.includes('`npm test') || row.includes('.md'), row).toBe(true);
  });
});
