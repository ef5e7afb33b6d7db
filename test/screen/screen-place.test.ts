import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Emulator } from '../../electron/screen/emulator.ts';
import { keepScreenInBuffer } from '../../shared/emulator/screen-place.ts';

/** The same streams each time; another SEED and more RUNS look further. */
const explored = { seed: Number(process.env.SEED ?? 3), numRuns: Number(process.env.RUNS ?? 300) };

type Step = string | readonly [cols: number, rows: number];

function played(steps: readonly Step[], { cols, rows }: { cols: number; rows: number }, scrollbackLines = 0) {
  const emulator = new Emulator({ cols, rows, scrollbackLines });
  for (const step of steps) {
    if (typeof step === 'string') emulator.write(step);
    else emulator.terminal.resize(...step);
  }
  return emulator;
}

function screenOf({ terminal, normal }: Emulator): string[] {
  return Array.from(
    { length: terminal.rows },
    (_, y) => normal.lines.get(normal.ybase + y)?.translateToString(true) ?? 'missing',
  );
}

const words = fc.constantFrom(
  ...[
    '$ ',
    'ls -la\r\n',
    `${'x'.repeat(300)}\r\n`,
    `${'-'.repeat(79)}\r\n`,
    'some text '.repeat(9),
    '\x1b[2J\x1b[H',
  ],
  ...['\x1b[?1049h', '\x1b[?1049l', '\r\n\r\n', '漢字👩‍💻\r\n', '\x1bM', '\x1b[3;1H'],
);
const size = fc.tuple(fc.integer({ min: 2, max: 100 }), fc.integer({ min: 1, max: 40 }));
const steps = fc.array(fc.oneof({ weight: 3, arbitrary: words }, { weight: 1, arbitrary: size }), {
  maxLength: 60,
});

describe('a terminal without scrollback', () => {
  it('should show what is printed after it was made narrower', () => {
    const long = `${'x'.repeat(300)}\r\n`;
    const emulator = played([long, [101, 32], `${'-'.repeat(79)}\r\n`, long, [41, 13], [34, 16], '$ '], {
      cols: 11,
      rows: 11,
    });
    expect(emulator.failures).toBe(0);
    expect(screenOf(emulator)[emulator.normal.y]).toBe('$ ');
    emulator.dispose();
  });

  it('should show the same as one with scrollback when it is made narrower', () => {
    // Of a row each: of a longer one the beginning may have scrolled out of the one without scrollback.
    const text = fc.array(fc.constantFrom('x'.repeat(60), 'x'.repeat(37), 'short', '', '漢字'.repeat(14)), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(
        text,
        fc.integer({ min: 2, max: 60 }),
        fc.integer({ min: 1, max: 8 }),
        (lines, cols, rows) => {
          const made: Step[] = [...lines.map((line) => `${line}\r\n`), '$ ', [cols, rows], 'echo\r\nend'];
          const [without, withSome] = [0, 1000].map((scrollback) =>
            played(made, { cols: 60, rows }, scrollback),
          );
          if (without === undefined || withSome === undefined) return;
          expect(without.failures).toBe(0);
          expect(screenOf(without)).toEqual(screenOf(withSome));
          expect(without.normal.lines.length).toBe(rows);
        },
      ),
      explored,
    );
  });

  it('should have every line of its screen, whatever its sizes were', () => {
    fc.assert(
      fc.property(steps, size, fc.constantFrom(0, 1, 7), (all, [cols, rows], scrollbackLines) => {
        const emulator = played([...all, '\x1b[?1049l\r\nlast'], { cols, rows }, scrollbackLines);
        expect(emulator.failures).toBe(0);
        expect(screenOf(emulator)).not.toContain('missing');
        emulator.dispose();
      }),
      explored,
    );
  });
});

describe('the alternate screen', () => {
  it('should have no scrollback in a pane that became lower while it was not shown', () => {
    const emulator = played([[20, 4], '\x1b[?1049h', '\r\n'.repeat(30)], { cols: 20, rows: 12 });
    const { alt } = emulator.internals._bufferService.buffers;
    expect([alt.ybase, alt.lines.length]).toEqual([0, 4]);
    emulator.terminal.resize(20, 9);
    emulator.write('\r\n'.repeat(30));
    expect([alt.ybase, alt.lines.length]).toEqual([0, 9]);
    emulator.dispose();
  });
});

describe('an emulator of another make', () => {
  it('should be refused', () => {
    expect(() => keepScreenInBuffer({})).toThrow('does not say where its screen is');
  });
});
