// Themes that come and go beside a running app.
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ThemeFolder } from '../../electron/config/theme-folder.ts';
import { tempDir } from '../support/temp-dir.ts';

async function openFolder() {
  const home = await tempDir();
  const dir = join(home, 'themes');
  let told = 0;
  const folder = new ThemeFolder(
    dir,
    () => {
      told += 1;
    },
    { settleMs: 1 },
  );
  folder.open();
  onTestFinished(() => folder.close());
  const expectTold = async (change: () => Promise<unknown>): Promise<void> => {
    const before = told;
    await change();
    await vi.waitFor(() => expect(told).toBeGreaterThan(before));
  };
  return { home, dir, expectTold };
}

describe('the folder of themes', () => {
  it('should be followed from when it is made, and when it is another one', async () => {
    const { home, dir, expectTold } = await openFolder();
    await expectTold(() => mkdir(dir));
    await expectTold(() => writeFile(join(dir, 'one.json'), '{}'));
    await expectTold(() => rm(join(dir, 'one.json')));
    await expectTold(() => rm(dir, { recursive: true }));
    const other = await mkdtemp(join(home, 'unpacked-'));
    await writeFile(join(other, 'two.json'), '{}');
    await expectTold(() => rename(other, dir));
    await expectTold(() => writeFile(join(dir, 'three.json'), '{}'));
  });
});
