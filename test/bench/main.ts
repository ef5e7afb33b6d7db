// All benchmarks, one after the other, side by side with their peers: prints a table and writes the results file whose path is
// given. Invariant: nothing else is measured while one runs, and a benchmark that fails fails the run, after the others' rows.
//   main.ts RESULTS_FILE [--only engine,restore] [--dir DIR]
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { findBenches, SUITES } from './benches.ts';
import { describeMachine } from './machine.ts';
import { type BenchRow, printRows } from './row.ts';

const say = (line: string): boolean => process.stderr.write(`bench: ${line}\n`);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, dir: { type: 'string' } },
});
const only = values.only === undefined ? null : new Set(values.only.split(','));
const unknown = [...(only ?? [])].find((name) => !SUITES.includes(name));
if (unknown !== undefined) throw new Error(`no suite is called ${unknown}; there are ${SUITES.join(', ')}`);
const [resultsFile] = positionals;
if (resultsFile === undefined) throw new Error('where are the results to be written?');

const { benches, missing } = await findBenches(only);
for (const file of missing) say(`${file} is not there and is left out`);
const rows: BenchRow[] = [];
const work = await mkdtemp(join(values.dir ?? tmpdir(), 'everpane-bench-'));
try {
  const machine = await describeMachine(work);
  if (machine.fileSystem === 'tmpfs') say('this is memory, not a disk: use --dir to measure commits');
  for (const [index, { name, bench }] of benches.entries()) {
    say(name);
    const dir = join(work, String(index));
    await mkdir(dir);
    try {
      const made = await bench(dir);
      printRows(made);
      rows.push(...made);
    } catch (error) {
      process.exitCode = 1;
      say(`${name} failed: ${error instanceof Error ? error.stack : String(error)}`);
    }
    await rm(dir, { recursive: true, force: true });
  }
  await mkdir(dirname(resultsFile), { recursive: true });
  await writeFile(resultsFile, `${JSON.stringify({ machine, rows }, null, 2)}\n`);
} finally {
  await rm(work, { recursive: true, force: true });
}
const missed = rows.filter(({ pass }) => pass === false).length;
say(`${rows.length} rows, ${missed} short of their target; in ${resultsFile}`);
