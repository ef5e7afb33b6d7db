// A process that writes under full load is killed with SIGKILL, again and again, on real files.
// EVERPANE_KILLS sets how often: 100 in every run, 1,000 before a release.
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkDirectory } from '../../../electron/persistence/directory-check.ts';
import { openLog } from '../../../electron/persistence/open-log.ts';
import { seeded } from '../../support/sim-fs-crash.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { bundleChild, WriterChild } from './child-writer.ts';
import { CountingMachine, checkStream, REAL_CONFIG } from './counting-machine.ts';

const KILLS = Number(process.env.EVERPANE_KILLS ?? 100);

describe('a killed writer', () => {
  it('should leave everything that it had promised', { timeout: 60_000 + KILLS * 5000 }, async () => {
    const home = await tempDir();
    const bundle = await bundleChild(join(home, 'bundle'));
    const dir = join(home, 'state');
    const random = seeded(4711);
    let safe = 0;
    for (let round = 0; round < KILLS; round += 1) {
      const child = new WriterChild(bundle, dir, round);
      await child.promised(1 + Math.floor(random() * random() * 400));
      await child.kill();
      expect(child.opened ?? safe, `round ${round}`).toBeGreaterThanOrEqual(safe);
      safe = Math.max(safe, child.safe);
      if (round % 10 !== 9 && round !== KILLS - 1) continue;
      // Every so often an outsider looks at all of it.
      const { findings } = await checkDirectory(dir);
      expect(
        findings.filter(({ kind }) => kind !== 'torn-tail'),
        `round ${round}`,
      ).toEqual([]);
      const machine = new CountingMachine();
      const { log, report } = await openLog({ dir, machine, config: REAL_CONFIG });
      onTestFinished(() => log.close());
      expect(machine.count, `round ${round}`).toBeGreaterThanOrEqual(safe);
      expect(report.losses.filter(({ kind }) => kind !== 'torn-tail')).toEqual([]);
      for (const stream of [1, 2]) await checkStream(log, stream);
      await log.close();
    }
    expect(safe).toBeGreaterThan(KILLS);
  });
});
