// Real power cuts: an ext4 in a file is shut down under a writing process, its journal unflushed, and mounted again.
// EVERPANE_POWER_CUTS sets how often (default 8). Needs root on Linux; elsewhere it is skipped and says so.
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openLog } from '../../../electron/persistence/open-log.ts';
import { seeded } from '../../support/sim-fs-crash.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { bundleChild, WriterChild } from './child-writer.ts';
import { CountingMachine, checkStream, REAL_CONFIG } from './counting-machine.ts';
import { cutPower, mountExt4, remountExt4 } from './mounted.ts';

const CUTS = Number(process.env.EVERPANE_POWER_CUTS ?? 8);

describe('a power cut on a real file system', () => {
  it('should leave everything that had been promised', { timeout: 60_000 + CUTS * 5000 }, async (context) => {
    const home = await tempDir();
    const mounting = await mountExt4(home, 96 * 1024 * 1024);
    if (mounting.kind === 'refused') return context.skip(`no ext4 to cut the power of: ${mounting.reason}`);
    const bundle = await bundleChild(join(home, 'bundle'));
    const dir = join(mounting.path, 'state');
    const random = seeded(99);
    let safe = 0;
    for (let round = 0; round < CUTS; round += 1) {
      const child = new WriterChild(bundle, dir, 1000 + round);
      await child.promised(20 + Math.floor(random() * 600));
      // Promises from before the cut. The shutdown is not one moment: a sync that is under way in it may still succeed,
      // which no power cut lets anybody see.
      safe = Math.max(safe, child.safe);
      await cutPower(mounting.path);
      await child.killed();
      await remountExt4(home);
      const machine = new CountingMachine();
      const { log, report } = await openLog({ dir, machine, config: REAL_CONFIG });
      onTestFinished(() => log.close());
      const damage = report.losses.filter(({ kind }) => kind !== 'torn-tail');
      expect(damage, `round ${round}`).toEqual([]);
      expect(machine.count, `round ${round}`).toBeGreaterThanOrEqual(safe);
      for (const stream of [1, 2]) await checkStream(log, stream);
      await log.close();
    }
    expect(safe).toBeGreaterThan(CUTS);
  });
});
