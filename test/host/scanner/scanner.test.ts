import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScanner } from '../../../electron/host/scanner/scanner.ts';
import type { ScanEvent } from '../../../electron/host/scanner/types.ts';
import { Emulator } from '../../../electron/screen/emulator.ts';

const encoder = new TextEncoder();

function scanText(text: string): ScanEvent[] {
  return createScanner().scan(encoder.encode(text));
}

/** The events without their places. */
function meanings(text: string): unknown[] {
  return scanText(text).map(({ start: _start, end: _end, ...meaning }) => meaning);
}

const PIECES = [
  'plain text ',
  'grüße ',
  '日本語',
  '👨‍👩‍👧',
  '\r\n',
  '\x07',
  '\x05',
  '\x1b',
  '\x1b[',
  '\x1b]',
  '\x1bP',
  '\x1b_',
  '\x1b\\',
  '\x18',
  '\x1a',
  '\x7f',
  '?',
  '>',
  '0',
  '1',
  ';',
  '6n',
  'c',
  '1049h',
  '2004',
  'h',
  'l',
  '$p',
  '$q',
  '+q',
  '!p',
  '\x1b[m',
  '\x1b[1;31m',
  '\x1b]0;ti',
  'tle',
  '\x1b]7;file://h/a%20b',
  '133;D;1',
  '\u009b',
  '\u009d',
  '\u009c',
  '\u0090',
  '\u0085',
];
const anyBytes = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...PIECES).map((piece) => Buffer.from(piece)) },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes)) },
    ),
    { maxLength: 40 },
  )
  .map((pieces) => Buffer.concat(pieces));

