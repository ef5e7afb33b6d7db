import fc from 'fast-check';
import { pack, unpack } from 'msgpackr';
import { describe, expect, it } from 'vitest';
import { Emulator } from '../../electron/screen/emulator.ts';
import { replay } from '../../electron/screen/replay.ts';
import { Screens } from '../../electron/screen/screens.ts';
import { decodeSnapshot } from '../../electron/screen/snapshot-codec.ts';
import type { Materialised, ScreenJob } from '../../electron/screen/types.ts';
import { restoreView } from '../../electron/screen/view-state.ts';
import type { SavedPicture } from '../../shared/images/saved-pictures.ts';
import { shown } from './cells.ts';
import { anyStreamWithPictures, entriesOf, type Piece } from './streams.ts';

const ST = '\x1b\\';
/** 40 by 50 pixels: four columns, three rows. */
const SIXEL = `\x1bPq"1;1;40;50!40~${ST}`;

function job(pieces: readonly Piece[], more: Partial<ScreenJob> = {}): ScreenJob {
  return {
    snapshot: null,
    entries: entriesOf(pieces),
    cols: 20,
    rows: 6,
    scrollbackLines: 100,
    newIncarnation: false,
    ...more,
  };
}

function materialise(pieces: readonly Piece[], more: Partial<ScreenJob> = {}): Materialised {
  return Screens.open(() => expect.unreachable('a replayed screen answered')).materialise(job(pieces, more));
}

/** Where each picture is, as 'line:start-end'. */
const places = (pictures: readonly SavedPicture[] | undefined): string[][] =>
  (pictures ?? []).map(({ runs }) => runs.map(({ line, start, end }) => `${line}:${start}-${end}`));

const cursorOf = ({ view }: Materialised) => [view.primary.x, view.primary.y];

describe('a picture', () => {
  it('should take the rows that its pixels come to, and leave the cursor behind its last', () => {
    const screen = materialise(['ab', SIXEL]);
    expect(cursorOf(screen)).toEqual([6, 2]);
    expect(places(screen.view.pictures?.primary)).toEqual([['0:2-6', '1:2-6', '2:2-6']]);
    expect(screen.view.primary.text).toBe('ab');
  });

  it('should scroll as text does, and be cut at the right edge', () => {
    const screen = materialise(['1\r\n2\r\n3\r\n4\r\n5\r\n', '\x1b[19G', SIXEL]);
    expect(places(screen.view.pictures?.primary)).toEqual([['5:18-20', '6:18-20', '7:18-20']]);
    expect(screen.view.primary.text.split('\r\n')).toHaveLength(8);
  });

  it('should be where it would be in a terminal that was never killed, and so should all text, wherever it was folded', () => {
    const explored = { seed: Number(process.env.SEED ?? 1), numRuns: Number(process.env.RUNS ?? 200) };
    fc.assert(
      fc.property(anyStreamWithPictures, fc.nat(60), (pieces, cut) => {
        const entries = entriesOf(pieces);
        const neverKilled = new Emulator({ cols: 20, rows: 6, scrollbackLines: 100 });
        replay(neverKilled, entries, { incarnation: 1, offset: 0 });
        const folded = materialise([], { entries: entries.slice(0, cut) });
        const { snapshot, view } = materialise([], { snapshot: folded.snapshot, entries });
        const restored = restoreView(view, 100);
        expect(shown(restored)).toEqual(shown(neverKilled));
        const again = materialise([], { snapshot });
        expect(again.snapshot).toEqual(snapshot);
        for (const emulator of [neverKilled, restored]) emulator.dispose();
      }),
      explored,
    );
  });

  it('should be overwritten and erased as text is', () => {
    expect(places(materialise([SIXEL, '\x1b[1;2Hxx']).view.pictures?.primary)).toEqual([
      ['0:0-1', '0:3-4', '1:0-4', '2:0-4'],
    ]);
    expect(places(materialise([SIXEL, '\x1b[2;1H\x1b[K']).view.pictures?.primary)).toEqual([
      ['0:0-4', '2:0-4'],
    ]);
    expect(materialise([SIXEL, '\x1b[H\x1b[2J']).view.pictures).toBeUndefined();
    expect(materialise([SIXEL, { kind: 'clear' }, '\x1b[2K']).view.pictures).toBeUndefined();
  });

  it('should go with the alternate screen on which it was shown', () => {
    const open = materialise(['text\r\n', SIXEL, '\x1b[?1049h\x1b[H', SIXEL]);
    expect(places(open.view.pictures?.alternate)).toEqual([['0:0-4', '1:0-4', '2:0-4']]);
    expect(places(open.view.pictures?.primary)).toEqual([['1:0-4', '2:0-4', '3:0-4']]);
    const left = materialise(['text\r\n', SIXEL, '\x1b[?1049h\x1b[H', SIXEL, '\x1b[?1049l']);
    expect(left.view.pictures?.alternate).toEqual([]);
  });

  it('should be in its place again when its pane is, with fewer lines as well', () => {
    const saved = materialise(['1\r\n2\r\n', SIXEL, '\r\n\r\nend']);
    const again = materialise([], { snapshot: saved.snapshot, newIncarnation: true });
    expect(places(again.view.pictures?.primary)).toEqual([['2:0-4', '3:0-4', '4:0-4']]);
    const shorter = materialise([], { snapshot: saved.snapshot, newIncarnation: true, scrollbackLines: 1 });
    const { primary } = shorter.view;
    expect(places(shorter.view.pictures?.primary)).toEqual([['1:0-4', '2:0-4', '3:0-4']]);
    expect(primary.text.split('\r\n').indexOf('end')).toBe(5);
  });

  it('should not be shown when its string was broken off or is not one', () => {
    const strings = [`\x1bPq!40~\x18`, `\x1bPq${ST}`, '\x1b]1337;File=inline=1:bm90aGluZw==\x07'];
    for (const string of strings) {
      const screen = materialise([string, 'x']);
      expect(screen.view.pictures).toBeUndefined();
      expect(screen.view.primary.text).toBe('x');
    }
  });

  it('should have bounds: larger ones take no room, and older ones go', () => {
    const hugeSixels = ['"1;1;9999;9999~', '!5000~', `"1;1;4096;4096~`];
    for (const sixels of hugeSixels) {
      const screen = materialise([`\x1bPq${sixels}${ST}x`]);
      expect([screen.view.pictures, cursorOf(screen)]).toEqual([undefined, [1, 0]]);
    }
    const endless = materialise([
      '\x1bPq',
      ...Array.from({ length: 17 }, () => '~$'.repeat(512 * 1024)),
      `${ST}x`,
    ]);
    expect([endless.view.pictures, cursorOf(endless)]).toEqual([undefined, [1, 0]]);
    // Each of a little more than 1 MiB: three of them fit.
    const large = `\x1bPq!9~${'$'.repeat(1024 * 1024)}${ST}\r\n`;
    const many = materialise(Array.from({ length: 5 }, () => large));
    expect(places(many.view.pictures?.primary)).toEqual([['2:0-1'], ['3:0-1'], ['4:0-1']]);
    const dots = materialise([`\x1bPq@${ST}\r`.repeat(5000)]);
    expect(dots.view.pictures?.primary).toHaveLength(1);
  });

  it('should not make a flood of dots dearer than a flood of lines', () => {
    const screen = materialise([`\x1bPq@${ST}\r\n`.repeat(20_000)], { scrollbackLines: 10_000 });
    expect(screen.view.pictures?.primary).toHaveLength(1000);
  });
});

