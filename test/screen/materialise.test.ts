import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Emulator } from '../../electron/screen/emulator.ts';
import { replay } from '../../electron/screen/replay.ts';
import { Screens } from '../../electron/screen/screens.ts';
import { decodeSnapshot, encodeSnapshot } from '../../electron/screen/snapshot-codec.ts';
import type { ScreenJob } from '../../electron/screen/types.ts';
import { restoreView } from '../../electron/screen/view-state.ts';
import type { StreamEntry } from '../../shared/stream.ts';
import { shown } from './cells.ts';
import { emulated } from './emulated.ts';
import { anyStream, entriesOf } from './streams.ts';

/** The same streams each time; another SEED and more RUNS look further. */
const explored = { seed: Number(process.env.SEED ?? 1), numRuns: Number(process.env.RUNS ?? 200) };

const SIZE = { cols: 20, rows: 6, scrollbackLines: 30 };

function job(
  snapshot: Uint8Array | null,
  entries: readonly StreamEntry[],
  more: Partial<ScreenJob> = {},
): ScreenJob {
  return { snapshot, entries, ...SIZE, newIncarnation: false, ...more };
}

function openScreens(): Screens {
  return Screens.open(() => expect.unreachable('a replayed screen answered'));
}

/** The terminal that a view would be, from a snapshot. */
function restored(snapshot: Uint8Array): Emulator {
  const decoded = decodeSnapshot(snapshot);
  if (decoded.kind === 'invalid') {
    throw new Error(decoded.reason);
  }
  return restoreView(decoded.view, SIZE.scrollbackLines);
}

/** The one state that no sequence brings about: a wrap pending after a cell that was erased again. */
function isPendingOnBlank({ terminal, internals }: Emulator): boolean {
  const { normal, alt } = internals._bufferService.buffers;
  return [normal, alt].some((buffer) => {
    const line = buffer.lines.get(buffer.ybase + buffer.y);
    return buffer.x >= terminal.cols && line !== undefined && line.getTrimmedLength() < terminal.cols;
  });
}

describe('a materialised screen', () => {
  it('should leave an underline colour unused that a restored cursor left unused', () => {
    const printed = '\x1b[4:3;58:2::1:2:3m\x1b7\x1b[m\x1b8\x1b[59;1m👨';
    const entries = entriesOf([printed]);
    const neverKilled = new Emulator(SIZE);
    replay(neverKilled, entries, null);
    const { snapshot } = openScreens().materialise(job(null, entries));
    expect(shown(restored(snapshot))).toEqual(shown(neverKilled));
  });

  it('should equal, cell by cell, a terminal that was never killed, wherever it was folded', () => {
    const screens = openScreens();
    fc.assert(
      fc.property(anyStream, fc.array(fc.nat(60), { maxLength: 3 }), (pieces, cuts) => {
        const entries = entriesOf(pieces);
        const neverKilled = new Emulator(SIZE);
        let snapshot: Uint8Array | null = null;
        let from = 0;
        for (const [index, entry] of entries.entries()) {
          replay(neverKilled, [entry], { incarnation: 1, offset: entry.offset });
          const isCut = cuts.includes(index) && !isPendingOnBlank(neverKilled);
          if (isCut || index === entries.length - 1) {
            snapshot = screens.materialise(job(snapshot, entries.slice(from, index + 1))).snapshot;
            from = index + 1;
          }
        }
        if (snapshot !== null) {
          const actual = restored(snapshot);
          expect(shown(actual)).toEqual(shown(neverKilled));
          actual.dispose();
        }
        neverKilled.dispose();
      }),
      explored,
    );
  });

  it('should be saved in the same bytes however often it is restored', () => {
    const screens = openScreens();
    fc.assert(
      fc.property(anyStream, (pieces) => {
        const first = screens.materialise(job(null, entriesOf(pieces)));
        const second = emulated(screens, job(first.snapshot, []));
        const third = emulated(screens, job(encodeSnapshot(second.view), []));
        expect(second.view).toEqual(first.view);
        expect(Buffer.from(encodeSnapshot(third.view))).toEqual(Buffer.from(first.snapshot));
      }),
      explored,
    );
  });

  it('should be the same whether or not an emulator was needed for it', () => {
    const screens = openScreens();
    fc.assert(
      fc.property(anyStream, fc.boolean(), (pieces, newIncarnation) => {
        const { snapshot } = screens.materialise(job(null, entriesOf(pieces), { newIncarnation }));
        const next = job(snapshot, entriesOf(pieces), { newIncarnation });
        expect(screens.view(next)).toEqual(emulated(screens, next));
      }),
      explored,
    );
  });

  it('should not keep more scrollback than it is told', () => {
    const screens = openScreens();
    const text = Array.from({ length: 40 }, (_, line) => `line ${line}`).join('\r\n');
    const long = screens.materialise(job(null, entriesOf([text])));
    const short = screens.materialise(job(long.snapshot, [], { scrollbackLines: 3 }));
    expect(short.view.primary.text.split('\r\n')).toEqual(
      [...Array(9).keys()].map((line) => `line ${line + 31}`),
    );
  });
});
