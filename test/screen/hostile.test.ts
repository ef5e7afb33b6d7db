import fc from 'fast-check';
import { pack, unpack } from 'msgpackr';
import { describe, expect, it } from 'vitest';
import { createScanner } from '../../electron/host/scanner/scanner.ts';
import { Screens } from '../../electron/screen/screens.ts';
import { decodeSnapshot, encodeSnapshot } from '../../electron/screen/snapshot-codec.ts';
import type { ScreenJob } from '../../electron/screen/types.ts';
import { type ViewState, viewToWrites } from '../../shared/snapshot.ts';
import { sanitiseText } from '../../shared/snapshot-text.ts';
import { anyStream, entriesOf, type Piece } from './streams.ts';

function job(pieces: readonly Piece[], more: Partial<ScreenJob> = {}): ScreenJob {
  return {
    snapshot: null,
    entries: entriesOf(pieces),
    cols: 80,
    rows: 24,
    scrollbackLines: 1000,
    newIncarnation: false,
    ...more,
  };
}

const QUERIES = [
  '\x1b[c',
  '\x1b[>c',
  '\x1b[=c',
  '\x1b[5n',
  '\x1b[6n',
  '\x1b[?6n',
  '\x1b[?25$p',
  '\x1b[4$p',
  '\x1bP$qm\x1b\\',
  '\x1bP+q544e\x1b\\',
  '\x1b[>q',
  '\x1b]4;1;?\x07',
  '\x1b]10;?\x07',
  '\x1b]11;?\x1b\\',
  '\x1b]12;?\x07',
  '\x05',
  '\x1b]52;c;?\x07',
  '\x1b[18t',
  '\x1b[21t',
  '\x1b[14t',
  '\x1b[?u',
  '\x1bZ',
  '\x1b[x',
  '\x1b[?996n',
  '\x1b[?1004h',
];

const HUGE_COUNTS = [...'@ABCDEFGHIJKLMPSTXZ`abdefghlmnrt'].flatMap((final) => [
  `\x1b[2147483647${final}`,
  `\x1b[2147483647;2147483647${final}`,
  `x\x1b[99999999999999999999${final}`,
]);

/** What a terminal would do at a text: the scanner sees every query, bell, title and mode. */
function eventsIn(text: string): string[] {
  return createScanner()
    .scan(new TextEncoder().encode(text))
    .map(({ kind }) => kind);
}

describe('a replayed stream', () => {
  it('should answer no query, and leave none in the snapshot', () => {
    const screens = Screens.open(() => expect.unreachable('a replayed screen answered'));
    const { view } = screens.materialise(job([...QUERIES, 'text']));
    expect(eventsIn(viewToWrites(view).join(''))).toEqual(['mode']);
    expect(view.modes.focusReports).toBe(true);
    const { view: reset } = screens.materialise(job([...QUERIES, 'text'], { newIncarnation: true }));
    expect(eventsIn(viewToWrites(reset).join(''))).toEqual([]);
  });

  it('should keep hyperlinks of harmless schemes alone', () => {
    const screens = Screens.open(() => undefined);
    const link = (uri: string): string => `\x1b]8;;${uri}\x1b\\${uri.slice(0, 4)}\x1b]8;;\x1b\\ `;
    const kept = ['https://a.example/x;y', 'http://b', 'mailto:c@d', 'file:///etc/passwd'];
    const dropped = [
      'javascript:alert(1)',
      'vscode://x',
      'x-man-page:ls',
      'data:text/html,x',
      '//host',
      'no scheme',
    ];
    const { view } = screens.materialise(job([...kept, ...dropped].map(link)));
    for (const uri of kept) {
      expect(view.primary.text).toContain(`;${uri}\x1b\\`);
    }
    for (const uri of dropped) {
      expect(view.primary.text).not.toContain(uri);
    }
  });

  it.each(HUGE_COUNTS)('should not be held up by %j', (sequence) => {
    const screens = Screens.open(() => undefined);
    const { view } = screens.materialise(job([sequence.repeat(20), 'still alive']));
    expect(view.cols).toBe(80);
  });

  it('should take strings of ten megabytes', () => {
    const screens = Screens.open(() => undefined);
    const long = 'x'.repeat(10 * 1024 * 1024);
    for (const start of ['\x1b]52;c;', '\x1b]2;', '\x1bP', '\x1b_', '\x1b[', '\x1b]8;;https://']) {
      const { view } = screens.materialise(
        job([start, long, '\x1b\\', '\r\nafter'], { newIncarnation: true }),
      );
      expect(view.title.length).toBeLessThanOrEqual(4096);
    }
  });

  it('should survive any bytes at all', () => {
    const screens = Screens.open(() => undefined);
    const bytes = fc.uint8Array({ maxLength: 400 });
    const escapes = fc.constantFrom(
      '\x1b[',
      '\x1b]',
      '\x1bP',
      '\x1b',
      '\x9b',
      ';',
      '1',
      '?',
      'h',
      '\x07',
      '\xff',
    );
    const garbage = fc.array(
      fc.oneof(
        bytes,
        escapes.map((text) => Buffer.from(text, 'latin1')),
      ),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(garbage, (pieces) => {
        const data = Buffer.concat(pieces);
        const entries = [{ kind: 'output' as const, incarnation: 1, offset: 0, data }];
        const first = screens.materialise(job([], { entries, newIncarnation: true }));
        const second = screens.materialise(job([], { snapshot: first.snapshot }));
        expect(second.view).toEqual(first.view);
      }),
      { seed: 4, numRuns: 500 },
    );
  });
});

