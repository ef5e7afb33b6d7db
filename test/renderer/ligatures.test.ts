import { describe, expect, it } from 'vitest';
import { ligatureRanges } from '../../renderer/terminal/ligatures.ts';

const found = (text: string) => ligatureRanges(text).map(([from, to]) => text.slice(from, to));

describe('signs of several characters', () => {
  it('should be found where they stand by themselves', () => {
    expect(found('if (a != b && c >= d) => e->f')).toEqual(['!=', '&&', '>=', '=>', '->']);
    expect(found('a === b')).toEqual(['===']);
  });

  it('should not be cut out of a longer run', () => {
    expect(found('===== ->->-> "" a - b')).toEqual([]);
  });
});
