// Start, produce, kill -9 at a random moment, start, compare; over and over, through bin/everpane alone.
//   node --import tsx test/torture/main.ts [--rounds 10] [--seed N] [--report FILE]
// Every round counts as one test. A fresh home every few rounds keeps a round short; within a home, history adds up.
import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startVirtualDisplay } from '../../scripts/setup/virtual-display.mjs';
import { CommandedApp } from './commanded-app.ts';
import { seededRandom } from './random.ts';
import { type Confirmed, expectRestored, workAndKill } from './round.ts';

const roundsPerHome = 5;

const { values } = parseArgs({
  options: { rounds: { type: 'string' }, seed: { type: 'string' }, report: { type: 'string' } },
});
const rounds = Number(values.rounds ?? 10);
const seed = Number(values.seed ?? randomInt(2 ** 31));
if (!Number.isSafeInteger(rounds) || rounds < 1 || !Number.isSafeInteger(seed)) {
  process.stderr.write('usage: main.ts [--rounds N] [--seed N] [--report FILE]\n');
  process.exit(2);
}

// One X server for all rounds: each app's own would outlive it by seconds.
const display = process.platform === 'linux' ? await startVirtualDisplay() : null;
const random = seededRandom(seed);
const counts = { passed: 0, failed: 0 };
process.stdout.write(`torture: ${rounds} rounds, seed ${seed}\n`);
for (let first = 1; first <= rounds; first += roundsPerHome) {
  await torment(first, Math.min(first + roundsPerHome - 1, rounds));
}
process.stdout.write(`torture: ${counts.passed} rounds held, ${counts.failed} did not\n`);
display?.release();
if (values.report !== undefined) writeFileSync(values.report, JSON.stringify(counts));
process.exitCode = counts.failed === 0 ? 0 : 1;

/** Rounds `first` to `last` in one home; after a failure the rest of them is not tried. */
async function torment(first: number, last: number): Promise<void> {
  const app = await CommandedApp.create(display?.display);
  let confirmed: Confirmed | null = null;
  try {
    for (let round = first; round <= last; round++) {
      const startedAt = performance.now();
      try {
        await app.run('open');
        if (confirmed !== null) await expectRestored(app, confirmed);
        confirmed = await workAndKill(app, random, round);
        await app.run('open');
        await expectRestored(app, confirmed);
      } catch (error) {
        counts.failed += 1;
        process.stdout.write(
          `  round ${round} failed: ${error instanceof Error ? error.message : String(error)}\n`,
        );
        return;
      }
      counts.passed += 1;
      const lines = [...confirmed.lines.values()].reduce((sum, own) => sum + own.length, 0);
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      process.stdout.write(
        `  round ${round}: ${confirmed.lines.size} panes, ${lines} lines confirmed, ${seconds} s\n`,
      );
    }
  } finally {
    await app.dispose();
  }
}
