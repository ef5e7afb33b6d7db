// How long a key takes to its echo on screen, against bare xterm.js and node-pty in a window of Electron; alone, and while
// the terminal beside it is flooded. The two take turns line by line, and a flood runs only in the one that is measured.
import { join } from 'node:path';
import type { Page } from 'playwright';
import { startVirtualDisplay } from '../../scripts/setup/virtual-display.mjs';
import type { TreeJson } from '../../shared/tree.ts';
import { AppUnderTest } from '../support/app.ts';
import { type BareTerminal, startBareTerminal } from './latency/bare-terminal.ts';
import { installProbe, typeLine } from './latency/key-probe.ts';
import { type BenchRow, percentile, rounded } from './row.ts';

/** Twenty keys each. */
const LINES = 12;
const TARGET = 1.1;

/** Gives back each byte as it comes; the terminal itself echoes nothing. */
const ECHO = 'stty -icanon -echo; exec cat';
const FLOOD = ['yes', 'a line of a flood that never ends'];

interface Side {
  readonly page: Page;
  /** Lets its flood run or stops it. */
  flood(isOn: boolean): void;
}

/** `dir`: empty, for everything that is made. */
export async function benchLatency(dir: string): Promise<BenchRow[]> {
  const display = await startVirtualDisplay();
  try {
    const env = { DISPLAY: display.display };
    return [
      ...(await measure(join(dir, 'alone'), env, { isFlooded: false })),
      ...(await measure(join(dir, 'flooded'), env, { isFlooded: true })),
    ];
  } finally {
    display.release();
  }
}

async function measure(
  dir: string,
  { DISPLAY }: { DISPLAY: string },
  { isFlooded }: { isFlooded: boolean },
): Promise<BenchRow[]> {
  const everpane = await AppUnderTest.create({ display: DISPLAY });
  let bare: BareTerminal | null = null;
  try {
    const ours = await startOurs(everpane, dir, isFlooded);
    const { cols, rows } = await sizeOf(everpane);
    bare = await startBareTerminal({
      dir,
      env: { ...everpane.environment },
      cols,
      rows,
      commands: [['/bin/sh', '-c', ECHO], ...(isFlooded ? [FLOOD] : [])],
    });
    // The pointer lies on the text of either: what it points at is worked out anew with each frame.
    await bare.page.locator('.xterm-screen').first().click();
    await installProbe(bare.page, '.xterm');
    const theirs: Side = { page: bare.page, flood: floodOf(isFlooded ? bare.pids[1] : undefined) };
    theirs.flood(false);
    // Once without counting: what is compiled on the way.
    for (const side of [ours, theirs]) await lineOf(side);
    const samples = { ours: [] as number[], theirs: [] as number[] };
    for (let line = 0; line < LINES; line++) {
      samples.ours.push(...(await lineOf(ours)));
      samples.theirs.push(...(await lineOf(theirs)));
    }
    ours.flood(true);
    theirs.flood(true);
    return [rowOf(samples, 0.95, isFlooded), rowOf(samples, 0.5, isFlooded)];
  } finally {
    await bare?.end();
    await everpane.dispose();
  }
}

async function startOurs(everpane: AppUnderTest, dir: string, isFlooded: boolean): Promise<Side> {
  await everpane.start();
  // The harness records what happens in the page, which costs time that the peer does not pay.
  await everpane.writeTrace(`${dir}.zip`);
  await everpane.cliOutput('wait', 'p1', '--text', String.raw`^\$`);
  if (isFlooded) await everpane.cliOutput('split', 'p1', '--right', '--', ...FLOOD);
  await everpane.cliOutput('focus', 'p1');
  await everpane.cliOutput('send', 'p1', ECHO, '--enter');
  const { page } = everpane;
  await page.locator('[data-pane-id=p1] .xterm-screen').click();
  await installProbe(page, '[data-pane-id=p1]');
  const flooding = (await panesOf(everpane)).find(({ id }) => id === 'p2')?.pid;
  const flood = floodOf(flooding ?? undefined);
  flood(false);
  return { page, flood };
}

async function panesOf(everpane: AppUnderTest) {
  return (await everpane.cliJson<TreeJson>('ls')).sessions[0]?.windows[0]?.panes ?? [];
}

async function sizeOf(everpane: AppUnderTest): Promise<{ cols: number; rows: number }> {
  const pane = (await panesOf(everpane)).find(({ id }) => id === 'p1');
  if (pane === undefined) throw new Error('there is no p1');
  return { cols: pane.cols, rows: pane.rows };
}

function floodOf(pid: number | undefined): (isOn: boolean) => void {
  return (isOn) => {
    if (pid !== undefined) process.kill(pid, isOn ? 'SIGCONT' : 'SIGSTOP');
  };
}

async function lineOf({ page, flood }: Side): Promise<number[]> {
  flood(true);
  const samples = await typeLine(page);
  flood(false);
  return samples;
}

function rowOf(samples: { ours: number[]; theirs: number[] }, share: number, isFlooded: boolean): BenchRow {
  const [ours, peer] = [percentile(samples.ours, share), percentile(samples.theirs, share)];
  const name = `p${share * 100}`;
  const isTarget = share === 0.95;
  return {
    id: `key-to-echo${isFlooded ? '-flooded' : ''}-${name}`,
    name: `key to echo on screen, ${name}${isFlooded ? ', beside a flood' : ''}`,
    unit: 'ms',
    ours: rounded(ours),
    peer: rounded(peer),
    peerName: 'bare xterm.js + node-pty',
    ratio: rounded(peer / ours),
    target: isTarget ? `<= ${TARGET}x bare` : null,
    pass: isTarget ? ours <= TARGET * peer : null,
  };
}
