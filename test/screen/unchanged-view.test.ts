import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Screens } from '../../electron/screen/screens.ts';
import { decodeSnapshot } from '../../electron/screen/snapshot-codec.ts';
import type { ScreenJob } from '../../electron/screen/types.ts';
import { unchangedView } from '../../electron/screen/unchanged-view.ts';
import { emulated } from './emulated.ts';
import { anyStream, entriesOf, type Piece } from './streams.ts';

const explored = { seed: Number(process.env.SEED ?? 1), numRuns: Number(process.env.RUNS ?? 500) };
const SIZE = { cols: 20, rows: 6, scrollbackLines: 30 };

/** What shells leave behind: lines that fit or wrap, in colour, with gaps, at a prompt or in the middle. */
const shellOutput = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('a line\r\n', '\r\n', 'two\r\nlines\r\n', '$ ', 'x'.repeat(20)) },
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        '\x1b[31mred\x1b[m\r\n',
        '\tgap\tgap\r\n',
        '日本\r\n',
        `${'x'.repeat(21)}\r\n`,
      ),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom('\x1b[?2004h', '\x1b[?25l', '\x1b[44m  ', '\x1b[2J\x1b[H', '   '),
    },
    { weight: 1, arbitrary: fc.constantFrom('\x1b[3;1H', '\x1b[A', '\x1b]133;A\x07', '\x1b[7m \x1b[m\r\n') },
  ),
  { maxLength: 60 },
);

function job(snapshot: Uint8Array | null, pieces: readonly Piece[], newIncarnation: boolean): ScreenJob {
  return { snapshot, entries: entriesOf(pieces), ...SIZE, newIncarnation };
}

/** Whether the short cut was taken; it must come out where an emulator does. */
function comparedWithEmulator(screens: Screens, pieces: readonly Piece[]): boolean {
  const { snapshot } = screens.materialise(job(null, pieces, false));
  const decoded = decodeSnapshot(snapshot);
  if (decoded.kind !== 'valid') expect.unreachable('a snapshot of our own was refused');
  const restored = job(snapshot, [], true);
  const short = unchangedView(decoded.view, restored);
  if (short !== null) expect(short).toEqual(emulated(screens, restored).view);
  return short !== null;
}

describe('a saved screen on which a new process begins', () => {
  it('should be what an emulator makes of it, for whatever a shell leaves behind', () => {
    const screens = Screens.open(() => expect.unreachable('a replayed screen answered'));
    let shortCuts = 0;
    fc.assert(
      fc.property(shellOutput, (pieces) => {
        if (comparedWithEmulator(screens, pieces)) shortCuts += 1;
      }),
      explored,
    );
    expect(shortCuts).toBeGreaterThan(explored.numRuns / 10);
  });

  it('should be what an emulator makes of it, for any output at all', () => {
    const screens = Screens.open(() => expect.unreachable('a replayed screen answered'));
    fc.assert(
      fc.property(anyStream, (pieces) => void comparedWithEmulator(screens, pieces)),
      explored,
    );
  });

  it('should begin after the last process, whose size it had, and not be short where the size differs', () => {
    const screens = Screens.open(() => expect.unreachable('a replayed screen answered'));
    const { snapshot } = screens.materialise(job(null, ['line\r\n$ '], false));
    const sized = (cols: number): ScreenJob => ({
      ...job(snapshot, [], true),
      entries: [{ kind: 'mark', incarnation: 4, offset: 7, mark: { kind: 'resize', cols, rows: SIZE.rows } }],
    });
    const decoded = decodeSnapshot(snapshot);
    if (decoded.kind !== 'valid') expect.unreachable('a snapshot of our own was refused');
    expect(unchangedView(decoded.view, sized(SIZE.cols))).toEqual(emulated(screens, sized(SIZE.cols)).view);
    expect(unchangedView(decoded.view, sized(SIZE.cols + 1))).toBeNull();
  });
});
