import { describe, expect, it } from 'vitest';
import { matchLines, matchText, withinTime } from '../../electron/screen/bounded-match.ts';

const catastrophic = /^(a+)+$/mu;
const bait = `${'a'.repeat(60)}b`;

describe('matching within a time', () => {
  it('should tell every match of every line, in UTF-16 units', () => {
    const lines = [
      { line: 3, text: 'one 😀 one' },
      { line: 9, text: 'none of it: two' },
      { line: 12, text: 'three' },
    ];
    expect(matchLines(lines, /\bone|two/mu)).toEqual({
      kind: 'found',
      value: [
        {
          line: 3,
          text: 'one 😀 one',
          matches: [
            [0, 3],
            [7, 10],
          ],
        },
        { line: 9, text: 'none of it: two', matches: [[12, 15]] },
      ],
    });
  });

  it('should take a match of nothing for none', () => {
    expect(matchLines([{ line: 0, text: 'axxa' }], /x*/mu)).toEqual({
      kind: 'found',
      value: [{ line: 0, text: 'axxa', matches: [[1, 3]] }],
    });
    expect(matchLines([{ line: 0, text: 'abc' }], /^/mu)).toEqual({ kind: 'found', value: [] });
  });

  it('should tell whether a text matches, whatever flags the pattern brings', () => {
    expect(matchText('one\ntwo', /^two$/mu)).toEqual({ kind: 'found', value: true });
    const global = /one/gmu;
    global.lastIndex = 2;
    expect(matchText('one\ntwo', global)).toEqual({ kind: 'found', value: true });
    expect(matchText('one\ntwo', /three/mu)).toEqual({ kind: 'found', value: false });
  });

  it('should give up on a pattern that would never end, again and again', () => {
    for (let round = 0; round < 3; round++) {
      expect(matchText(bait, catastrophic, 50)).toEqual({ kind: 'too-slow' });
      expect(matchLines([{ line: 0, text: bait }], catastrophic, 50)).toEqual({ kind: 'too-slow' });
    }
    expect(matchText('aaa', catastrophic)).toEqual({ kind: 'found', value: true });
  });

  it('should not blame a pattern for time in which the machine did something else', () => {
    let tries = 0;
    const endless = () => {
      tries += 1;
      return catastrophic.test(bait);
    };
    // It worked for nothing twice, then for as long as it may.
    const spent = [0, 1, 1, 2, 2, 100];
    expect(withinTime(endless, 10, () => spent.shift() ?? 100)).toEqual({ kind: 'too-slow' });
    expect(tries).toBe(3);
    // A clock that stands still does not keep anybody for ever.
    tries = 0;
    expect(withinTime(endless, 10, () => 0)).toEqual({ kind: 'too-slow' });
    expect(tries).toBe(4);
    expect(
      withinTime(
        () => 'at once',
        10,
        () => 0,
      ),
    ).toEqual({ kind: 'found', value: 'at once' });
  });
});
