// Recovery, checking, checkpoints and append(): 100 MB of log, fifty panes, and what the event loop feels of it.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { checkDirectory } from '../../../electron/persistence/directory-check.ts';
import { openLog } from '../../../electron/persistence/open-log.ts';
import type { Log, LogRecord, StateMachine } from '../../../electron/persistence/types.ts';
import { type BenchRow, median, percentile, rounded } from '../row.ts';
import { BENCH_CONFIG, emptyMachine } from './contenders.ts';

const PANES = 50;
const WAL_BYTES = 100 * 1000 * 1000;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Prints into fifty panes in turn, one structural record with every tenth chunk, until `total` bytes are appended; `from` counts
 * the chunks before. Resolves with their count.
 */
async function fill(log: Log, chunkBytes: number, total: number, from = 0): Promise<number> {
  const data = Buffer.alloc(chunkBytes, 'the quick brown fox ');
  let count = from;
  for (let bytes = 0; bytes < total; count += 1, bytes += chunkBytes + 24) {
    const offset = Math.floor(count / PANES) * chunkBytes;
    const records: LogRecord[] = [
      { kind: 'output', stream: 1 + (count % PANES), incarnation: 1, offset, data },
    ];
    if (count % 10 === 0) records.push({ kind: 'state', data: Buffer.alloc(64, count) });
    log.append(records, 'soon');
    if (count % 8 === 0) await turn();
    while (log.backlogBytes() > 8_000_000) await turn();
  }
  return count;
}

/** How long opening takes, in ms. */
async function timeOpening(home: string): Promise<number> {
  const begun = performance.now();
  const { log, report } = await openLog({ dir: home, machine: emptyMachine, config: BENCH_CONFIG });
  const ms = performance.now() - begun;
  await log.close();
  if (report.losses.length > 0) throw new Error(JSON.stringify(report.losses));
  return ms;
}

export async function benchRecovery(dir: string): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const chunkBytes of [200, 4096, 65_536]) {
    const home = join(dir, `recovery-${chunkBytes}`);
    const first = await openLog({ dir: home, machine: emptyMachine, config: BENCH_CONFIG });
    await fill(first.log, chunkBytes, WAL_BYTES);
    await first.log.close();
    const ms = await timeOpening(home);
    rows.push(
      alone(`recovery-${chunkBytes}`, `recovery of 100 MB in chunks of ${chunkBytes} B`, 'ms', ms, 1000),
    );
    const checkBegun = performance.now();
    const { checkedBytes } = await checkDirectory(home);
    const seconds = (performance.now() - checkBegun) / 1000;
    rows.push(
      alone(
        `verify-${chunkBytes}`,
        `verify, chunks of ${chunkBytes} B`,
        'MB/s',
        checkedBytes / 1e6 / seconds,
        null,
      ),
    );
  }
  return rows;
}

/**
 * Four times the log against once; that with and without a long history which a checkpoint has put behind it (of which the rest
 * of one segment is still read).
 */
export async function benchRecoveryGrowth(dir: string): Promise<BenchRow[]> {
  const small = 25_000_000;
  const chunkBytes = 200;
  const homes = { once: join(dir, 'once'), fourfold: join(dir, 'fourfold'), behind: join(dir, 'behind') };
  for (const [home, history, bytes] of [
    [homes.once, 0, small],
    [homes.fourfold, 0, 4 * small],
    [homes.behind, 8 * small, 4 * small],
  ] as const) {
    const { log } = await openLog({ dir: home, machine: emptyMachine, config: BENCH_CONFIG });
    const count = history === 0 ? 0 : await fill(log, chunkBytes, history);
    if (history > 0) await putBehind(log, Math.ceil(count / PANES) * chunkBytes);
    await fill(log, chunkBytes, bytes, Math.ceil(count / PANES) * PANES);
    await log.close();
  }
  const times: Record<keyof typeof homes, number[]> = { once: [], fourfold: [], behind: [] };
  for (let round = 0; round < 5; round += 1) {
    times.once.push(await timeOpening(homes.once));
    times.fourfold.push(await timeOpening(homes.fourfold));
    times.behind.push(await timeOpening(homes.behind));
  }
  const fourfold = median(times.fourfold);
  return [
    alone('recovery-linear', 'recovery: 100 MB against 25 MB', 'times', fourfold / median(times.once), 4.4),
    alone(
      'recovery-history',
      'recovery: 200 MB behind a checkpoint against none',
      'times',
      median(times.behind) / fourfold,
      1.2,
    ),
  ];
}

