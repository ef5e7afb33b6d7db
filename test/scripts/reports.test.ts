import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { closingLine, countResults } from '../../scripts/test/reports.mjs';
import { tempDir } from '../support/temp-dir.ts';

async function report(content: unknown): Promise<string> {
  const file = join(await tempDir(), 'report.json');
  await writeFile(file, JSON.stringify(content));
  return file;
}

const vitestPassed = {
  numPassedTests: 7,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: [{ status: 'passed', assertionResults: [{}] }],
};

describe('countResults', () => {
  it('should take the counts of a vitest report', async () => {
    expect(countResults('vitest', await report(vitestPassed), 0)).toEqual({
      passed: 7,
      failed: 0,
      skipped: 2,
    });
  });

  it('should count a test file that could not be loaded as a failure', async () => {
    const broken = { ...vitestPassed, testResults: [{ status: 'failed', assertionResults: [] }] };
    expect(countResults('vitest', await report(broken), 1)).toEqual({ passed: 7, failed: 1, skipped: 2 });
  });

  it('should count a bad exit without a failed test as a failure', async () => {
    expect(countResults('vitest', await report(vitestPassed), 1).failed).toBe(1);
  });

  it('should not count a bad exit on top of failed tests', async () => {
    const failed = { ...vitestPassed, numFailedTests: 3 };
    expect(countResults('vitest', await report(failed), 1).failed).toBe(3);
  });

  it('should take a flaky test and a run-wide error of Playwright as failures', async () => {
    const file = await report({ stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{}] });
    expect(countResults('playwright', file, 1)).toEqual({ passed: 4, failed: 3, skipped: 2 });
  });

  it('should count a suite that ran nothing as a failure, even if it exits well', async () => {
    expect(countResults('counts', await report({ passed: 0, failed: 0 }), 0).failed).toBe(1);
  });

  it('should count a runner that crashed before its report as a failure', async () => {
    const nowhere = join(await tempDir(), 'none.json');
    expect(countResults('playwright', nowhere, 134)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(countResults('playwright', nowhere, null)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

describe('closingLine', () => {
  it('should name skipped tests only where there are some', () => {
    expect(closingLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
    expect(closingLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
  });
});
