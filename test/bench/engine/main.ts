// The engine's benchmarks on their own: `npx tsx test/bench/engine/main.ts [--json]`. Runs on the file system of the system's
// temporary directory; with --json prints the rows as one JSON array instead of a table.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printRows } from '../row.ts';
import { benchCommits } from './commits.ts';
import { benchLive, benchRecovery } from './recovery.ts';

const dir = await mkdtemp(join(tmpdir(), 'everpane-bench-'));
try {
  const rows = [...(await benchRecovery(dir)), ...(await benchLive(dir)), ...(await benchCommits(dir))];
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
  else printRows(rows);
} finally {
  await rm(dir, { recursive: true, force: true });
}