describe('a tampered snapshot', () => {
  const { snapshot } = materialise(['text ', SIXEL]);
  const tampered = (change: (picture: Record<string, unknown>) => unknown) => {
    const fields = unpack(snapshot) as { pictures: { primary: Record<string, unknown>[] } };
    const pictures = fields.pictures.primary.map(change);
    const decoded = decodeSnapshot(pack({ ...fields, pictures: { primary: pictures } }));
    if (decoded.kind === 'invalid') throw new Error(decoded.reason);
    expect(decoded.view.primary.text).toBe('text ');
    return decoded.view.pictures;
  };

  it.each<[string, (picture: Record<string, unknown>) => unknown]>([
    ['of another kind', (picture) => ({ ...picture, kind: 'html' })],
    ['without bytes', (picture) => ({ ...picture, data: 'text' })],
    ['of no size', (picture) => ({ ...picture, width: 0 })],
    ['of an absurd size', (picture) => ({ ...picture, height: 1e9 })],
    ['that is too long', (picture) => ({ ...picture, data: new Uint8Array(5 * 1024 * 1024) })],
    ['nowhere', (picture) => ({ ...picture, runs: [{ line: 0, start: 9, end: 2, row: 0, left: 0 }, null] })],
    ['that is none', () => 7],
  ])('should lose a picture %s, and nothing else', (_what, change) => {
    expect(tampered(change)).toBeUndefined();
  });

  it('should put nothing where there is no cell', () => {
    const far = [{ line: 1e12, start: -5, end: 1e9, row: 1e9, left: Number.NaN }];
    const pictures = tampered((picture) => ({ ...picture, runs: far }));
    const emulator = new Emulator({ cols: 20, rows: 6, scrollbackLines: 10 });
    if (pictures !== undefined) emulator.images.restore(pictures, 1);
    expect(emulator.images.capture()).toEqual({ primary: [], alternate: [] });
  });
});

describe('a question about graphics', () => {
  it.each([
    ['\x1b[c', '\x1b[?62;4;22c'],
    ['\x1b[0c', '\x1b[?62;4;22c'],
    ['\x1b[14t', '\x1b[4;132;200t'],
    ['\x1b[16t', '\x1b[6;22;10t'],
    ['\x1b[18t', '\x1b[8;6;20t'],
    ['\x1b[14;2t', ''],
    ['\x1b[21t', ''],
    ['\x1b[?1;1S', '\x1b[?1;0;256S'],
    ['\x1b[?2;1S', '\x1b[?2;0;200;132S'],
    ['\x1b[?2;4S', '\x1b[?2;0;4096;4096S'],
    ['\x1b[?1;3;16S', '\x1b[?1;2S'],
    ['\x1b[?3;1S', '\x1b[?3;1S'],
  ])('should be answered in the measure that pictures are placed by: %j', (question, answer) => {
    const answers: string[] = [];
    const screens = Screens.open(({ data }) => answers.push(data));
    screens.open('p', job([]), null);
    screens.feed('p', entriesOf([question]));
    expect(answers.join('')).toBe(answer);
  });
});
