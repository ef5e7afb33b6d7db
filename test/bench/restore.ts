// How long restoring takes, against an empty window of Electron and against tmux. Every figure is a median of rounds in which
// the contenders take turns, so that a busy machine is busy for all of them.
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { startVirtualDisplay } from '../../scripts/setup/virtual-display.mjs';
import type { PaneId } from '../../shared/ids.ts';
import { captureRestored } from './restore/capture-restored.ts';
import { liveIn } from './restore/lived-in-workspace.ts';
import { restoreWithResurrect, saveForResurrect } from './restore/resurrect.ts';
import {
  lastLine,
  linesPerPane,
  prepareHome,
  prompt,
  type SavedWorkspace,
} from './restore/saved-workspace.ts';
import { connectTo, environment, type HomeToStart, startEverpane } from './restore/started-everpane.ts';
import { emptyWindow, type StartedApp, startApp } from './restore/started-window.ts';
import { restoreWithTmux, saveForTmux } from './restore/tmux-restore.ts';
import { type BenchRow, median, rounded } from './row.ts';

const requestTimeoutMs = 30_000;

const rounds = 3;
const longestRestoreMs = 60_000;

interface Bench {
  readonly dir: string;
  /** The X display of every window. */
  readonly display: string;
}

/** `dir`: empty, for everything that is made. */
export async function benchRestore(dir: string): Promise<BenchRow[]> {
  const display = await startVirtualDisplay();
  try {
    return await measure({ dir, display: display.display });
  } finally {
    display.release();
  }
}

async function measure(bench: Bench): Promise<BenchRow[]> {
  const { dir, display } = bench;
  const counts = [1, 20, 100];
  const lazy = new Map<number, SavedWorkspace>();
  for (const count of counts) lazy.set(count, await liveIn(join(dir, `lazy-${count}`), count, display));
  const twenty = lazy.get(20);
  if (twenty === undefined) throw new Error('twenty panes are what is compared');
  const eager: SavedWorkspace = { ...twenty, home: join(dir, 'eager') };
  await cp(twenty.home, eager.home, { recursive: true });
  await prepareHome(eager.home, { lazy: false });
  const peer = await preparePeer(join(dir, 'tmux'), 20);

  const fresh = join(dir, 'fresh');
  await prepareHome(fresh, { lazy: true });

  const empty: number[] = [];
  const first: number[] = [];
  const all: number[] = [];
  const theirs: number[] = [];
  const painted = new Map<number, number[]>(counts.map((count) => [count, []]));
  for (let round = 0; round < rounds; round++) {
    empty.push(await timeEmptyWindow(bench, round));
    first.push(await timeFirstPrompt(bench, fresh, round));
    for (const [count, saved] of lazy) painted.get(count)?.push(await timePainted(bench, saved, round));
    all.push(await timeAllRestored(bench, eager, round));
    theirs.push(await peer.restore(round));
  }
  const emptyMs = median(empty);
  const firstMs = median(first) - emptyMs;
  const overMs = (count: number): number => median(painted.get(count) ?? []) - emptyMs;
  return [
    {
      id: 'restore-first',
      name: 'a new home: a prompt in its window, above an empty window',
      unit: 'ms',
      ours: rounded(firstMs),
      peer: rounded(emptyMs),
      peerName: 'empty Electron window',
      ratio: rounded(emptyMs / firstMs),
      target: '<= 250',
      pass: firstMs <= 250,
    },
    {
      id: 'restore-painted',
      name: `20 panes x ${linesPerPane} lines: 4 visible painted, above an empty window`,
      unit: 'ms',
      ours: rounded(overMs(20)),
      peer: rounded(emptyMs),
      peerName: 'empty Electron window',
      ratio: rounded(emptyMs / overMs(20)),
      target: '<= 1000',
      pass: overMs(20) <= 1000,
    },
    {
      id: 'restore-all',
      name: 'all 20 panes with prompt and scrollback',
      unit: 'ms',
      ours: rounded(median(all)),
      peer: rounded(median(theirs)),
      peerName: peer.name,
      ratio: rounded(median(theirs) / median(all)),
      target: '<= tmux-resurrect',
      pass: median(all) <= median(theirs),
    },
    ...counts.map((count): BenchRow => {
      const visible = lazy.get(count)?.visible ?? 0;
      const pass = count === 100 ? overMs(100) <= 1.25 * overMs(20) : null;
      return {
        id: `restore-${count}`,
        name: `${count} panes, ${visible} visible: painted, above an empty window`,
        unit: 'ms',
        ours: rounded(overMs(count)),
        peer: null,
        peerName: null,
        ratio: null,
        target: count === 100 ? '<= 1.25 x 20 panes' : null,
        pass,
      };
    }),
  ];
}

interface Peer {
  readonly name: string;
  /** Milliseconds until all is back. */
  restore(round: number): Promise<number>;
}

/** tmux-resurrect itself from the checkout in EVERPANE_RESURRECT; else the least that tmux has to do for it. */
async function preparePeer(dir: string, count: number): Promise<Peer> {
  const checkout = process.env.EVERPANE_RESURRECT;
  if (checkout !== undefined) {
    const saved = await saveForResurrect(dir, { checkout, count });
    return { name: 'tmux-resurrect', restore: (round) => restoreWithResurrect(saved, round) };
  }
  const saved = await saveForTmux(dir, count);
  return { name: 'tmux alone, without the script', restore: () => restoreWithTmux(saved) };
}

async function timeEmptyWindow({ dir, display }: Bench, round: number): Promise<number> {
  const app = await startApp({
    dir: join(dir, `empty-${round}`),
    main: emptyWindow,
    isShown: `document.getElementById('there') !== null`,
    env: environment(join(dir, `empty-${round}`), display),
  });
  const shownMs = await app.shownMs;
  await app.kill();
  return shownMs;
}

async function timeFirstPrompt(bench: Bench, home: string, round: number): Promise<number> {
  const { app } = await startCopy(bench, { home, shows: prompt.trim(), visible: 1 }, round);
  const shownMs = await app.shownMs;
  await app.kill();
  return shownMs;
}

/** A saved screen is painted when all of it is there, its scrollback included: the terminal holds painting until then. */
async function timePainted(bench: Bench, saved: SavedWorkspace, round: number): Promise<number> {
  const { app } = await startCopy(bench, { ...saved, shows: lastLine }, round);
  const shownMs = await app.shownMs;
  await app.kill();
  return shownMs;
}

/** Until every pane has its prompt and, behind that, its whole scrollback was captured. */
async function timeAllRestored(bench: Bench, saved: SavedWorkspace, round: number): Promise<number> {
  const { app, home } = await startCopy(bench, { ...saved, shows: lastLine }, round);
  try {
    const client = await connectTo(home);
    const capture = async (pane: PaneId, scrollback: boolean): Promise<string> => {
      const { lines } = await client.request(
        'capture',
        { pane, scrollback, ansi: false },
        { timeoutMs: requestTimeoutMs },
      );
      return lines.join('\n');
    };
    await captureRestored(saved.panes, capture, longestRestoreMs);
    return Date.now() - app.startedAtMs;
  } finally {
    await app.kill();
  }
}

/** Every start begins with the same home. */
async function startCopy(
  { display }: Bench,
  saved: Omit<HomeToStart, 'display'>,
  round: number,
): Promise<{ app: StartedApp; home: string }> {
  const home = `${saved.home}-${round}`;
  await cp(saved.home, home, { recursive: true });
  return { app: await startEverpane({ ...saved, home, display }), home };
}
