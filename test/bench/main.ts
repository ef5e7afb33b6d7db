// All benchmarks, one suite after the other, side by side with their peers: prints a table and writes the results file whose path
// is given. Invariant: nothing else is measured while one runs; a suite that fails fails the run, after the others' rows.
//   main.ts RESULTS_FILE [--only engine,restore] [--dir DIR]
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeMachine } from './machine.ts';
import { type BenchRow, printRows } from './row.ts';
import { isThere, runSuite, SUITES } from './suites.ts';

const say = (line: string): boolean => process.stderr.write(`bench: ${line}\n`);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, dir: { type: 'string' } },
});
const names = SUITES.map(({ name }) => name);
const only = values.only?.split(',') ?? names;
const unknown = only.find((name) => !names.includes(name));
if (unknown !== undefined) throw new Error(`no suite is called ${unknown}; there are ${names.join(', ')}`);
const [resultsFile] = positionals;
if (resultsFile === undefined) throw new Error('where are the results to be written?');

const rows: BenchRow[] = [];
const work = await mkdtemp(join(values.dir ?? tmpdir(), 'everpane-bench-'));
try {
  const machine = await describeMachine(work);
  if (machine.fileSystem === 'tmpfs') say('this is memory, not a disk: use --dir to measure commits');
  for (const suite of SUITES) {
    if (!only.includes(suite.name)) continue;
    if (!isThere(suite)) {
      say(`${suite.name} is not in this checkout and is left out`);
      continue;
    }
    say(`${suite.name} ...`);
    try {
      const made = await runSuite(suite, work);
      printRows(made);
      rows.push(...made);
    } catch (error) {
      process.exitCode = 1;
      say(`${suite.name} failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  await mkdir(dirname(resultsFile), { recursive: true });
  await writeFile(resultsFile, `${JSON.stringify({ machine, rows }, null, 2)}\n`);
} finally {
  await rm(work, { recursive: true, force: true });
}
const missed = rows.filter(({ pass }) => pass === false).length;
say(`${rows.length} rows, ${missed} short of their target; in ${resultsFile}`);
