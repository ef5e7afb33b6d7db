// The test suites in the order they run, quickest first. Each is a program that leaves a machine-readable report; how to
// read that is in reports.mjs. Playwright and vitest are started by their entry files, so that no shell is involved.
import { join } from 'node:path';

const bin = (root, ...path) => join(root, 'node_modules', ...path);

/**
 * `command(root, report)` is the argument list for node, `env(report, scratch)` what it needs besides (`scratch`: a directory
 * that is removed when it has ended), `read` names its report's form.
 */
export const suites = [
  {
    name: 'unit',
    what: 'unit, engine and integration tests',
    read: 'vitest',
    command: (root, report) => [
      bin(root, 'vitest', 'vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    env: () => ({}),
  },
  {
    name: 'torture',
    what: 'start, produce, kill -9, start, compare',
    read: 'counts',
    command: (root, report) => [
      '--import',
      'tsx',
      join(root, 'test', 'torture', 'main.ts'),
      '--rounds',
      '10',
      '--report',
      report,
    ],
    env: () => ({}),
  },
  {
    name: 'e2e',
    what: 'the built app in a real Electron',
    read: 'playwright',
    command: (root) => [bin(root, '@playwright', 'test', 'cli.js'), 'test', '--reporter=list,json'],
    // Playwright leaves a directory behind for every app that it drove.
    env: (report, scratch) => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: report, TMPDIR: scratch }),
  },
];