describe('the scanner', () => {
  it('should see the same, at the same places, however the stream is cut', () => {
    fc.assert(
      fc.property(anyBytes, fc.array(fc.nat(200), { maxLength: 12 }), (bytes, cuts) => {
        const whole = createScanner();
        const expected = whole.scan(bytes);
        const pieces = createScanner();
        const seen: ScanEvent[] = [];
        let from = 0;
        for (const cut of [
          ...cuts.map((at) => Math.min(at, bytes.length)).sort((a, b) => a - b),
          bytes.length,
        ]) {
          seen.push(...pieces.scan(bytes.subarray(from, cut)));
          from = cut;
        }
        expect(seen).toEqual(expected);
        expect([pieces.offset, pieces.isGround, pieces.lastGroundOffset]).toEqual([
          bytes.length,
          whole.isGround,
          whole.lastGroundOffset,
        ]);
      }),
      { seed: 1, numRuns: 3000 },
    );
  });

  it('should be in its ground state exactly when the emulator is', () => {
    const emulator = new Emulator({ cols: 20, rows: 5, scrollbackLines: 5 });
    const { _parser } = emulator.internals._inputHandler;
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const scanner = createScanner();
        emulator.write(Buffer.from('    \x18'));
        let lastGround = 0;
        for (const [at, byte] of bytes.entries()) {
          scanner.scan(Uint8Array.of(byte));
          emulator.write(Uint8Array.of(byte));
          if (scanner.isGround) {
            expect(_parser.currentState, `after byte ${at}`).toBe(0);
            lastGround = at + 1;
          }
          expect(scanner.lastGroundOffset).toBe(lastGround);
          // Between the bytes of a character only the scanner knows that it is not over.
          const isMidCharacter = byte >= 0x80;
          if (_parser.currentState === 0 && !isMidCharacter) {
            expect(scanner.isGround, `after byte ${at}`).toBe(true);
          }
        }
      }),
      { seed: 2, numRuns: 1500 },
    );
    emulator.dispose();
  });

  it('should tell where a sequence begins and ends', () => {
    expect(scanText('ab\x1b]2;x\x07cd\x1b[6n')).toEqual([
      { kind: 'title', title: 'x', start: 2, end: 8 },
      { kind: 'query', query: 'DSR', start: 10, end: 14 },
    ]);
    expect(scanText('\x1b]2;x\x1b\\y')).toEqual([{ kind: 'title', title: 'x', start: 0, end: 7 }]);
    expect(scanText('\x1b]2;x\x1b[c')).toEqual([
      { kind: 'title', title: 'x', start: 0, end: 5 },
      { kind: 'query', query: 'DA1', start: 5, end: 8 },
    ]);
  });

  it('should not let a fold end within a sequence or a character', () => {
    const scanner = createScanner();
    scanner.scan(encoder.encode('abc\x1b[3'));
    expect([scanner.isGround, scanner.lastGroundOffset]).toEqual([false, 3]);
    scanner.scan(encoder.encode('1mä'));
    expect([scanner.isGround, scanner.lastGroundOffset]).toEqual([true, 10]);
    scanner.scan(Uint8Array.of(0xe6, 0x97));
    expect([scanner.isGround, scanner.lastGroundOffset]).toEqual([false, 10]);
    scanner.scan(Uint8Array.of(0xa5));
    expect([scanner.isGround, scanner.lastGroundOffset]).toEqual([true, 13]);
  });

  it.each([
    ['\x1b[c', 'DA1'],
    ['\x1b[0c', 'DA1'],
    ['\x1b[>c', 'DA2'],
    ['\x1b[>0c', 'DA2'],
    ['\x1b[=c', 'DA3'],
    ['\x1bZ', 'DECID'],
    ['\x1b[5n', 'DSR'],
    ['\x1b[6n', 'DSR'],
    ['\x1b[?6n', 'DECDSR'],
    ['\x1b[?996n', 'DECDSR'],
    ['\x1b[4$p', 'DECRQM'],
    ['\x1b[?2026$p', 'DECRQM'],
    ['\x1bP$qm\x1b\\', 'DECRQSS'],
    ['\x1bP$q"p\x1b\\', 'DECRQSS'],
    ['\x1bP+q544e\x1b\\', 'XTGETTCAP'],
    ['\x1b[>q', 'XTVERSION'],
    ['\x1b[>0q', 'XTVERSION'],
    ['\x1b]4;1;?\x07', 'OSC 4'],
    ['\x1b]10;?\x07', 'OSC 10'],
    ['\x1b]11;?\x1b\\', 'OSC 11'],
    ['\x1b]12;?\u009c', 'OSC 12'],
    ['\x1b]52;c;?\x07', 'OSC 52'],
    ['\x1b[14t', 'XTWINOPS'],
    ['\x1b[18t', 'XTWINOPS'],
    ['\x1b[21t', 'XTWINOPS'],
    ['\x05', 'ENQ'],
    ['\x1b[?u', 'KITTY_KEYBOARD'],
    ['\u009b6n', 'DSR'],
    ['\x1b[6\rn', 'DSR'],
  ])('should see the query in %j', (text, query) => {
    expect(meanings(text)).toEqual([{ kind: 'query', query }]);
  });

  it.each([
    '\x1b[1c',
    '\x1b[3n',
    '\x1b[22;0t',
    '\x1b[8;24;80t',
    '\x1b]4;1;#fff\x07',
    '\x1b]11;#000\x07',
    '\x1b[>4;2m',
    '\x1b[u',
    '\x1b[>1u',
    '\x1b]52;c;aGk=\x07',
    '\x1bPq#0;2;0;0;0\x1b\\',
    '\x1b[2 q',
    '\x1b[?25h',
    '\x1b_Gf=24;AAAA\x1b\\',
    '\x1b]8;;http://?\x07',
    '\x1b[?6',
    '\x1b]10;?',
    '\x1bP$qm',
    '\x1b[?6;\x18n',
  ])('should see nothing to be answered in %j', (text) => {
    expect(meanings(text)).toEqual([]);
  });

  it.each([
    ['\x1b]0;both\x07', { kind: 'title', title: 'both' }],
    ['\x1b]2;ünï;code\x1b\\', { kind: 'title', title: 'ünï;code' }],
    ['\x1b]2;\x07', { kind: 'title', title: '' }],
    ['\x1b]7;file://host/a%20b/%C3%A4\x07', { kind: 'cwd', path: '/a b/ä', host: 'host' }],
    ['\x1b]7;file:///plain\x1b\\', { kind: 'cwd', path: '/plain', host: null }],
    ['\x1b]7;kitty-shell-cwd://h/100%\x07', { kind: 'cwd', path: '/100%', host: 'h' }],
    ['\x1b]9;9;"/a b"\x07', { kind: 'cwd', path: '/a b', host: null }],
    ['\x1b]1337;CurrentDir=/x\x07', { kind: 'cwd', path: '/x', host: null }],
    ['\x1b]633;P;Cwd=/x\\x3by\x07', { kind: 'cwd', path: '/x;y', host: null }],
    ['\x1b]133;A\x07', { kind: 'prompt-start' }],
    ['\x1b]133;A;aid=3\x07', { kind: 'prompt-start' }],
    ['\x1b]133;B\x07', { kind: 'command-start' }],
    ['\x1b]633;C\x07', { kind: 'output-start' }],
    ['\x1b]133;D\x07', { kind: 'command-end', exitCode: null }],
    ['\x1b]133;D;130;aid=3\x07', { kind: 'command-end', exitCode: 130 }],
    ['\x1b]133;D;nonsense\x07', { kind: 'command-end', exitCode: null }],
    [
      '\x1b]633;E;echo a\\x3b b\\\\c;nonce-1\x07',
      { kind: 'command-line', command: 'echo a; b\\c', nonce: 'nonce-1' },
    ],
    ['\x07', { kind: 'bell' }],
    ['\x1b[?1049h', { kind: 'alternate-screen', on: true }],
    ['\x1b[?47l', { kind: 'alternate-screen', on: false }],
    ['\x1b[?1003h', { kind: 'mode', mode: 'mouse-any', on: true }],
    ['\x1b[?2004l', { kind: 'mode', mode: 'bracketed-paste', on: false }],
    ['\x1bc', { kind: 'reset', hard: true }],
    ['\x1b[!p', { kind: 'reset', hard: false }],
    ['\x1b]9;done\x07', { kind: 'notification', title: '', body: 'done' }],
    ['\x1b]777;notify;Build;ok; all\x07', { kind: 'notification', title: 'Build', body: 'ok; all' }],
  ])('should understand %j', (text, meaning) => {
    expect(meanings(text)).toEqual([meaning]);
  });

  it.each([
    '\x1b]7;not a uri\x07',
    '\x1b]7;file://h/%zz\x07',
    '\x1b]7;file://relative\x07',
    '\x1b]7;http://h/x\x07',
    '\x1b]9;4;1;50\x07',
    '\x1b]9;9;relative\x07',
    '\x1b]133;Z\x07',
    '\x1b]\x07',
    '\x1b]999;x\x07',
    '\x1b]7;file://h/a%00b\x07',
    '\x1b]2;aborted\x18',
  ])('should make nothing of %j', (text) => {
    expect(meanings(text)).toEqual([]);
  });

  it('should tell each mode of a sequence that sets several', () => {
    expect(meanings('\x1b[?1049;1000;1006;25h')).toEqual([
      { kind: 'alternate-screen', on: true },
      { kind: 'mode', mode: 'mouse-vt200', on: true },
      { kind: 'mode', mode: 'mouse-sgr', on: true },
    ]);
  });

  it('should take a bell within a sequence for a bell, and within a command for its end', () => {
    expect(meanings('\x1b[3\x071m')).toEqual([{ kind: 'bell' }]);
    expect(meanings('\x1b]2;x\x07')).toEqual([{ kind: 'title', title: 'x' }]);
  });

  it('should cut a title that goes on for ever, and never make a directory of a part', () => {
    const long = 'x'.repeat(10_000_000);
    const title = meanings(`\x1b]2;${long}\x07`);
    expect(title).toEqual([{ kind: 'title', title: 'x'.repeat(1024) }]);
    expect(meanings(`\x1b]7;file:///${long}\x07`)).toEqual([]);
    expect(meanings(`\x1b[${'1;'.repeat(100_000)}6n`)).toEqual([]);
  });

  it('should take a path of four thousand characters, all of them encoded', () => {
    const path = `/${'ä'.repeat(2000)}`;
    const encoded = [...encoder.encode(path.slice(1))].map((byte) => `%${byte.toString(16)}`).join('');
    expect(meanings(`\x1b]7;file://h/${encoded}\x07`)).toEqual([{ kind: 'cwd', path, host: 'h' }]);
  });
});
