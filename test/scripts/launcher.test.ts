import { execFile } from 'node:child_process';
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempDir } from '../support/temp-dir.ts';

const launcherDir = resolve(import.meta.dirname, '../../bin');

/** A checkout with nothing but the launcher. */
async function bareCheckout(): Promise<string> {
  const dir = await tempDir();
  await cp(launcherDir, join(dir, 'bin'), { recursive: true });
  await writeFile(join(dir, 'package.json'), '{"type":"module"}');
  return dir;
}

function run(
  path: string,
  args: string[],
  cwd: string,
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((done) => {
    execFile(process.execPath, [path, ...args], { cwd }, (error, stdout, stderr) => {
      done({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

describe('bin/everpane', () => {
  it('should say what to do when nothing is built yet', async () => {
    const dir = await bareCheckout();
    const { code, stdout, stderr } = await run(join(dir, 'bin', 'everpane'), ['ls'], dir);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^everpane: not built yet; run 'npm start'.*\n$/);
  });

  it('should run the built program through symbolic links, from any directory, with arguments and exit code', async () => {
    const dir = await bareCheckout();
    await mkdir(join(dir, 'out', 'cli'), { recursive: true });
    await writeFile(
      join(dir, 'out', 'cli', 'everpane.cjs'),
      'console.log(JSON.stringify([process.argv.slice(2), process.cwd()])); process.exitCode = 3;',
    );
    const elsewhere = await tempDir();
    await symlink(join(dir, 'bin', 'everpane'), join(elsewhere, 'one'));
    await symlink('one', join(elsewhere, 'two'));
    const { code, stdout } = await run(join(elsewhere, 'two'), ['send', 'p1', 'a b'], elsewhere);
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toEqual([['send', 'p1', 'a b'], elsewhere]);
  });
});
