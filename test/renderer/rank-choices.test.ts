import { describe, expect, it } from 'vitest';
import { rankChoices } from '../../renderer/overlays/rank-choices.ts';
import { actionDefinitions } from '../../shared/actions.ts';

const places = [
  { title: 'second', keywords: [] },
  { title: 'ada@host', keywords: ['~/src/harbour', 'npm run dev'] },
];
const titles = (search: string) =>
  rankChoices([...actionDefinitions, ...places], search).map(({ title }) => title);

describe('the palette', () => {
  it('should put what was named before what merely has the letters', () => {
    expect(titles('second')[0]).toBe('second');
    expect(titles('split d')[0]).toBe('Split down');
    expect(titles('close')[0]).toMatch(/^Close /);
    expect(titles('move pane to an')[0]).toBe('Move pane to another tab…');
    expect(titles('quit')[0]).toBe('Quit');
  });

  it('should find a pane by its directory and by what runs there', () => {
    expect(titles('harbour')).toEqual(['ada@host']);
    expect(titles('npm run')).toEqual(['ada@host']);
  });

  it('should find an action by the beginnings of its words', () => {
    expect(titles('fpl')[0]).toBe('Focus pane left');
  });

  it('should find nothing in letters that no choice has', () => {
    expect(titles('xqzj')).toEqual([]);
  });
});
