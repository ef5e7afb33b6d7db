// A host as a process of its own, under load: every pane prints at a steady rate, first alone, then with one checkpoint after
// the other. Bundled by checkpoints.ts, so that it runs under Node and under Electron's Node alike; says one line of JSON.
//   printing-host.cjs CHECKOUT HOME PANES BYTES_PER_SECOND MEASURE_MS
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { openHost } from '../../../electron/host/open-host.ts';
import { openPty } from '../../../electron/pty/open-pty.ts';
import { openScreenWorker } from '../../../electron/screen/open-screen-worker.ts';
import { readConfig } from '../../../shared/config.ts';
import type { PaneId } from '../../../shared/ids.ts';

export interface PrintingFigures {
  readonly bytesPerSecond: number;
  /** ms, p99 of how late the event loop comes. */
  readonly loopAloneP99: number;
  readonly loopCheckpointsP99: number;
  /** ms each. */
  readonly checkpoints: readonly number[];
}

const SETTLE_MS = 2000;

void main(process.argv.slice(2));

async function main([checkout = '', home = '', panes = '', bytesPerSecond = '', measureMs = '']: string[]) {
  const environment = { PATH: process.env.PATH, HOME: home, SHELL: '/bin/sh', LANG: 'C.UTF-8' };
  let printed = 0;
  const host = await openHost({
    stateDir: join(home, 'state'),
    home,
    isHomeChosen: true,
    userHome: home,
    version: '0.0.0-bench',
    config: readConfig({ restore: { lazy: false } }).config,
    environment,
    worker: openScreenWorker(join(checkout, 'out', 'main', 'screen-worker.cjs')),
    openPty: async (spec) => {
      const result = await openPty(spec);
      if (result.kind === 'spawned')
        result.pty.onData((bytes) => {
          printed += bytes.length;
        });
      return result;
    },
    shellIntegration: {
      scriptsDir: join(checkout, 'electron', 'pty', 'integration', 'scripts'),
      nonceDir: join(home, 'run'),
    },
  });
  const chunkBytes = Math.round(Number(bytesPerSecond) / Number(panes) / 10);
  // A coloured line of 64 bytes, as often as the rate asks for, ten times a second.
  const line = `\\e[3%dmthe quick brown fox jumps over the lazy dog again\\e[0m\\r\\n`;
  const lines = Math.round(chunkBytes / 64);
  const printer = `perl -e '$|=1; while (1) { print join("", map { sprintf("${line}", $_ % 8) } 1..${lines}); select(undef, undef, undef, 0.1); }'`;
  for (let pane = 1; pane <= Number(panes); pane += 1) await host.send(`p${pane}` as PaneId, `${printer}\r`);
  await delay(SETTLE_MS);

  const before = printed;
  const begun = performance.now();
  const loopAloneP99 = await lateness(() => delay(Number(measureMs)));
  const checkpoints: number[] = [];
  const loopCheckpointsP99 = await lateness(async () => {
    const end = performance.now() + Number(measureMs);
    while (performance.now() < end) {
      const asked = performance.now();
      await host.checkpoint();
      checkpoints.push(performance.now() - asked);
    }
  });
  const seconds = (performance.now() - begun) / 1000;
  const figures: PrintingFigures = {
    bytesPerSecond: (printed - before) / seconds,
    loopAloneP99,
    loopCheckpointsP99,
    checkpoints,
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  await host.shutdown();
}

async function lateness(during: () => Promise<unknown>): Promise<number> {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  await during();
  histogram.disable();
  // What is counted is the whole interval between two ticks of its timer.
  return Math.max(0, histogram.percentile(99) / 1e6 - 1);
}
