import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { markerText, relaunchCommand, relaunchCount } from '../../electron/app/relaunch-command.ts';
import { tempDir } from '../support/temp-dir.ts';

const run = promisify(execFile);

/** Runs the watcher as after a crash, with `echo` in the place of the app; what it started, or null for nothing. */
async function watch(marker: string | null, token = 'abc'): Promise<string | null> {
  const dir = await tempDir();
  const [markerPath, logPath] = [join(dir, "the user's relaunch"), join(dir, 'start.log')];
  if (marker !== null) await writeFile(markerPath, marker);
  const argv = ['--no-sandbox', '--inspect=0', '/app dir', '--home', "/it's", '--relaunched=1'];
  const { file, args } = relaunchCommand({ markerPath, logPath, token, command: ['/bin/echo'], argv });
  const { stdout, stderr } = await run(file, args);
  expect(stdout + stderr).toBe('');
  return readFile(logPath, 'utf8').catch(() => null);
}

describe.skipIf(process.platform === 'win32')('the watcher after a crash', () => {
  it('should start the app again as it was started, and count', async () => {
    expect(await watch(markerText('abc', 0))).toBe("--no-sandbox /app dir --home /it's --relaunched=1\n");
    expect(await watch(markerText('abc', 2))).toContain('--relaunched=3\n');
  });

  it('should do nothing after a wanted end, a newer start or the removal of the home', async () => {
    expect(await watch(null)).toBeNull();
    expect(await watch(markerText('def', 0))).toBeNull();
    expect(await watch('')).toBeNull();
  });
});

describe('relaunchCount', () => {
  it('should be 0 for a start by a person and never more than it says', () => {
    expect(relaunchCount(['electron', 'app'])).toBe(0);
    expect(relaunchCount(['--relaunched=1', '--relaunched=2'])).toBe(2);
    expect(relaunchCount(['--relaunched=-1'])).toBe(0);
    expect(relaunchCount(['--relaunched=1e9'])).toBe(0);
  });
});
