// End-to-end tests: the built app in a real Electron, driven from outside. Every test has its own app, home and temporary
// directory (test/support/app-fixture.ts), so any number may run side by side; two workers is what a small machine bears.
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
});
