// A directory of its own for every test: made under the system's temporary directory, removed when the test ends,
// whether it passed or not. Register closers first-opened-last-closed, so that nothing holds a file when it goes.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Absolute path of a fresh 0700 directory; call it inside a test. Later `onTestFinished` hooks run before its removal. */
export async function tempDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'everpane-test-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}
