import { mkdir, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentHash } from '../../scripts/build/content-hash.mjs';
import { tempDir } from '../support/temp-dir.ts';

async function sources(): Promise<string> {
  const dir = await tempDir();
  await mkdir(join(dir, 'src', 'deep'), { recursive: true });
  await writeFile(join(dir, 'src', 'a.ts'), 'a');
  await writeFile(join(dir, 'src', 'deep', 'b.ts'), 'b');
  await writeFile(join(dir, 'lock'), '1');
  return dir;
}

const hashOf = (dir: string) => contentHash(dir, ['lock', 'src', 'not-there']);

describe('contentHash', () => {
  it('should not change with the times of files, nor with where the checkout lies', async () => {
    const [one, other] = [await sources(), await sources()];
    await utimes(join(one, 'lock'), 1, 1);
    expect(hashOf(one)).toBe(hashOf(other));
  });

  it('should change when content changes, a file is renamed, added or moves', async () => {
    const dir = await sources();
    const seen = new Set([hashOf(dir)]);
    await writeFile(join(dir, 'src', 'a.ts'), 'A');
    seen.add(hashOf(dir));
    await rename(join(dir, 'src', 'a.ts'), join(dir, 'src', 'c.ts'));
    seen.add(hashOf(dir));
    await rename(join(dir, 'src', 'c.ts'), join(dir, 'src', 'deep', 'c.ts'));
    seen.add(hashOf(dir));
    await writeFile(join(dir, 'src', 'empty.ts'), '');
    seen.add(hashOf(dir));
    await writeFile(join(dir, 'not-there'), '');
    seen.add(hashOf(dir));
    expect(seen.size).toBe(6);
  });
});
