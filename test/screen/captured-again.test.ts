import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Screens } from '../../electron/screen/screens.ts';
import type { ScreenJob } from '../../electron/screen/types.ts';
import { anyStream, entriesOf, type Piece } from './streams.ts';

/** The same streams each time; another SEED and more RUNS look further. */
const explored = { seed: Number(process.env.SEED ?? 1), numRuns: Number(process.env.RUNS ?? 300) };

function job(snapshot: Uint8Array | null, pieces: readonly Piece[]): ScreenJob {
  return {
    snapshot,
    entries: entriesOf(pieces),
    cols: 20,
    rows: 6,
    scrollbackLines: 30,
    newIncarnation: false,
  };
}

/** What is captured of a screen, and of the same screen when it was saved and restored. */
function captured(screens: Screens, pieces: readonly Piece[], ansi: boolean): [string[], string[]] {
  const { snapshot } = screens.materialise(job(null, pieces));
  const read = (source: ScreenJob): string[] => {
    const lines = [...screens.text(source, { extent: 'scrollback', ansi }).lines];
    while (lines.at(-1) === '') lines.pop();
    return lines;
  };
  return [read(job(null, pieces)), read(job(snapshot, []))];
}

describe('the text of a screen that was saved and restored', () => {
  it.each([
    [
      'a flag that had no room in its line',
      ['🇩🇪🇫🇷🇩', { kind: 'resize', cols: 4, rows: 5 }, '\x1b[30m', 'hello', '\x1b[m'],
    ],
    [
      'a wide character that a change of size cut',
      ['日本語日', { kind: 'resize', cols: 7, rows: 5 }, '\r\nx'],
    ],
    ['blanks that were erased in another colour', ['ab\x1b[31;44m\x1b[2X\x1b[4Cc\x1b[7m\x1b[K']],
  ] as [string, Piece[]][])('should be the same text after %s', (_what, pieces) => {
    const screens = Screens.open(() => expect.unreachable('a replayed screen answered'));
    for (const ansi of [true, false]) {
      const [before, after] = captured(screens, pieces, ansi);
      expect(after).toEqual(before);
    }
  });

  it('should be the same text, colours included, whatever was printed', () => {
    const screens = Screens.open(() => expect.unreachable('a replayed screen answered'));
    fc.assert(
      fc.property(anyStream, fc.boolean(), (pieces, ansi) => {
        const [before, after] = captured(screens, pieces, ansi);
        expect(after).toEqual(before);
      }),
      explored,
    );
  });
});
