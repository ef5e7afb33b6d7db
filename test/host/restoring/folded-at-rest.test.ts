// A pane at rest is folded before the next start needs it, and nobody can tell from what comes back.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempDir } from '../../support/temp-dir.ts';
import { openTestHost, runCommand, textOf, typeAndSee } from '../../support/test-host.ts';

const longOutput = "seq -f 'number %.0f' 9000";
const itsEnd = /^number 9000\n.*[$#]\s*$/mu;

function snapshotsIn(dir: string): Promise<string[]> {
  return readdir(join(dir, 'state', 'scrollback'));
}

it('should fold what is on screen when it ends, and bring it back as it was', async () => {
  const dir = await tempDir();
  const first = await openTestHost({ dir });
  await typeAndSee(first, 'p1', longOutput, itsEnd);
  const { pane: hidden } = await runCommand(first, 'window.create', {});
  await typeAndSee(first, hidden, longOutput, itsEnd);
  await runCommand(first, 'focus', { target: 'p1' });
  const before = await textOf(first, 'p1');
  expect(await snapshotsIn(dir)).toHaveLength(0);
  await first.shutdown();
  expect(await snapshotsIn(dir)).toHaveLength(1);

  const second = await openTestHost({ dir });
  expect(second.recovery.losses).toEqual([]);
  expect(await textOf(second, 'p1')).toContain(before);
  await second.shutdown();
  // Nothing was touched: there is nothing new to fold, and the same comes back.
  expect(await snapshotsIn(dir)).toHaveLength(1);
  const third = await openTestHost({ dir });
  expect(await textOf(third, 'p1')).toContain(before);
  expect(await textOf(third, hidden)).toContain(before);
});

it('should leave a short tail where it is, and fold a long one once', async () => {
  const dir = await tempDir();
  const host = await openTestHost({ dir });
  const folding = host.paneOf('p1')?.folding;
  await typeAndSee(host, 'p1', 'seq 1 20', /^20$/mu);
  await folding?.foldIfItPays();
  expect(await snapshotsIn(dir)).toHaveLength(0);
  await typeAndSee(host, 'p1', longOutput, itsEnd);
  await folding?.foldIfItPays();
  const folded = await snapshotsIn(dir);
  expect(folded).toHaveLength(1);
  await typeAndSee(host, 'p1', 'seq 1 30', /^30\n.*[$#]\s*$/mu);
  await folding?.foldIfItPays();
  expect(await snapshotsIn(dir)).toEqual(folded);
});
