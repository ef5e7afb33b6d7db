// The command line's program and what V8 made of it: they belong together, and without the second the first runs all the same.
import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { bundle } from '../../scripts/build/bundle.mjs';
import { targets } from '../../scripts/build/targets.mjs';
import { tempDir } from '../support/temp-dir.ts';

const checkout = resolve(import.meta.dirname, '../..');
const execute = promisify(execFile);

async function run(dir: string, flags: readonly string[] = []): Promise<string> {
  const { stdout, stderr } = await execute(
    process.execPath,
    [...flags, join(dir, 'everpane.cjs'), 'version'],
    {
      env: { PATH: process.env.PATH, HOME: dir },
    },
  );
  expect(stderr).toBe('');
  return stdout.trim();
}

describe('the code cache', () => {
  it('should not be needed: nothing, rubbish, half of it, or one for other flags beside the program', async () => {
    const dir = await tempDir();
    await cp(join(checkout, 'out', 'cli'), dir, { recursive: true });
    const version = await run(dir);
    expect(version).toMatch(/^everpane \d/);
    expect(await run(dir, ['--no-opt', '--stack-size=900'])).toBe(version);
    const cache = join(dir, 'program.cache');
    const whole = await readFile(cache);
    for (const bytes of [Buffer.alloc(0), Buffer.alloc(5000, 7), whole.subarray(0, whole.length >> 1)]) {
      await writeFile(cache, bytes);
      expect(await run(dir)).toBe(version);
    }
    await rm(cache);
    expect(await run(dir)).toBe(version);
  });

  it('should be made anew with the program, also for one of the same length', async () => {
    const dir = await tempDir();
    await mkdir(join(dir, 'cli'));
    await cp(join(checkout, 'cli', 'main.ts'), join(dir, 'cli', 'main.ts'));
    const build = async (says: string): Promise<void> => {
      const program = `export const run = async () => 0; export const runProcess = async () => console.log('${says}');`;
      await writeFile(join(dir, 'cli', 'run-process.ts'), program);
      for (const target of targets.filter(({ entry = '' }) => entry.startsWith('cli/'))) {
        await bundle(target, { root: dir, version: '1.0.0', buildId: 'x' });
      }
    };
    const out = join(dir, 'out', 'cli');
    await build('one');
    const { size } = await stat(join(out, 'program.js'));
    expect(await run(out)).toBe('one');
    await build('two');
    expect((await stat(join(out, 'program.js'))).size).toBe(size);
    expect((await stat(join(out, 'program.cache'))).size).toBeGreaterThan(0);
    expect(await run(out)).toBe('two');
  });
});
