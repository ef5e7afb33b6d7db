// Runs once before the tests: host-process.ts as one file, which starts in a third of the time that compiling it at every
// start takes. Judged by content, so a run without changes builds nothing; one build at a time per checkout.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { contentHash } from '../../scripts/build/content-hash.mjs';
import { withLock } from '../../scripts/setup/file-lock.mjs';
import { checkout } from './runtime-record.ts';

const target = {
  name: 'test host',
  kind: 'bundle',
  entry: 'test/support/host-process.ts',
  output: 'out/test/host-process.cjs',
  external: ['node-pty', '@node-rs/crc32', /^node:/],
  target: 'node20',
};
const inputs = ['package-lock.json', 'scripts/build', 'electron', 'shared', 'test/support'];

/** Where cli-harness.ts finds it. */
export const testHostFile = join(checkout, target.output);

/** vitest's globalSetup. In watch mode it is built again before tests are run again. */
export async function setup(project: TestProject): Promise<void> {
  project.onTestsRerun(buildTestHost);
  await buildTestHost();
}

function buildTestHost(): Promise<void> {
  return withLock(join(checkout, 'out', 'test', 'build.lock'), async () => {
    const stampFile = `${testHostFile}.stamp`;
    const hash = contentHash(checkout, inputs);
    if (existsSync(testHostFile) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === hash) return;
    const { bundle } = await import('../../scripts/build/bundle.mjs');
    await bundle(target, { root: checkout, version: '1.2.3', buildId: hash.slice(0, 12) });
    writeFileSync(stampFile, hash);
  });
}
