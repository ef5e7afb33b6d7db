// Many who write one file: in one process, with a dead one's lock, behind a link.
import { lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { editToml } from '../../electron/config/toml-edit.ts';
import { ConfigLockedError, updateConfigFile } from '../../electron/config/update-config-file.ts';
import { acquireLock } from '../../electron/persistence/lock.ts';
import { nodeFileSystem } from '../../electron/persistence/node-file-system.ts';
import { systemProcesses } from '../../electron/persistence/process-table.ts';
import { tempDir } from '../support/temp-dir.ts';

const lockDirOf = (dir: string) => join(dir, '.config.toml.lock');

describe('updateConfigFile', () => {
  it('should lose nothing of ten writers in one process', async () => {
    const file = join(await tempDir(), 'config.toml');
    const numbers = Array.from({ length: 10 }, (_, index) => index);
    await Promise.all(numbers.map((n) => updateConfigFile(file, (text) => `${text}${n}\n`)));
    const lines = (await readFile(file, 'utf8')).trim().split('\n').map(Number);
    expect(lines.sort((a, b) => a - b)).toEqual(numbers);
  });

  it('should lose nothing of a hundred writes one after the other', async () => {
    const file = join(await tempDir(), 'config.toml');
    const names = Array.from({ length: 100 }, (_, index) => `KEY_${index}`);
    for (const name of names) {
      await updateConfigFile(file, (text) => editToml(text, ['env', name], { kind: 'set', value: name }));
    }
    expect(parse(await readFile(file, 'utf8'))).toEqual({
      env: Object.fromEntries(names.map((name) => [name, name])),
    });
    // The limit is the requirement's; it takes a small part of that.
  }, 10_000);

  it('should make the file and its directory, for their owner alone', async () => {
    const file = join(await tempDir(), 'new', 'config.toml');
    await updateConfigFile(file, () => 'a = 1\n');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(file, '..'))).mode & 0o777).toBe(0o700);
  });

  it('should write behind a link and leave the link', async () => {
    const dir = await tempDir();
    await mkdir(join(dir, 'dotfiles'));
    await writeFile(join(dir, 'dotfiles', 'config.toml'), 'a = 1\n');
    await symlink('dotfiles/config.toml', join(dir, 'config.toml'));
    await updateConfigFile(join(dir, 'config.toml'), (text) => `${text}b = 2\n`);
    expect((await lstat(join(dir, 'config.toml'))).isSymbolicLink()).toBe(true);
    expect(await readFile(join(dir, 'dotfiles', 'config.toml'), 'utf8')).toBe('a = 1\nb = 2\n');
  });

  it('should leave the file alone, and the lock free, when the edit throws', async () => {
    const file = join(await tempDir(), 'config.toml');
    await updateConfigFile(file, () => 'a = 1\n');
    const failing = updateConfigFile(file, () => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await updateConfigFile(file, (text) => `${text}b = 2\n`);
    expect(await readFile(file, 'utf8')).toBe('a = 1\nb = 2\n');
  });

  it('should take over the lock of a dead process at once', async () => {
    const dir = await tempDir();
    await mkdir(lockDirOf(dir));
    const dead = { ...systemProcesses.self(), startTime: '1' };
    await acquireLock(nodeFileSystem, lockDirOf(dir), { ...systemProcesses, self: () => dead });
    await updateConfigFile(join(dir, 'config.toml'), () => 'a = 1\n', { timeoutMs: 0 });
    expect(await readFile(join(dir, 'config.toml'), 'utf8')).toBe('a = 1\n');
  });

  it('should give up in time when a living process keeps the lock, naming it', async () => {
    const dir = await tempDir();
    await mkdir(lockDirOf(dir));
    const lock = await acquireLock(nodeFileSystem, lockDirOf(dir), systemProcesses);
    const waiting = updateConfigFile(join(dir, 'config.toml'), () => 'a = 1\n', { timeoutMs: 50 });
    await expect(waiting).rejects.toBeInstanceOf(ConfigLockedError);
    await expect(waiting).rejects.toThrow(String(process.pid));
    await lock.release();
    await updateConfigFile(join(dir, 'config.toml'), () => 'a = 1\n');
  });

  it('should leave nothing but the file and its lock', async () => {
    const dir = await tempDir();
    for (let i = 0; i < 5; i++) await updateConfigFile(join(dir, 'config.toml'), (text) => `${text}#\n`);
    expect((await readdir(dir)).sort()).toEqual(['.config.toml.lock', 'config.toml']);
    expect((await readdir(lockDirOf(dir))).length).toBeLessThanOrEqual(2);
  });
});
