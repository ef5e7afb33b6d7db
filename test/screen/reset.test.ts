import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Screens } from '../../electron/screen/screens.ts';
import { encodeSnapshot } from '../../electron/screen/snapshot-codec.ts';
import type { Materialised, ScreenJob } from '../../electron/screen/types.ts';
import { DEFAULT_MODES, DEFAULT_PEN } from '../../shared/snapshot.ts';
import { emulated } from './emulated.ts';
import { anyStream, entriesOf, type Piece } from './streams.ts';

const OPTIONS = { extent: 'scrollback', ansi: true } as const;

function job(pieces: readonly Piece[], more: Partial<ScreenJob> = {}): ScreenJob {
  return {
    snapshot: null,
    entries: entriesOf(pieces),
    cols: 20,
    rows: 6,
    scrollbackLines: 30,
    newIncarnation: true,
    ...more,
  };
}

function openScreens(): Screens {
  return Screens.open(() => expect.unreachable('a replayed screen answered'));
}

function again(screens: Screens, before: Pick<Materialised, 'snapshot' | 'view'>) {
  const { view } = emulated(screens, job([], { snapshot: before.snapshot }));
  return { view, snapshot: encodeSnapshot(view) };
}

/** The lines with their trailing blank ones cut off. */
function linesOf(screens: Screens, source: ScreenJob): string[] {
  const lines = [...screens.text(source, OPTIONS).lines];
  while (lines.at(-1) === '') {
    lines.pop();
  }
  return lines;
}

describe('the reset between two processes', () => {
  it('should leave every line where it was and the cursor at the beginning of a line below them', () => {
    const screens = openScreens();
    fc.assert(
      fc.property(anyStream, (pieces) => {
        const before = screens.materialise(job(pieces, { newIncarnation: false }));
        const after = screens.materialise(job([], { snapshot: before.snapshot }));
        const stillThere = linesOf(screens, job([], { snapshot: after.snapshot, newIncarnation: false }));
        const wasThere =
          before.view.alternate === null ? linesOf(screens, job(pieces, { newIncarnation: false })) : null;
        if (wasThere !== null && wasThere.length <= stillThere.length) {
          expect(stillThere).toEqual(wasThere);
        }
        expect(after.view.primary.x).toBe(0);
        expect(after.incarnationLine).toBeGreaterThanOrEqual(stillThere.length);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it.each([
    ['a background', '\x1b[41m  '],
    ['a background of the palette', '\x1b[48;5;231m '],
    ['inverse', '\x1b[7m '],
    ['an underline', '\x1b[4m   '],
    ['a line through', '\x1b[9m '],
  ])('should begin below a line that shows nothing but blanks with %s', (_, blanks) => {
    const screens = openScreens();
    const before = screens.materialise(job([blanks], { newIncarnation: false }));
    const after = screens.materialise(job([], { snapshot: before.snapshot }));
    expect(after.incarnationLine).toBe(1);
    expect(linesOf(screens, job([], { snapshot: after.snapshot, newIncarnation: false }))).toEqual(
      linesOf(screens, job([blanks], { newIncarnation: false })),
    );
  });

  it('should begin on a line that shows nothing', () => {
    const screens = openScreens();
    const before = screens.materialise(job(['\x1b[31m   \x1b[1;3m '], { newIncarnation: false }));
    expect(screens.materialise(job([], { snapshot: before.snapshot })).incarnationLine).toBe(0);
  });

  it('should leave nothing of the old process switched on', () => {
    const screens = openScreens();
    fc.assert(
      fc.property(anyStream, (pieces) => {
        const { view, position } = screens.materialise(job(pieces));
        expect(view).toMatchObject({
          modes: DEFAULT_MODES,
          pen: DEFAULT_PEN,
          alternate: null,
          charsets: { active: 0, designated: ['B', 'B', 'B', 'B'] },
        });
        expect(view.primary).toMatchObject({ margins: null, tabStops: null, lastCell: null });
        expect(position).toEqual({ incarnation: 2, offset: 0 });
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it('should change nothing when it is done again, ten times', () => {
    const screens = openScreens();
    fc.assert(
      fc.property(anyStream, (pieces) => {
        const once = screens.materialise(job(pieces));
        let latest: Pick<Materialised, 'snapshot' | 'view'> = once;
        for (let round = 0; round < 10; round += 1) {
          latest = again(screens, latest);
        }
        expect(latest.view).toEqual({ ...once.view, position: { incarnation: 12, offset: 0 } });
      }),
      { seed: 3, numRuns: 30 },
    );
  });

  it.each([
    ['after a prompt', ['old\r\n$ '], ['old', '$'], 2],
    ['after a line of its own', ['old\r\n'], ['old'], 1],
    ['on an untouched screen', [], [], 0],
    ['on a line that holds only blanks', ['old\r\n   '], ['old'], 1],
    [
      'below text that the cursor was moved up from',
      ['one\r\ntwo\r\nthree\x1b[H'],
      ['one', 'two', 'three'],
      3,
    ],
    ['after a full screen', ['1\r\n2\r\n3\r\n4\r\n5\r\n6'], ['1', '2', '3', '4', '5', '6'], 6],
    ['where the cursor stood below everything', ['old\x1b[5;3H'], ['old'], 4],
    ['within margins', ['1\r\n2\r\n3\x1b[2;3r\x1b[?6h'], ['1', '2', '3'], 3],
    ['after half a sequence', ['old\r\n\x1b]2;half a ti'], ['old'], 1],
    ['after half a character', ['old\r\n', '$ '], ['old', '$'], 2],
  ] as const)('should put the next prompt on a fresh line %s', (_where, pieces, lines, line) => {
    const screens = openScreens();
    const first = screens.materialise(job(pieces));
    const prompt = entriesOf(['$ new'], 2);
    const source = job([], { snapshot: first.snapshot, entries: prompt, newIncarnation: false });
    const text = screens.text(source, { extent: 'scrollback', ansi: false });
    expect(text.lines.slice(0, lines.length)).toEqual(lines);
    expect(text.lines[line]).toBe('$ new');
    expect(text.wrapped[line]).toBe(false);
    expect(first.incarnationLine).toBe(line);
    expect(screens.plainText(source)).toBe('$ new');
  });

  it('should leave the primary screen as it was when a program died in the alternate one', () => {
    const screens = openScreens();
    const first = screens.materialise(
      job(['$ vim\r\n', '\x1b7\x1b[?1049h\x1b[H~\r\n~\x1b[6;1Hstatus', '\x1b[?1000h']),
    );
    expect(linesOf(screens, job([], { snapshot: first.snapshot }))).toEqual(['$ vim']);
    expect(first.view.primary.y).toBe(1);
  });

  it('should reset in the middle of a stream where another process begins', () => {
    const screens = openScreens();
    const entries = [...entriesOf(['\x1b[31mold\x1b[?1049h~'], 1), ...entriesOf(['new'], 3)];
    const source = job([], { entries, newIncarnation: false });
    const { view, position } = screens.materialise(source);
    expect(position).toEqual({ incarnation: 3, offset: 3 });
    expect(view.alternate).toBeNull();
    expect(screens.text(source, { extent: 'screen', ansi: true }).lines.slice(0, 2)).toEqual([
      '\x1b[0;31mold\x1b[m',
      'new',
    ]);
  });

  it('should number the new incarnation as it is told', () => {
    const { position } = openScreens().materialise(job(['x'], { incarnation: 9 }));
    expect(position).toEqual({ incarnation: 9, offset: 0 });
  });
});
