// From a runner's report to counts. A suite that ends badly without a failed test to show for it (it crashed, a file did
// not load, it found no test) still counts as one failure: silence is never a pass.
import { existsSync, readFileSync } from 'node:fs';

const readers = { vitest: readVitest, playwright: readPlaywright, counts: readCounts };

/** `{ passed, failed, skipped }` of one suite: `form` names the report's form, `exitCode` how its runner ended. */
export function countResults(form, reportFile, exitCode) {
  const counts = existsSync(reportFile)
    ? readers[form](JSON.parse(readFileSync(reportFile, 'utf8')))
    : none();
  const ranNothing = counts.passed + counts.failed === 0;
  if (counts.failed === 0 && (exitCode !== 0 || ranNothing)) counts.failed = 1;
  return counts;
}

function none() {
  return { passed: 0, failed: 0, skipped: 0 };
}

/** vitest --reporter=json. A file that could not be loaded is 'failed' and has no test. */
function readVitest({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) {
  const broken = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  return {
    passed: numPassedTests,
    failed: numFailedTests + broken.length,
    skipped: numPendingTests + numTodoTests,
  };
}

/** Playwright's json reporter. A flaky test is a failed test. */
function readPlaywright({ stats, errors }) {
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  };
}

/** Our own runners write the counts as they are. */
function readCounts({ passed, failed, skipped = 0 }) {
  return { passed, failed, skipped };
}

/** The closing line. */
export function closingLine({ passed, failed, skipped }) {
  const line = `${passed} passed, ${failed} failed`;
  return skipped > 0 ? `${line}, ${skipped} skipped` : line;
}
