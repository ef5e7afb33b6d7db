import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PageFiles } from '../../electron/app/page-files.ts';
import { tempDir } from '../support/temp-dir.ts';

async function page(): Promise<string> {
  const root = await tempDir();
  await mkdir(join(root, 'assets'));
  await writeFile(
    join(root, 'index.html'),
    '<script src="./assets/page.js"></script><link href="./assets/gone.css">',
  );
  await writeFile(join(root, 'assets', 'page.js'), 'first');
  return root;
}

describe('the files of the first page', () => {
  it('should be there as they were when they were read, once, and as they are after that', async () => {
    const root = await page();
    const files = new PageFiles(root);
    const script = join(root, 'assets', 'page.js');
    expect((await files.take(join(root, 'index.html'))).toString()).toContain('page.js');
    expect((await files.take(script)).toString()).toBe('first');
    await writeFile(script, 'second');
    expect((await files.take(script)).toString()).toBe('second');
  });

  it('should be said to be missing to who asks for one that is', async () => {
    const root = await page();
    await expect(new PageFiles(root).take(join(root, 'assets', 'gone.css'))).rejects.toMatchObject({
      code: 'ENOENT',
    });
    await expect(
      new PageFiles(join(root, 'nowhere')).take(join(root, 'nowhere', 'index.html')),
    ).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