describe('a snapshot that was tampered with', () => {
  const screens = Screens.open(() => undefined);
  const honest = screens.materialise(
    job(['\x1b[31mred \x1b]8;;https://a/\x07link\x1b]8;;\x07\r\nend\x1b[?1049halt']),
  ).view;

  it('should come through unchanged when it was not', () => {
    fc.assert(
      fc.property(anyStream, (pieces) => {
        const { snapshot, view } = screens.materialise(job(pieces));
        expect(decodeSnapshot(snapshot)).toEqual({ kind: 'valid', view });
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  it.each([
    ...QUERIES,
    '\x1b]52;c;aGk=\x07',
    '\x07',
    '\x1b]0;title\x07',
    '\x1b]9;ding\x07',
    '\x1b]1337;File=:x\x07',
    '\x1b[?1000h',
    '\x1bc',
    '\x1b[?1049h',
    '\x1b]8;;javascript:1\x1b\\',
    '\u009b6n',
    '\u009d52;c;?\u009c',
    '\x1b[1000000b',
    '\x1b[5i',
  ])('should show %j at worst as odd text, wherever it was put', (evil) => {
    const evilEverywhere: unknown = JSON.parse(JSON.stringify(honest), (_key, value: unknown) =>
      typeof value === 'string' && value !== 'none' && value !== 'default' ? `${evil}${value}${evil}` : value,
    );
    const decoded = decodeSnapshot(pack(evilEverywhere));
    if (decoded.kind === 'invalid') {
      throw new Error(decoded.reason);
    }
    const told = eventsIn(viewToWrites(decoded.view).join(''));
    expect(told.filter((kind) => kind !== 'alternate-screen')).toEqual([]);
    expect(eventsIn(decoded.view.title)).toEqual([]);
  });

  it('should be bounded in every number', () => {
    const wild: unknown = JSON.parse(JSON.stringify(honest), (key, value: unknown) =>
      typeof value === 'number' && key !== 'version' ? 1e300 : value,
    );
    const decoded = decodeSnapshot(pack(wild));
    if (decoded.kind === 'invalid') {
      throw new Error(decoded.reason);
    }
    const { cols, rows, primary } = decoded.view;
    expect([cols, rows, primary.x, primary.y]).toEqual([2000, 1000, 1999, 999]);
    expect(screens.materialise(job([], { snapshot: encodeSnapshot(decoded.view) })).damage).toBeNull();
  });

  it('should be refused with a reason when it is no snapshot, and the pane starts empty', () => {
    const { snapshot } = screens.materialise(job(['text']));
    const others: Uint8Array[] = [
      new Uint8Array(),
      snapshot.slice(0, snapshot.length / 2),
      Uint8Array.of(0xc1),
      pack(null),
      pack([]),
      pack('text'),
      pack({ ...honest, version: 99 }),
      pack({ ...honest, primary: { text: 7 } }),
      Buffer.alloc(1000, 0xff),
    ];
    for (const bytes of others) {
      const decoded = decodeSnapshot(bytes);
      expect(decoded.kind).toBe('invalid');
      const { damage, view } = screens.materialise(job([], { snapshot: bytes }));
      expect(damage).toBe(decoded.kind === 'invalid' ? decoded.reason : '');
      expect(view.primary.text).toBe('');
    }
  });

  it('should never throw, whatever bytes were changed', () => {
    const { snapshot } = screens.materialise(
      job(['some \x1b[1mtext\x1b[m\r\nand more\x1b[?1049h\x1b[5;5Halt']),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(snapshot.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        (changes) => {
          const changed = Uint8Array.from(snapshot);
          for (const [at, byte] of changes) {
            changed[at] = byte;
          }
          const { view } = screens.materialise(job([], { snapshot: changed }));
          const told = eventsIn(viewToWrites(view).join(''));
          expect(told.filter((kind) => kind !== 'alternate-screen' && kind !== 'mode')).toEqual([]);
        },
      ),
      { seed: 6, numRuns: 500 },
    );
  });

  it('should filter text in time that grows with its length alone', () => {
    const evil = `${'\x1b]8;;https://'.repeat(100_000)}${'\x1b['.repeat(100_000)}`;
    expect(eventsIn(sanitiseText(evil))).toEqual([]);
    const view: unknown = unpack(pack(honest));
    expect((view as ViewState).version).toBe(1);
  });
});
