// The port on the real file system: what it does by platform, and that a failure comes out as it is.
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFileSystem, nodeFileSystemOn } from '../../electron/persistence/node-file-system.ts';
import { tempDir } from '../support/temp-dir.ts';

const PLATFORMS = ['linux', 'darwin', 'win32'] as const;

describe("Node's file system as the log's", () => {
  it.each(PLATFORMS)('should write durably, read back and close (%s)', async (platform) => {
    const fs = nodeFileSystemOn(platform);
    const dir = join(await tempDir(), 'private');
    await fs.mkdir(dir);
    await fs.mkdir(dir);
    const path = join(dir, 'log');
    const file = await fs.createLogFile(path);
    expect(await file.writev([Buffer.from('one '), Buffer.from('two ')], 0)).toBe(8);
    expect(await file.writevDurably([Buffer.from('three')], 8)).toBe(5);
    await file.datasync();
    const into = Buffer.alloc(100);
    expect(await file.read(into, 4)).toBe(9);
    expect(into.subarray(0, 9).toString()).toBe('two three');
    await file.close();
    await fs.syncDir(dir);
    expect(await readFile(path, 'utf8')).toBe('one two three');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(dir)).mode & 0o777).toBe(0o700);
    await expect(fs.createLogFile(path)).rejects.toThrow('EEXIST');
  });

  it('should say what failed, with the code of the system', async () => {
    const dir = await tempDir();
    const path = join(dir, 'file');
    await writeFile(path, 'text');
    const reading = await nodeFileSystem.openForReading(path);
    await expect(reading.writev([Buffer.from('x')], 0)).rejects.toThrow('EBADF');
    await expect(reading.writev([Buffer.from('x'), Buffer.from('y')], 0)).rejects.toThrow('EBADF');
    await reading.close();
    const folder = await nodeFileSystem.openForReading(dir);
    await expect(folder.read(Buffer.alloc(1), 0)).rejects.toThrow('EISDIR');
    await folder.close();
    await expect(nodeFileSystem.openForReading(join(dir, 'none'))).rejects.toThrow('ENOENT');
    await expect(nodeFileSystem.mkdir(join(dir, 'none', 'below'))).rejects.toThrow('ENOENT');
    await expect(nodeFileSystem.syncDir(join(dir, 'none'))).rejects.toThrow('ENOENT');
    // Windows has nothing to do there.
    await nodeFileSystemOn('win32').syncDir(join(dir, 'none'));
    await expect(nodeFileSystem.stat('x'.repeat(10_000))).rejects.toThrow('ENAMETOOLONG');
    expect(await nodeFileSystem.stat(join(dir, 'none'))).toBeNull();
    expect(await nodeFileSystem.stat(join(path, 'below'))).toBeNull();
  });

  it('should not call durable what cannot be synced', async (context) => {
    if (process.platform !== 'linux') return context.skip('elsewhere a device may be synced');
    const device = await nodeFileSystem.openForWriting('/dev/null');
    await expect(device.datasync()).rejects.toThrow('EINVAL');
    await device.close();
  });
});
