import { chmod, mkdir, readlink, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { closeTreeToOthers } from '../../electron/home/close-tree.ts';
import {
  closeFileToOthers,
  ensurePrivateDirectory,
  isPrivateDirectory,
  PrivacyError,
} from '../../electron/home/private-directory.ts';
import { tempDir } from '../support/temp-dir.ts';

const isWindows = process.platform === 'win32';
const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

describe.skipIf(isWindows)('private directories', () => {
  it('should make a directory and its parents for the owner alone', async () => {
    const dir = join(await tempDir(), 'a', 'b');
    expect(ensurePrivateDirectory(dir)).toEqual([]);
    expect(await modeOf(dir)).toBe(0o700);
    expect(isPrivateDirectory(dir)).toBe(true);
  });

  it('should close a directory that others may enter, and say so once', async () => {
    const dir = join(await tempDir(), 'open');
    await mkdir(dir);
    await chmod(dir, 0o755);
    expect(isPrivateDirectory(dir)).toBe(false);
    expect(ensurePrivateDirectory(dir)).toEqual([expect.stringContaining('was open to others (mode 755)')]);
    expect(await modeOf(dir)).toBe(0o700);
    expect(ensurePrivateDirectory(dir)).toEqual([]);
  });

  it('should refuse a file in the place of a directory', async () => {
    const path = join(await tempDir(), 'file');
    await writeFile(path, '');
    expect(() => ensurePrivateDirectory(path)).toThrow(PrivacyError);
    expect(() => ensurePrivateDirectory(join(path, 'below'))).toThrow(/cannot be made/);
  });

  it.skipIf(process.getuid?.() === 0)('should refuse a directory of another user', () => {
    expect(() => ensurePrivateDirectory('/')).toThrow(/belongs to another user/);
  });

  it('should not take a link for a private directory', async () => {
    const dir = await tempDir();
    await mkdir(join(dir, 'real'), { mode: 0o700 });
    await symlink('real', join(dir, 'link'));
    expect(isPrivateDirectory(join(dir, 'real'))).toBe(true);
    expect(isPrivateDirectory(join(dir, 'link'))).toBe(false);
    expect(isPrivateDirectory(join(dir, 'nothing'))).toBe(false);
  });

  it('should close everything in a tree and follow no link out of it', async () => {
    const dir = await tempDir();
    const [tree, outside] = [join(dir, 'tree'), join(dir, 'outside')];
    await mkdir(join(tree, 'sub'), { recursive: true });
    await writeFile(join(tree, 'sub', 'file'), '');
    await writeFile(outside, '');
    await chmod(join(tree, 'sub'), 0o755);
    await chmod(join(tree, 'sub', 'file'), 0o644);
    await chmod(outside, 0o644);
    await symlink(outside, join(tree, 'link'));
    expect(await closeTreeToOthers(tree)).toHaveLength(2);
    expect(await modeOf(join(tree, 'sub'))).toBe(0o700);
    expect(await modeOf(join(tree, 'sub', 'file'))).toBe(0o600);
    expect(await modeOf(outside)).toBe(0o644);
    expect(await readlink(join(tree, 'link'))).toBe(outside);
    expect(await closeTreeToOthers(tree)).toEqual([]);
  });

  it('should close a file that is there', async () => {
    const path = join(await tempDir(), 'config.toml');
    expect(closeFileToOthers(path)).toEqual([]);
    await writeFile(path, '');
    await chmod(path, 0o664);
    expect(closeFileToOthers(path)).toHaveLength(1);
    expect(await modeOf(path)).toBe(0o600);
  });

  it('should leave a file alone that a link in the home points at', async () => {
    const dir = await tempDir();
    await writeFile(join(dir, 'mine.toml'), '');
    await chmod(join(dir, 'mine.toml'), 0o644);
    await symlink('mine.toml', join(dir, 'config.toml'));
    expect(closeFileToOthers(join(dir, 'config.toml'))).toEqual([]);
    expect(await modeOf(join(dir, 'mine.toml'))).toBe(0o644);
  });

  it.skipIf(process.platform !== 'linux')('should say at once that a place can hold no directory', () => {
    expect(() => ensurePrivateDirectory('/proc/everpane/home')).toThrow(/cannot be made/);
  });
});
