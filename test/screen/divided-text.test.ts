import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dividedText } from '../../electron/screen/divided-text.ts';
import { SavedRows } from '../../electron/screen/saved-rows.ts';
import { Screens } from '../../electron/screen/screens.ts';
import { decodeSnapshot } from '../../electron/screen/snapshot-codec.ts';
import type { ScreenJob, ScreenText, TextOptions } from '../../electron/screen/types.ts';
import type { StreamEntry } from '../../shared/stream.ts';
import { anyStream, entriesOf, type Piece } from './streams.ts';

const explored = { seed: Number(process.env.SEED ?? 1), numRuns: Number(process.env.RUNS ?? 200) };
const SIZE = { cols: 20, rows: 6 };
const EVERY_TEXT: readonly TextOptions[] = [
  { extent: 'scrollback', ansi: true },
  { extent: 'scrollback', ansi: false },
  { extent: 'screen', ansi: true },
];

/** What scrollbacks are made of. */
const LINES: readonly string[] = [
  'a line',
  '',
  '$ make all',
  'x'.repeat(20),
  'y'.repeat(21),
  'z'.repeat(63),
  '   indented, and blank at its end   ',
  '\x1b[31mred\x1b[m and \x1b[1;48;5;17mbold on blue  \x1b[m',
  '\x1b[7m inverse \x1b[m',
  '\x1b[4:3;58:2::1:2:3m curly \x1b[9m',
  '\x1b[32m   \x1b[m',
  '\x1b[44m',
  '\x1b[41mover the edge and on\x1b[K',
  'col\tcol\tcol',
  '\ttab\x1b[10Cgap',
  'grüße, größe, Müßiggang und Übermut',
  '日本語テキスト',
  'x日本語テキスト日本語テキスト',
  'e\u0301\u0301a\u0308',
  '👨‍👩‍👧 🇩🇪🇫🇷🇩',
  '\u00a0no-break\u00a0',
  '\x1b]8;;https://example.org/\x1b\\a link\x1b]8;;\x1b\\ to nowhere',
  '\x1b[1"qprotected\x1b[0"q',
  'over\rwritten',
  '━━━━━━━━━━━━━━━━━━━━━━━━━',
  '\u0600a',
  'half of \x1b[30mblack\x1b[m',
];

/** Long enough for something to be set aside. */
const history = fc
  .array(fc.constantFrom(...LINES), { minLength: 1, maxLength: 12 })
  .chain((lines) => fc.record({ lines: fc.constant(lines), count: fc.integer({ min: 330, max: 460 }) }))
  .map(({ lines, count }) =>
    Array.from({ length: count }, (_, index) => `${lines[index % lines.length]}\x1b[m\r\n`),
  );

const quietNews: fc.Arbitrary<Piece[]> = fc.array(
  fc.constantFrom(
    '$ ',
    '\x1b[?2004h',
    'ls\r\n',
    'file\r\n',
    '\x1b]133;A\x07',
    '\x1b[31mx\x1b[m',
    '\x1b7',
    '\x1b8',
    'y'.repeat(50),
  ),
  { maxLength: 40 },
);
/** What reaches into the scrollback, or replaces it. */
const rudeNews = fc.constantFrom<Piece>(
  '\x1b[3J',
  '\x1bc',
  '\x1b[H\x1b[2J\x1b[3J',
  '\x1b[30S',
  '\n'.repeat(40),
  '\x1b[?1049h',
  '\x1b[2;4r\x1b[4;1H\n\n\n',
  { kind: 'clear' },
  { kind: 'resize', cols: 21, rows: 6 },
  { kind: 'resize', cols: 20, rows: 6 },
);
const news = fc
  .record({
    pieces: fc.oneof(quietNews, anyStream),
    rude: fc.array(rudeNews, { maxLength: 1 }),
    at: fc.nat(60),
  })
  .map(({ pieces, rude, at }) => [...pieces.slice(0, at), ...rude, ...pieces.slice(at)]);

/** Lines of scrollback: plenty, or so few that something is lost at the top. */
const scrollbackLines = fc.constantFrom(420, 500, 800, 5000);

function job(
  snapshot: Uint8Array | null,
  entries: readonly StreamEntry[],
  more: Partial<ScreenJob>,
): ScreenJob {
  return { snapshot, entries, ...SIZE, scrollbackLines: 500, newIncarnation: false, ...more };
}

/** The text without a short cut: an open screen always goes through an emulator. */
function emulated(screens: Screens, source: ScreenJob, options: TextOptions): ScreenText {
  screens.open('pane', source, null);
  return screens.text('pane', options);
}

describe('the text of a saved screen with a long scrollback', () => {
  it('should be what an emulator of all of it gives, whatever was printed since', () => {
    const screens = Screens.open(() => expect.unreachable('a replayed screen answered'));
    const savedRows = new SavedRows();
    let shortCuts = 0;
    fc.assert(
      fc.property(
        history,
        news,
        scrollbackLines,
        fc.boolean(),
        fc.boolean(),
        (lines, printed, kept, isNewProcess, isEnded) => {
          const more = { scrollbackLines: kept, newIncarnation: isEnded };
          const saved = screens.materialise(job(null, entriesOf(lines), { scrollbackLines: kept }));
          const since = entriesOf(printed, 2);
          const entries = isNewProcess ? since : since.map((entry) => moved(entry, saved.position));
          const source = job(saved.snapshot, entries, more);
          const decoded = decodeSnapshot(saved.snapshot);
          if (decoded.kind !== 'valid') expect.unreachable('a snapshot of our own was refused');
          for (const options of EVERY_TEXT) {
            const text = dividedText(decoded.view, source, { ...options, savedRows });
            if (text === null) continue;
            shortCuts += 1;
            expect(text).toEqual(emulated(screens, source, options));
          }
        },
      ),
      explored,
    );
    expect(shortCuts).toBeGreaterThan(explored.numRuns);
  });
});

function moved(
  entry: StreamEntry,
  { incarnation, offset }: { incarnation: number; offset: number },
): StreamEntry {
  return { ...entry, incarnation, offset: entry.offset + offset };
}
