import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Emulator } from '../../electron/screen/emulator.ts';
import { replay } from '../../electron/screen/replay.ts';
import { Screens } from '../../electron/screen/screens.ts';
import { decodeSnapshot } from '../../electron/screen/snapshot-codec.ts';
import type { ScreenJob } from '../../electron/screen/types.ts';
import { restoreView } from '../../electron/screen/view-state.ts';
import type { StreamEntry } from '../../shared/stream.ts';
import { shown } from './cells.ts';
import { anyStream, entriesOf, type Piece } from './streams.ts';

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

/** One terminal that was fed everything. */
function neverKilled(pieces: readonly Piece[]): Emulator {
  const emulator = new Emulator(SIZE);
  replay(emulator, entriesOf(pieces), { incarnation: 1, offset: 0 });
  return emulator;
}

describe('a materialised screen', () => {
  it('should equal, cell by cell, a terminal that was never killed, wherever it was folded', () => {
    const screens = openScreens();
    fc.assert(
      fc.property(anyStream, fc.array(fc.nat(60), { maxLength: 3 }), (pieces, cuts) => {
        const entries = entriesOf(pieces);
        let snapshot: Uint8Array | null = null;
        let from = 0;
        for (const cut of [
          ...cuts.map((at) => at % (entries.length + 1)).sort((a, b) => a - b),
          entries.length,
        ]) {
          snapshot = screens.materialise(job(snapshot, entries.slice(from, cut))).snapshot;
          from = cut;
        }
        if (snapshot === null) {
          return;
        }
        const actual = restored(snapshot);
        const expected = neverKilled(pieces);
        expect(shown(actual)).toEqual(shown(expected));
        actual.dispose();
        expected.dispose();
      }),
      { numRuns: Number(process.env.RUNS ?? 300) },
    );
  });

  it('should be saved in the same bytes however often it is restored', () => {
    const screens = openScreens();
    fc.assert(
      fc.property(anyStream, (pieces) => {
        const first = screens.materialise(job(null, entriesOf(pieces)));
        const second = screens.materialise(job(first.snapshot, []));
        const third = screens.materialise(job(second.snapshot, []));
        expect(second.view).toEqual(first.view);
        expect(Buffer.from(third.snapshot)).toEqual(Buffer.from(first.snapshot));
      }),
      { numRuns: Number(process.env.RUNS ?? 300) },
    );
  });
});
