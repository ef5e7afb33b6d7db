// Playwright's `test` for this app: `everpane` is a started app of the test's own; `everpaneOptions` changes how it is
// made. On failure the window's picture, a trace, the app's output and its logs lie in test-results/.
import { existsSync } from 'node:fs';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test as base, type TestInfo } from '@playwright/test';
import { startVirtualDisplay } from '../../scripts/setup/virtual-display.mjs';
import { type AppOptions, AppUnderTest } from './app.ts';

export { expect } from '@playwright/test';

type OwnOptions = Omit<AppOptions, 'display'> & {
  /** False: the test starts the app itself. */
  readonly autoStart?: boolean;
};

interface TestFixtures {
  everpaneOptions: OwnOptions;
  everpane: AppUnderTest;
}

interface WorkerFixtures {
  /** One X server per worker; undefined where windows need none of ours. */
  display: string | undefined;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  display: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures that are used from it
    async ({}, use) => {
      if (process.platform !== 'linux') return use(undefined);
      const server = await startVirtualDisplay();
      await use(server.display);
      server.release();
    },
    { scope: 'worker' },
  ],
  everpaneOptions: [{}, { option: true }],
  everpane: async ({ display, everpaneOptions }, use, testInfo) => {
    const { autoStart = true, ...options } = everpaneOptions;
    const everpane = await AppUnderTest.create({ ...options, display });
    try {
      if (autoStart) await everpane.start();
      await use(everpane);
    } finally {
      if (testInfo.errors.length > 0) await keepEvidence(everpane, testInfo);
      await everpane.dispose();
    }
  },
});

/** Evidence is worth having, and never worth a second failure: each piece is taken if it can be had. */
async function keepEvidence(everpane: AppUnderTest, testInfo: TestInfo): Promise<void> {
  const pieces = [
    writeFile(testInfo.outputPath('output.txt'), everpane.output),
    copyLogs(everpane, testInfo),
  ];
  if (everpane.isRunning) {
    pieces.push(takePicture(everpane, testInfo), everpane.writeTrace(testInfo.outputPath('trace.zip')));
  }
  for (const piece of await Promise.allSettled(pieces)) {
    if (piece.status === 'rejected') process.stderr.write(`no evidence: ${String(piece.reason)}\n`);
  }
}

async function takePicture(everpane: AppUnderTest, testInfo: TestInfo): Promise<void> {
  await everpane.page.screenshot({ path: testInfo.outputPath('window.png'), timeout: 5000 });
}

async function copyLogs(everpane: AppUnderTest, testInfo: TestInfo): Promise<void> {
  const logs = join(everpane.home, 'logs');
  if (existsSync(logs)) await cp(logs, testInfo.outputPath('logs'), { recursive: true });
}
