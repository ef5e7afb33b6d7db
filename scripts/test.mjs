// `npm test`: sets up what is missing, runs every suite and ends with one line, "N passed, N failed".
//   npm test -- --only unit,e2e                     some suites
//   npm test -- --only unit --times 20              again and again, to see a flaky test
//   npm test -- --only unit -- test/persistence     what follows the second -- goes to the suite's runner
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
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
  const { chosen, times, passedOn } = readArguments(process.argv.slice(2));
  const total = { passed: 0, failed: 0, skipped: 0 };
  const reports = mkdtempSync(join(tmpdir(), 'everpane-reports-'));
  // Some tests run programs of theirs as another user.
  chmodSync(reports, 0o755);
  try {
    const runtime = await setUp({ xServer: true, windowManager: true });
    say(`testing on ${describeRuntime(runtime)}`);
    for (const [index, suite] of repeated(chosen, times).entries()) {
      const counts = await runSuite(suite, passedOn, join(reports, `${index}`));
      for (const key of Object.keys(total)) total[key] += counts[key];
    }
  } catch (error) {
    // What could not even be set up has not passed: the closing line says so.
    total.failed += 1;
    process.stderr.write(`everpane: ${error instanceof SetUpError ? error.message : error.stack}\n`);
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
  process.stdout.write(`\n${closingLine(total)}\n`);
  return total.failed === 0 ? 0 : 1;
});

function readArguments(args) {
  const end = args.indexOf('--');
  const own = end === -1 ? args : args.slice(0, end);
  const { values } = parseArgs({
    args: own,
    options: { only: { type: 'string' }, times: { type: 'string' } },
  });
  const names = values.only?.split(',');
  const unknown = names?.find((name) => suites.every((suite) => suite.name !== name));
  if (unknown !== undefined) {
    throw new SetUpError(
      `no suite is called ${unknown}; there are ${suites.map(({ name }) => name).join(', ')}`,
    );
  }
  const times = Number(values.times ?? 1);
  if (!Number.isSafeInteger(times) || times < 1) throw new SetUpError('--times needs a whole number above 0');
  return {
    times,
    chosen: suites.filter((suite) => names?.includes(suite.name) ?? true),
    passedOn: end === -1 ? [] : args.slice(end + 1),
  };
}

function repeated(chosen, times) {
  return Array.from({ length: times }, () => chosen).flat();
}

/** Runs one suite with its output passed through, and reads what it reports. `place`: where its files may lie. */
async function runSuite(suite, passedOn, place) {
  const report = `${place}.json`;
  mkdirSync(place);
  const args = [...suite.command(root, report), ...passedOn];
  const env = { ...withoutNpm(process.env, { delimiter }), ...suite.env(report, place) };
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
