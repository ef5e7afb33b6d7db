// `npm test`: sets up what is missing, runs every suite and ends with one line, "N passed, N failed".
//   npm test -- --only unit,e2e                     some suites
//   npm test -- --only unit -- test/persistence     what follows the second -- goes to the suite's runner
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from './setup/child.mjs';
import { withoutNpm } from './setup/clean-environment.mjs';
import { root } from './setup/places.mjs';
import { describeRuntime } from './setup/runtime.mjs';
import { say, setUp } from './setup/set-up.mjs';
import { runScript, SetUpError } from './setup/set-up-error.mjs';
import { closingLine, countResults } from './test/reports.mjs';
import { suites } from './test/suites.mjs';

await runScript(async () => {
  const { chosen, passedOn } = readArguments(process.argv.slice(2));
  const runtime = await setUp({ xServer: true });
  say(`testing on ${describeRuntime(runtime)}`);
  const reports = mkdtempSync(join(tmpdir(), 'everpane-reports-'));
  try {
    const total = { passed: 0, failed: 0, skipped: 0 };
    for (const suite of chosen) {
      const counts = await runSuite(suite, passedOn, reports);
      for (const key of Object.keys(total)) total[key] += counts[key];
    }
    process.stdout.write(`\n${closingLine(total)}\n`);
    return total.failed === 0 ? 0 : 1;
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
});

function readArguments(args) {
  const end = args.indexOf('--');
  const own = end === -1 ? args : args.slice(0, end);
  const { values } = parseArgs({ args: own, options: { only: { type: 'string' } } });
  const names = values.only?.split(',');
  const unknown = names?.find((name) => suites.every((suite) => suite.name !== name));
  if (unknown !== undefined) {
    throw new SetUpError(
      `no suite is called ${unknown}; there are ${suites.map(({ name }) => name).join(', ')}`,
    );
  }
  return {
    chosen: suites.filter((suite) => names?.includes(suite.name) ?? true),
    passedOn: end === -1 ? [] : args.slice(end + 1),
  };
}

/** Runs one suite with its output passed through, and reads what it reports. */
async function runSuite(suite, passedOn, reports) {
  const report = join(reports, `${suite.name}.json`);
  const args = [...suite.command(root, report), ...passedOn];
  const env = { ...withoutNpm(process.env, { delimiter }), ...suite.env(report) };
  process.stdout.write(`\n--- ${suite.name}: ${suite.what}\n`);
  const startedAt = performance.now();
  const { code } = await run(process.execPath, args, { cwd: root, env });
  const counts = countResults(suite.read, report, code);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`--- ${suite.name}: ${describe(counts)} in ${seconds} s\n`);
  return counts;
}

function describe({ passed, failed, skipped }) {
  return `${passed} good, ${failed} bad, ${skipped} left out`;
}
