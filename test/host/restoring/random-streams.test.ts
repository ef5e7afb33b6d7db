// Any output, not only that of programs we know: random streams of text and control, and noise, printed by real processes
// into real panes, folded on the way, shown in a window of another size, killed and restored; against terminals that were
// never killed. SEED and RUNS look further; a failure prints the seed and the stream.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WorkspaceHost } from '../../../electron/host/workspace-host.ts';
import type { Emulator } from '../../../electron/screen/emulator.ts';
import { decodeSnapshot } from '../../../electron/screen/snapshot-codec.ts';
import { restoreView } from '../../../electron/screen/view-state.ts';
import type { PaneId } from '../../../shared/ids.ts';
import { shown } from '../../screen/cells.ts';
import { anyStream, type Piece } from '../../screen/streams.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { openTestHost, runCommand } from '../../support/test-host.ts';
import { crashImage } from './crash-image.ts';
import { watchNewPanes } from './reference-terminal.ts';
import { viewOf } from './view-of.ts';

const scrollbackLines = 1_000;
const config = { persistence: { scrollback_max_lines: scrollbackLines } };
const seed = Number(process.env.SEED ?? 1);
const runs = Number(process.env.RUNS ?? 20);

const windowSize = { cols: 80, rows: 24 };
const smallSize = { cols: 47, rows: 17 };

/** What happens to a pane between the halves of what it prints, and the size of the window that it comes back in. */
interface Fate {
  readonly isFolded: boolean;
  readonly sizeBetween: typeof windowSize | null;
  readonly sizeAfter: typeof windowSize;
}

const fate: fc.Arbitrary<Fate> = fc.record({
  isFolded: fc.boolean(),
  sizeBetween: fc.constantFrom(null, smallSize, { cols: 120, rows: 40 }),
  sizeAfter: fc.constantFrom(windowSize, windowSize, smallSize, { cols: 101, rows: 30 }),
});

/** What a program prints; marks are a person's doing. */
const bytesOf = (pieces: readonly Piece[]): Buffer =>
  Buffer.from(pieces.filter((piece): piece is string => typeof piece === 'string').join(''));

/** A file that is no text: every byte, and more of those that a terminal looks at twice. */
const noise = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 0, max: 255 }) },
      { weight: 1, arbitrary: fc.constantFrom(0x1b, 0x5b, 0x3b, 0x9b, 0x0a, 0x0d, 0x08, 0x90, 0x9c, 0xf0) },
    ),
    { minLength: 1, maxLength: 1_500 },
  )
  .map((bytes) => Buffer.from(bytes));

const output = fc.oneof(
  { weight: 4, arbitrary: anyStream.map(bytesOf) },
  {
    weight: 2,
    arbitrary: fc.array(anyStream, { minLength: 4, maxLength: 8 }).map((parts) => bytesOf(parts.flat())),
  },
  { weight: 1, arbitrary: noise },
);

const lives = fc.record({ output, cutAt: fc.double({ min: 0, max: 1, noNaN: true }), fate });
type Life = typeof lives extends fc.Arbitrary<infer L> ? L : never;

/**
 * The primary screen, and a line of its own below everything: a terminal that becomes smaller gives up what stands below
 * its cursor, and leaves the cursor's own line unwrapped. That is where a restored pane's new shell begins by itself.
 */
const ending = Buffer.from('\x18\x1b[?1049l\x1b[0m\x1b[r\x1b[?6l\x1b[999;1H\x1bE');

/** Parts what is printed before a change of size from what is printed after it, within a cluster of characters as well. */
const separator = Buffer.from('\x1b\\');

const isCombined = 0x200000;

/**
 * xterm.js forgets to forget: a joined character that did not fit at the right edge leaves its text behind where it began,
 * unseen until a change of size copies it into another cell. What such a terminal shows then is no measure.
 */
function hasLeftovers({ normal }: Emulator): boolean {
  const lines = Array.from({ length: normal.lines.length }, (_, index) => normal.lines.get(index));
  return lines.some((line) => {
    if (line === undefined) return false;
    const combined: object = Reflect.get(line, '_combined');
    const data: Uint32Array = Reflect.get(line, '_data');
    return Object.keys(combined).some((column) => ((data[Number(column) * 3] ?? 0) & isCombined) === 0);
  });
}

/** A blank of `shown` without a background, inverse, overlined, struck through or underlined: nothing to be seen. */
function isSeen(cell: string): boolean {
  const [, foreground = '', background = ''] = /^ {2}1 \S+ - (\S+) (\S+) 0 - $/.exec(cell) ?? [];
  if (foreground === '') return cell !== '';
  return (
    (Number.parseInt(foreground, 16) & 0x84000000) !== 0 ||
    (Number.parseInt(background, 16) & 0x40000000) !== 0
  );
}

/** The lines down to the last that a person could see; the new shell's own begin at `end`. */
function filled(emulator: Emulator, end: number): readonly string[] {
  const lines = shown(emulator).primary.lines.slice(0, end);
  const seen = lines.map((line) => line.replace(/^>/, '').split('|').some(isSeen));
  return lines.slice(0, seen.lastIndexOf(true) + 1);
}

