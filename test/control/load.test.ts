// A thousand requests a second from sixteen clients, against the real host in a process of its own. EVERPANE_LOAD_SECONDS asks
// for more than the five seconds of the suite, and prints what was measured.
import { readdirSync, readlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { AppStatus } from '../../shared/status.ts';
import { CliHarness } from '../support/cli-harness.ts';
import { percentile, runLoad } from './load.ts';

const seconds = Number(process.env.EVERPANE_LOAD_SECONDS ?? 5);

const descriptorsOf = (pid: number | undefined) =>
  readdirSync(`/proc/${pid}/fd`)
    .map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`))
    .filter((target) => /^(?:socket|pipe|\/dev\/ptmx)/.test(target)).length;

describe.runIf(process.platform === 'linux')('load', () => {
  it(
    'should answer everything, and keep no descriptor of who has gone',
    async () => {
      const cli = await CliHarness.start();
      const pane = await cli.output('new-window', '--', 'sh', '-c', 'echo ready; exec cat');
      await cli.output('wait', pane, '--text', '^ready$');
      const load = {
        socketPath: join(cli.home, 'control.sock'),
        token: (await readFile(join(cli.home, 'control.token'), 'utf8')).trim(),
        clients: 16,
        requestsPerSecond: 1000,
      };
      const before = descriptorsOf(cli.hostPid);
      const { host: unloaded } = await cli.json<AppStatus>('status');
      const report = await runLoad({ ...load, seconds });
      const { host: loaded } = await cli.json<AppStatus>('status');
      expect(report.errors).toEqual([]);
      expect(report.answered).toBe(report.asked);
      // Those of the commands before may have been there still.
      await vi.waitFor(() => expect(descriptorsOf(cli.hostPid)).toBeLessThanOrEqual(before));
      if (process.env.EVERPANE_LOAD_SECONDS !== undefined) {
        const ms = (value: number) => `${value.toFixed(1)} ms`;
        console.info(
          `${report.answered} answers, p50 ${ms(percentile(report.latenciesMs, 0.5))}, ` +
            `p99 ${ms(percentile(report.latenciesMs, 0.99))}, max ${ms(percentile(report.latenciesMs, 1))}; ` +
            `event loop p99 ${ms(loaded.eventLoopP99Ms)} (before: ${ms(unloaded.eventLoopP99Ms)}); ` +
            `memory ${Math.round((loaded.rssBytes - unloaded.rssBytes) / 1024)} KiB more`,
        );
      }
    },
    (seconds + 60) * 1000,
  );
});
