// One runner for unit, engine and integration tests; the end-to-end tests (playwright.config.ts) and the torture have
// their own. Files run in parallel, each in a process of its own: no test may rely on another.
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'test/torture/**', 'test/bench/**'],
    environment: 'node',
    globalSetup: ['test/support/leak-check.ts', 'test/support/build-test-host.ts'],
    setupFiles: ['test/support/open-file-check.ts'],
    pool: 'forks',
    // Many tests wait for other processes: the runner needs no core to itself.
    maxWorkers: availableParallelism(),
    // Ends what hangs; a machine that is busy with something else is no reason to fail.
    testTimeout: 60_000,
    // The search for what was left behind waits for shells to end.
    teardownTimeout: 60_000,
    coverage: {
      provider: 'v8',
      include: [
        'electron/{host,persistence,pty,screen,control,config}/**/*.ts',
        'shared/**/*.ts',
        'cli/**/*.ts',
      ],
      exclude: ['**/types.ts'],
      reporter: ['text-summary', 'html'],
      thresholds: {
        statements: 80,
        branches: 80,
        // Locks, integrity, recovery: every branch is taken by a test, or says beside it why none can.
        'electron/persistence/**/*.ts': { branches: 100 },
      },
    },
  },
});