/** Counts what panes print: a raw pane has printed a file when it has printed as many bytes. */
class PrintedBytes {
  readonly #counts = new Map<PaneId, number>();
  #handlePrinted: () => void = () => undefined;

  constructor(host: WorkspaceHost) {
    host.subscribe((records) => {
      for (const record of records) {
        if (record.kind === 'pane.created') this.#watch(host, record.pane);
      }
    });
  }

  async reach(pane: PaneId, bytes: number): Promise<void> {
    while ((this.#counts.get(pane) ?? 0) < bytes) {
      await new Promise<void>((resolve) => {
        this.#handlePrinted = resolve;
      });
    }
  }

  #watch(host: WorkspaceHost, pane: PaneId): void {
    host.paneOf(pane)?.observe({
      onEntry: (entry) => {
        if (entry.kind !== 'output') return;
        this.#counts.set(pane, (this.#counts.get(pane) ?? 0) + entry.data.length);
        this.#handlePrinted();
      },
    });
  }
}

interface Stage {
  readonly host: WorkspaceHost;
  readonly printed: PrintedBytes;
  readonly dir: string;
}

/** Prints both halves of what the life prints, and does to the pane what it says in between. */
async function live(
  { host, printed, dir }: Stage,
  { output: bytes, cutAt, fate: own }: Life,
): Promise<PaneId> {
  await mkdir(dir);
  const cut = Math.floor(cutAt * bytes.length);
  const half = bytes.subarray(0, cut);
  const first = own.sizeBetween === null ? half : Buffer.concat([half, separator]);
  await writeFile(join(dir, 'first'), first);
  // Raw: what arrives is what was written, and what the terminal answers is not echoed. NUL shows nothing, but that it is so.
  const script =
    'stty raw -echo; printf "\\0"; cd "$0"; cat first; head -n 1 > /dev/null; cat second; exec sleep 600';
  const { pane } = await runCommand(host, 'window.create', { command: ['/bin/sh', '-c', script, dir] });
  await printed.reach(pane, 1 + first.length);
  if (own.sizeBetween !== null) await viewOf(host, pane, own.sizeBetween);
  if (own.isFolded) await host.paneOf(pane)?.folding.fold();
  const { cols, rows } = host.workspace.panes[pane] ?? windowSize;
  const isSameSize = cols === own.sizeAfter.cols && rows === own.sizeAfter.rows;
  const second = isSameSize ? bytes.subarray(cut) : Buffer.concat([bytes.subarray(cut), ending]);
  await writeFile(join(dir, 'second'), second);
  await host.send(pane, '\n');
  await printed.reach(pane, 1 + first.length + second.length);
  return pane;
}

/** The pane's screen as a second window gets it while the pane lives; null if nothing was printed since the last fold. */
async function livingScreen(host: WorkspaceHost, pane: PaneId): Promise<Emulator | null> {
  const snapshot = await host.paneOf(pane)?.reading.snapshot();
  if (snapshot == null) return null;
  const decoded = decodeSnapshot(snapshot.data);
  if (decoded.kind === 'invalid') throw new Error(decoded.reason);
  return restoreView(decoded.view, scrollbackLines);
}

describe('random output in a pane that was killed and restored', () => {
  it(`should be, cell by cell, what it was, at its size and at another (SEED=${seed} RUNS=${runs})`, {
    timeout: 30_000 + runs * 2_000,
  }, async () => {
    const dir = await tempDir();
    const first = await openTestHost({ dir, config });
    const terminals = watchNewPanes(first, scrollbackLines);
    const printed = new PrintedBytes(first);
    const panes: { pane: PaneId; life: Life; what: string; neverKilled: Emulator }[] = [];
    for (const [index, life] of fc.sample(lives, { seed, numRuns: runs }).entries()) {
      const pane = await live({ host: first, printed, dir: join(dir, `life-${index}`) }, life);
      const neverKilled = terminals.get(pane);
      if (neverKilled === undefined) throw new Error(`${pane} was not watched`);
      const { output: bytes, ...rest } = life;
      const what = `SEED=${seed}, ${index}: ${JSON.stringify(rest)} ${JSON.stringify(bytes.toString('latin1'))}`;
      panes.push({ pane, life, what, neverKilled });

      // Modes, cursors and the other screen, too.
      const living = await livingScreen(first, pane);
      if (living !== null) expect(shown(living), what).toEqual(shown(neverKilled));
      living?.dispose();
    }
    await first.flush();
    const second = await openTestHost({ dir: await crashImage(dir, 'image'), config });
    expect(second.recovery).toMatchObject({ cause: 'crash', losses: [] });
    for (const { pane, life, what, neverKilled } of panes) {
      const { cols, rows } = life.fate.sizeAfter;
      const isResized = cols !== neverKilled.terminal.cols || rows !== neverKilled.terminal.rows;
      if (isResized && hasLeftovers(neverKilled)) continue;
      neverKilled.terminal.resize(cols, rows);
      const view = await viewOf(second, pane, { cols, rows });
      const restored = restoreView(view, scrollbackLines);
      const after = filled(restored, view.incarnationLine ?? 0);
      expect(after, what).toEqual(filled(neverKilled, Number.POSITIVE_INFINITY));
      restored.dispose();
      neverKilled.dispose();
    }
  });
});
