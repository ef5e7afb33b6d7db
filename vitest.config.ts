// One runner for unit, engine and integration tests; the end-to-end tests have their own (playwright.config.ts).
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'test/torture/**', 'test/bench/**'],
    environment: 'node',
    pool: 'forks',
    testTimeout: 20_000,
  },
});
