import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { whyInstall } from '../../scripts/setup/dependencies.mjs';
import { tempDir } from '../support/temp-dir.ts';

const left = { version: '1.0.0', integrity: 'sha512-left' };
const right = { version: '2.0.0', integrity: 'sha512-right' };
const foreign = { version: '3.0.0', integrity: 'sha512-foreign', optional: true };

/** A checkout whose lock wants `wanted` and whose node_modules is what npm would have made of `installed`. */
async function checkout(wanted: object, installed: Record<string, object>): Promise<string> {
  const dir = await tempDir();
  await writeFile(join(dir, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...wanted } }));
  await mkdir(join(dir, 'node_modules'));
  await writeFile(join(dir, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: installed }));
  for (const path of Object.keys(installed)) {
    await mkdir(join(dir, path), { recursive: true });
    await writeFile(join(dir, path, 'package.json'), '{}');
  }
  return dir;
}

describe('whyInstall', () => {
  it('should be content when node_modules is what the lock says, packages for other platforms aside', async () => {
    const wanted = { 'node_modules/left': left, 'node_modules/foreign': foreign };
    expect(whyInstall(await checkout(wanted, { 'node_modules/left': left }))).toBeUndefined();
  });

  it('should ask for an install on a fresh clone, and when an install was cut off', async () => {
    const dir = await checkout({ 'node_modules/left': left }, { 'node_modules/left': left });
    await rm(join(dir, 'node_modules', '.package-lock.json'));
    expect(whyInstall(dir)).toBe('none here yet');
  });

  it('should name a package that the lock has and node_modules has not', async () => {
    const wanted = { 'node_modules/left': left, 'node_modules/right': right };
    expect(whyInstall(await checkout(wanted, { 'node_modules/left': left }))).toBe(
      'node_modules/right is missing',
    );
  });

  it('should name a package of another version or content', async () => {
    const dir = await checkout(
      { 'node_modules/left': { ...left, integrity: 'sha512-new' } },
      { 'node_modules/left': left },
    );
    expect(whyInstall(dir)).toBe('node_modules/left has changed');
  });

  it('should name a package that was removed by hand', async () => {
    const dir = await checkout({ 'node_modules/left': left }, { 'node_modules/left': left });
    await rm(join(dir, 'node_modules', 'left'), { recursive: true });
    expect(whyInstall(dir)).toBe('node_modules/left is gone');
  });

  it('should name a package that the lock no longer has', async () => {
    const installed = { 'node_modules/left': left, 'node_modules/right': right };
    expect(whyInstall(await checkout({ 'node_modules/left': left }, installed))).toBe(
      'node_modules/right is no longer wanted',
    );
  });
});
