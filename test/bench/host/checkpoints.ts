// Checkpoints of a busy workspace: fifty panes of ten thousand lines print 10 MB/s together while one checkpoint follows the
// other. Under Node, and under Electron's Node where a runtime is set up. What counts is what the event loop feels of it.
import { execFile } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundle } from '../../../scripts/build/bundle.mjs';
import { checkout, readRuntimeRecord } from '../../support/runtime-record.ts';
import { saveWorkspace } from '../restore/saved-workspace.ts';
import { type BenchRow, percentile, rounded } from '../row.ts';
import type { PrintingFigures } from './printing-host.ts';

const PANES = 50;
const BYTES_PER_SECOND = 10_000_000;
const MEASURE_MS = 4000;
const LONGEST_MS = 120_000;

const target = {
  name: 'printing host',
  kind: 'bundle',
  entry: 'test/bench/host/printing-host.ts',
  output: 'out/test/printing-host.cjs',
  external: ['node-pty', '@node-rs/crc32', /^node:/],
  target: 'node18',
};

export async function benchHostCheckpoints(dir: string): Promise<BenchRow[]> {
  await bundle(target, { root: checkout, version: '0.0.0-bench', buildId: 'bench' });
  const saved = join(dir, 'saved');
  await saveWorkspace(saved, PANES, { lazy: false });
  const rows: BenchRow[] = [];
  for (const [name, program] of runtimes()) {
    const home = join(dir, name);
    await cp(saved, home, { recursive: true });
    rows.push(...rowsOf(name, await measure(program, home)));
  }
  return rows;
}

function runtimes(): [string, string][] {
  const found: [string, string][] = [['node', process.execPath]];
  try {
    found.push(['electron', readRuntimeRecord().electronPath]);
  } catch (error) {
    process.stderr.write(`Electron is left out: ${error instanceof Error ? error.message : String(error)}\n`);
  }
  return found;
}

async function measure(program: string, home: string): Promise<PrintingFigures> {
  const args = [checkout, home, PANES, BYTES_PER_SECOND, MEASURE_MS].map(String);
  const { stdout } = await promisify(execFile)(program, [join(checkout, target.output), ...args], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    timeout: LONGEST_MS,
  });
  return JSON.parse(stdout) as PrintingFigures;
}

function rowsOf(runtime: string, figures: PrintingFigures): BenchRow[] {
  const { bytesPerSecond, checkpoints, loopAloneP99, loopCheckpointsP99 } = figures;
  const above = Math.max(0, loopCheckpointsP99 - loopAloneP99);
  const row = (id: string, name: string, unit: string, value: number, most: number | null): BenchRow => ({
    id: `host-${runtime}-${id}`,
    name: `${runtime}, ${PANES} panes: ${name}`,
    unit,
    ours: rounded(value),
    peer: null,
    peerName: null,
    ratio: null,
    target: most === null ? null : `<= ${most}`,
    pass: most === null ? null : value <= most,
  });
  return [
    row('rate', 'printed', 'MB/s', bytesPerSecond / 1e6, null),
    row(
      'checkpoint-median',
      `checkpoint, median of ${checkpoints.length}`,
      'ms',
      percentile(checkpoints, 0.5),
      null,
    ),
    row('checkpoint-p99', 'checkpoint, p99', 'ms', percentile(checkpoints, 0.99), null),
    row('loop-alone', 'event loop p99 while printing', 'ms', loopAloneP99, null),
    row('loop-checkpoints', 'what checkpoints add to it', 'ms', above, 5),
  ];
}
