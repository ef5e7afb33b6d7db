// On both builds of the emulator: the worker's, which is what is saved, and the window's.
import headless from '@xterm/headless';
import browser from '@xterm/xterm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Emulator } from '../../electron/screen/emulator.ts';
import { internalsOf } from '../../electron/screen/internals.ts';
import { readPlainText } from '../../electron/screen/screen-text.ts';
import { SpareLines } from '../../electron/screen/spare-lines.ts';
import { enableGraphemes } from '../../electron/screen/unicode.ts';
import { keepCombinedCells } from '../../shared/emulator/combined-cells.ts';

/** The same lines each time; another SEED and more RUNS look further. */
const explored = { seed: Number(process.env.SEED ?? 8), numRuns: Number(process.env.RUNS ?? 400) };

type Terminal = headless.Terminal;
type Options = headless.ITerminalOptions & headless.ITerminalInitOnlyOptions;

const BUILDS = [
  ['worker', (options: Options): Terminal => new headless.Terminal(options)],
  ['window', (options: Options): Terminal => new browser.Terminal(options)],
] as const;

function opened(make: (options: Options) => Terminal, cols: number): Terminal {
  const terminal = make({ cols, rows: 6, scrollback: 1000, allowProposedApi: true, logLevel: 'off' });
  enableGraphemes(terminal, (codePoint) => internalsOf(terminal).unicodeService.wcwidth(codePoint));
  keepCombinedCells(terminal);
  return terminal;
}

function write(terminal: Terminal, text: string): void {
  internalsOf(terminal)._inputHandler.parse(text);
}

/** Each line as it was before it was wrapped: its characters, each with what it is shown with. */
function logicalLines(terminal: Terminal): string[][] {
  const lines: string[][] = [];
  const cell = terminal.buffer.normal.getNullCell();
  for (let y = 0; y < terminal.buffer.normal.length; y += 1) {
    const line = terminal.buffer.normal.getLine(y);
    if (line === undefined) break;
    if (!line.isWrapped || y === 0) lines.push([]);
    for (let x = 0; x < line.length; x += 1) {
      line.getCell(x, cell);
      // Nothing is erased here: a cell without characters is the second half of a wide one or was never written to.
      if (cell.getChars() !== '') lines.at(-1)?.push(`${cell.getChars()} ${rendition(cell)}`);
    }
  }
  // Wrapping anew takes rows below the text away.
  while (lines.at(-1)?.length === 0) lines.pop();
  return lines;
}

function rendition(cell: object): string {
  const { fg, bg, extended } = cell as { fg: number; bg: number; extended: { _ext: number; urlId: number } };
  return (bg & 0x10000000) === 0 ? `${fg} ${bg}` : `${fg} ${bg} ${extended._ext} ${extended.urlId}`;
}

/** A letter each, every other one with an accent of its own beside it. */
const ACCENTED = Array.from({ length: 30 }, (_, index) => {
  const accent = ['', '\u0301', '\u0308'][index % 3] ?? '';
  return String.fromCharCode(97 + (index % 26)) + accent;
}).join('');

const characters = fc.constantFrom(
  ...['a', 'b', ' ', 'x', 'e\u0301', 'n\u0303', '漢', '字', '😀', '👨‍👩‍👧', '🇫🇷', 'क्ष', '❤️', 'o\u0302\u0323'],
);
const renditions = fc.constantFrom(
  ...['\x1b[m', '\x1b[31;4:3m', '\x1b[58:5:9;4m', '\x1b]8;;http://a\x1b\\', '\x1b]8;;\x1b\\', '\x1b[44;4:5m'],
);
const written = fc.array(
  fc.array(fc.oneof({ weight: 9, arbitrary: characters }, { weight: 1, arbitrary: renditions }), {
    maxLength: 60,
  }),
  { minLength: 1, maxLength: 5 },
);
const widths = fc.array(fc.integer({ min: 2, max: 40 }), { minLength: 1, maxLength: 4 });

describe.each(BUILDS)('combined characters in lines that wrap anew (%s)', (_, make) => {
  it('should stay what they are', () => {
    const terminal = opened(make, 10);
    write(terminal, `${ACCENTED}\r\n$ `);
    const before = logicalLines(terminal);
    for (const cols of [8, 10, 3, 31]) {
      terminal.resize(cols, 6);
      expect(logicalLines(terminal), `at ${cols} columns`).toEqual(before);
    }
  });

  it('should stay what they are, whatever stands around them', () => {
    fc.assert(
      fc.property(written, fc.integer({ min: 12, max: 32 }), widths, (lines, cols, sizes) => {
        const terminal = opened(make, cols);
        for (const line of lines) write(terminal, `${line.join('')}#\x1b[m\x1b]8;;\x1b\\\r\n`);
        const before = logicalLines(terminal);
        for (const size of sizes) terminal.resize(size, 6);
        expect(logicalLines(terminal)).toEqual(before);
        terminal.dispose();
      }),
      explored,
    );
  });
});

describe('combined characters in what is saved', () => {
  it('should be found again after the pane was narrow', () => {
    const emulator = new Emulator({ cols: 10, rows: 6, scrollbackLines: 100 });
    emulator.write(`${ACCENTED}\r\n$ `);
    emulator.terminal.resize(8, 6);
    expect(readPlainText(emulator)).toContain(ACCENTED);
    emulator.dispose();
  });

  it('should stay what they are on lines that another terminal left', () => {
    const laden = new Emulator({ cols: 10, rows: 6, scrollbackLines: 100 });
    const spare = new SpareLines(laden.normal.lines);
    laden.write(`${ACCENTED}\r\n`.repeat(30));
    laden.dispose();
    spare.keep(laden.normal.lines);
    const before = spare.count;
    const emulator = new Emulator({ cols: 10, rows: 6, scrollbackLines: 100 });
    emulator.write(`${ACCENTED}\r\n`.repeat(10));
    expect(spare.count).toBeLessThan(before);
    for (const cols of [8, 13, 7]) {
      emulator.terminal.resize(cols, 6);
      expect(readPlainText(emulator).split(ACCENTED)).toHaveLength(11);
    }
    emulator.dispose();
  });

  it('should refuse an emulator that it does not know', () => {
    expect(() => keepCombinedCells({})).toThrow('how it keeps combined characters');
  });
});