/** Every pane's output up to `offset` becomes a snapshot, and checkpoints free the log below it. */
async function putBehind(log: Log, offset: number): Promise<void> {
  await log.flush();
  const snapshot = Buffer.alloc(100_000, 's');
  for (let pane = 0; pane < PANES; pane += 1)
    await log.putSnapshot(1 + pane, { incarnation: 1, offset }, snapshot);
  for (let count = 0; count < BENCH_CONFIG.keepCheckpoints; count += 1) await log.checkpoint('interval');
}

/** A workspace's worth of structure, so that save() costs what it costs. */
function workspaceMachine(): StateMachine {
  const panes = Array.from({ length: PANES }, (_, index) => ({
    id: `p${index}`,
    cwd: '/home/somebody/project',
    title: 'shell',
  }));
  return { ...emptyMachine, save: () => Buffer.from(JSON.stringify(panes)) };
}

export async function benchLive(dir: string): Promise<BenchRow[]> {
  await mkdir(dir, { recursive: true });
  const { log } = await openLog({
    dir: join(dir, 'live'),
    machine: workspaceMachine(),
    config: BENCH_CONFIG,
  });
  const data = Buffer.alloc(4096, 'x');
  const offsets = new Array<number>(PANES).fill(0);
  const appends: number[] = [];
  /** 10 MB/s over fifty panes for a while, with the loop's delay in ms at p99. */
  const load = async (durationMs: number, during: () => Promise<void>): Promise<number> => {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const begun = performance.now();
    let sent = 0;
    const other = during();
    while (performance.now() - begun < durationMs) {
      while (sent < (performance.now() - begun) * 10_000) {
        const pane = (sent / data.length) % PANES;
        const before = performance.now();
        log.append(
          [{ kind: 'output', stream: 1 + pane, incarnation: 1, offset: offsets[pane] ?? 0, data }],
          'soon',
        );
        appends.push((performance.now() - before) * 1000);
        offsets[pane] = (offsets[pane] ?? 0) + data.length;
        sent += data.length;
      }
      await new Promise<void>((resolve) => setTimeout(resolve, 2));
    }
    delay.disable();
    await other;
    return delay.percentile(99) / 1e6;
  };
  const baseline = await load(3000, async () => undefined);
  const durations: number[] = [];
  const snapshot = Buffer.alloc(350_000, 's');
  const busy = await load(3000, async () => {
    for (let round = 0; round < 10; round += 1) {
      for (let pane = 0; pane < PANES; pane += 5) {
        await log.putSnapshot(1 + pane, { incarnation: 1, offset: offsets[pane] ?? 0 }, snapshot);
      }
      durations.push((await log.checkpoint('interval')).durationMs);
    }
  });
  await log.close();
  return [
    alone('append-p99', 'append(), p99', 'us', percentile(appends, 0.99), 50),
    alone('checkpoint', 'checkpoint, 50 panes, median of 10', 'ms', percentile(durations, 0.5), null),
    alone(
      'loop-p99',
      'event loop p99 above baseline, checkpoints + folds',
      'ms',
      Math.max(0, busy - baseline),
      5,
    ),
  ];
}

function alone(id: string, name: string, unit: string, value: number, most: number | null): BenchRow {
  const target = most === null ? null : `<= ${most}`;
  const pass = most === null ? null : value <= most;
  return { id, name, unit, ours: rounded(value), peer: null, peerName: null, ratio: null, target, pass };
}
