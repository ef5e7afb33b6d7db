import { chmod, mkdir, readlink, rmdir, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isPrivateDirectory } from '../../electron/home/private-directory.ts';
import { findSocketPlace, prepareSocketPlace } from '../../electron/home/socket-place.ts';
import { tempDir } from '../support/temp-dir.ts';

async function longHome(): Promise<{ home: string; runtimeDir: string }> {
  const dir = await tempDir();
  const home = join(dir, 'x'.repeat(100), 'y'.repeat(100));
  const runtimeDir = join(dir, 'run');
  await mkdir(home, { recursive: true, mode: 0o700 });
  await mkdir(runtimeDir, { mode: 0o700 });
  return { home, runtimeDir };
}

function canListen(path: string): Promise<boolean> {
  const server = createServer();
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(path, () => resolve(true));
  });
}

describe.skipIf(process.platform === 'win32')('the place of the control socket', () => {
  it('should be in the home where its path is short enough', async () => {
    const home = await tempDir();
    expect(prepareSocketPlace(home, {})).toBe(join(home, 'control.sock'));
    expect(findSocketPlace(home)).toBe(join(home, 'control.sock'));
  });

  it('should be found through the home, whatever the environment of the finder, where the path is too long', async () => {
    const { home, runtimeDir } = await longHome();
    expect(findSocketPlace(home)).toBeNull();
    const path = prepareSocketPlace(home, { XDG_RUNTIME_DIR: runtimeDir });
    expect(path.startsWith(runtimeDir)).toBe(true);
    expect(isPrivateDirectory(dirname(path))).toBe(true);
    expect(findSocketPlace(home)).toBe(path);
    expect(await canListen(path)).toBe(true);
  });

  it('should stay the same over starts and differ between homes', async () => {
    const { home, runtimeDir } = await longHome();
    const other = `${home}-2`;
    await mkdir(other);
    const environment = { XDG_RUNTIME_DIR: runtimeDir };
    const path = prepareSocketPlace(home, environment);
    expect(prepareSocketPlace(home, environment)).toBe(path);
    expect(prepareSocketPlace(other, environment)).not.toBe(path);
  });

  it('should not be in a directory that is a link, and go elsewhere instead', async () => {
    const { home, runtimeDir } = await longHome();
    const trap = join(runtimeDir, 'trap');
    await mkdir(trap);
    await symlink(trap, join(runtimeDir, `everpane-${process.getuid?.() ?? 0}`));
    const path = prepareSocketPlace(home, { XDG_RUNTIME_DIR: runtimeDir });
    // Elsewhere is a directory that other homes may share.
    onTestFinished(async () => {
      await Promise.allSettled([rmdir(dirname(path))]);
    });
    expect(path.startsWith(runtimeDir)).toBe(false);
  });

  it('should be refused by a finder once others may enter its directory', async () => {
    const { home, runtimeDir } = await longHome();
    const path = prepareSocketPlace(home, { XDG_RUNTIME_DIR: runtimeDir });
    await chmod(dirname(path), 0o777);
    expect(() => findSocketPlace(home)).toThrow(/not a private directory/);
  });

  it('should take a file that is no link for no socket', async () => {
    const { home } = await longHome();
    await writeFile(join(home, 'control.sock'), '');
    expect(findSocketPlace(home)).toBeNull();
  });

  it('should take the place of a socket that was left in the home', async () => {
    const { home, runtimeDir } = await longHome();
    await writeFile(join(home, 'control.sock'), '');
    const path = prepareSocketPlace(home, { XDG_RUNTIME_DIR: runtimeDir });
    expect(await readlink(join(home, 'control.sock'))).toBe(path);
  });
});
