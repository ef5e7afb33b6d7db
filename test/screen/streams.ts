// Streams as programs print them, and worse: random sequences of text and control, cut only where a fold may cut, with
// resizes and clears in between. Each piece is one entry.
import fc from 'fast-check';
import type { StreamEntry, StreamMark } from '../../shared/stream.ts';

export type Piece = string | StreamMark;

const TEXTS = [
  'hello',
  'the quick brown fox jumps over the lazy dog',
  '日本語テキスト',
  'e\u0301a\u0308',
  '\u0301',
  '👨‍👩‍👧',
  '🇩🇪🇫🇷🇩',
  '❤️✈',
  'ä',
  '한국어',
  '\u1112\u1161\u11ab',
  'นี้',
  '\u0600a',
  ' ',
  '          ',
  'x',
  '~',
  '━━━',
];

const small = fc.integer({ min: 0, max: 12 });
const count = fc.oneof(small, fc.constantFrom(1, 5, 79, 80, 81, 500));
const csi = (final: string, ...params: fc.Arbitrary<number>[]): fc.Arbitrary<string> =>
  fc.tuple(...params).map((values) => `\x1b[${values.join(';')}${final}`);
const one = (...choices: string[]): fc.Arbitrary<string> => fc.constantFrom(...choices);

const colours = fc.oneof(
  fc.constantFrom(30, 31, 37, 90, 97, 40, 44, 100, 107, 39, 49).map(String),
  fc
    .tuple(fc.constantFrom(38, 48), fc.integer({ min: 0, max: 255 }))
    .map(([kind, index]) => `${kind};5;${index}`),
  fc.tuple(fc.constantFrom(38, 48), small, small).map(([kind, red, blue]) => `${kind};2;${red};200;${blue}`),
  one('58:5:9', '58:2::1:2:3', '59'),
);
const attributes = one(
  '0',
  '1',
  '2',
  '3',
  '4',
  '4:2',
  '4:3',
  '4:5',
  '5',
  '7',
  '8',
  '9',
  '21',
  '22',
  '24',
  '27',
  '53',
  '55',
);
const sgr = fc
  .array(fc.oneof(colours, attributes), { minLength: 0, maxLength: 4 })
  .map((parts) => `\x1b[${parts.join(';')}m`);

const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...TEXTS) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }).map((s) => s.replaceAll(/\p{Cc}/gu, '')),
  },
);
const moves = fc.oneof(
  one('\r\n', '\r\n', '\r', '\n', '\b', '\t', '\x1bM', '\x1bD', '\x1bE'),
  csi('H', small, count),
  csi('A', small),
  csi('B', small),
  csi('C', count),
  csi('D', count),
  csi('G', count),
  csi('d', small),
);
const edits = fc.oneof(
  csi('J', fc.integer({ min: 0, max: 2 })),
  csi('K', fc.integer({ min: 0, max: 2 })),
  csi('X', count),
  csi('P', count),
  csi('@', count),
  csi('L', small),
  csi('M', small),
  csi('S', small),
  csi('T', small),
  csi('b', small),
);
const state = fc.oneof(
  one('\x1b7', '\x1b8', '\x1b[s', '\x1b[u'),
  one('\x1b[?1049h', '\x1b[?1049l', '\x1b[?47h', '\x1b[?47l', '\x1b[?1047h', '\x1b[?1047l'),
  csi('r', small, small),
  one('\x1b[r', '\x1b[?6h', '\x1b[?6l', '\x1b[4h', '\x1b[4l', '\x1b[20h', '\x1b[20l'),
  one('\x1b[?25l', '\x1b[?25h', '\x1b[?1h', '\x1b=', '\x1b>', '\x1b[?2004h', '\x1b[?1004h', '\x1b[?45h'),
  one('\x1b[?1000h', '\x1b[?1002h', '\x1b[?1003h', '\x1b[?1003l', '\x1b[?9h', '\x1b[?1006h', '\x1b[?1016h'),
  one('\x1b[3 q', '\x1b[6 q', '\x1b[0 q', '\x1b[!p', '\x1bc', '\x1b#8'),
  one('\x1bH', '\x1b[g', '\x1b[3g'),
  one('\x1b(0', '\x1b(B', '\x1b)0', '\x0e', '\x0f', '\x1b(A', '\x1bn'),
  one('\x1b]8;;https://example.org/\x1b\\', '\x1b]8;id=7;mailto:a@b\x07', '\x1b]8;;\x1b\\'),
  one('\x1b[1"q', '\x1b[0"q'),
  one('\x1b]2;a title\x07', '\x1b]133;A\x07', '\x1b]133;C\x07', '\x1b]133;D;3\x07'),
);
/** The smallest PNG there is, by its header: what follows is never looked at here. */
const png = (width: number, height: number): string => {
  const header = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];
  return Buffer.from([...header, 0, 0, 0, width, 0, 0, 0, height]).toString('base64');
};
const pictures = one(
  '\x1bPq#1;2;100;0;0!25~-!9~\x1b\\',
  '\x1bP0;1;0q"1;1;60;90~\x1b\\',
  '\x1bPq!3000~\x1b\\',
  '\x1bPq!30~\x18',
  `\x1b]1337;File=inline=1:${png(40, 50)}\x07`,
  `\x1b]1337;File=inline=1;width=3;height=100%;preserveAspectRatio=0:${png(9, 9)}\x1b\\`,
  `\x1b]1337;File=inline=0:${png(40, 50)}\x07`,
);
const marks: fc.Arbitrary<StreamMark> = fc.oneof(
  fc.record({
    kind: fc.constant('resize' as const),
    cols: fc.constantFrom(20, 40, 7, 4, 33, 120),
    rows: fc.constantFrom(5, 10, 3, 2, 24),
  }),
  fc.constant({ kind: 'clear' as const }),
);

/** Any mixture of these; mostly text, as in life. */
export const anyStream: fc.Arbitrary<Piece[]> = fc.array(
  fc.oneof(
    { weight: 10, arbitrary: text },
    { weight: 4, arbitrary: sgr },
    { weight: 6, arbitrary: moves },
    { weight: 3, arbitrary: edits },
    { weight: 3, arbitrary: state },
    { weight: 1, arbitrary: marks },
  ),
  { minLength: 1, maxLength: 60 },
);

/** The same with pictures in between. */
export const anyStreamWithPictures: fc.Arbitrary<Piece[]> = fc
  .tuple(anyStream, fc.array(fc.tuple(pictures, fc.nat(60)), { minLength: 1, maxLength: 6 }))
  .map(([pieces, between]) =>
    between.reduce((all, [picture, at]) => [...all.slice(0, at), picture, ...all.slice(at)], pieces),
  );

const encoder = new TextEncoder();

/** The pieces as entries of one incarnation, from its beginning on. */
export function entriesOf(pieces: readonly Piece[], incarnation = 1): StreamEntry[] {
  let offset = 0;
  return pieces.flatMap((piece): StreamEntry[] => {
    const start = offset;
    if (typeof piece !== 'string') {
      offset += 1;
      return [{ kind: 'mark', incarnation, offset: start, mark: piece }];
    }
    const data = encoder.encode(piece);
    offset += data.length;
    return data.length === 0 ? [] : [{ kind: 'output', incarnation, offset: start, data }];
  });
}
