// Real file systems of a test's own: a small tmpfs, an ext4 in a file. Invariant: what was mounted is unmounted when the test
// ends; where this process may not mount, the caller is told why instead.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

const run = promisify(execFile);

export type Mounting =
  | { readonly kind: 'mounted'; readonly path: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** A tmpfs of `bytes` under `home`. */
export async function mountTmpfs(home: string, bytes: number): Promise<Mounting> {
  const path = join(home, 'tmpfs');
  await mkdir(path);
  return mounting(path, () => run('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=0700`, 'tmpfs', path]));
}

/** A fresh ext4 in a file under `home`, on a loop device. */
export async function mountExt4(home: string, bytes: number): Promise<Mounting> {
  const image = join(home, 'ext4.img');
  const path = join(home, 'ext4');
  await mkdir(path);
  await writeFile(image, '');
  await truncate(image, bytes);
  return mounting(path, async () => {
    await run('mkfs.ext4', ['-q', '-F', image]);
    await mountImage(image, path);
  });
}

/** The directory over itself, read-only, until it is unmounted. */
export async function mountReadOnly(path: string): Promise<Mounting> {
  return mounting(path, async () => {
    await run('mount', ['--bind', path, path]);
    await run('mount', ['-o', 'remount,bind,ro', path]);
  });
}

/**
 * A mount that answers nothing, as one whose server is gone: a FUSE file system that nobody serves. What asks it waits until the
 * test ends, or until `end` is called; then it fails.
 */
export async function mountSilent(home: string): Promise<Mounting & { end(): void }> {
  const path = join(home, 'silent');
  await mkdir(path, { recursive: true });
  let server: number | null = null;
  const end = (): void => {
    if (server !== null) closeSync(server);
    server = null;
  };
  const mounted = await mounting(path, async () => {
    server = openSync('/dev/fuse', 'r+');
    const options = 'fd=3,rootmode=40000,user_id=0,group_id=0';
    const args = ['-i', '-t', 'fuse', '-o', options, 'everpane-test', path];
    const mount = spawn('mount', args, { stdio: ['ignore', 'ignore', 'ignore', server] });
    const [code] = await once(mount, 'exit');
    if (code !== 0) throw new Error(`mount ended with ${code}`);
  });
  // Before it is unmounted, which would wait for it.
  onTestFinished(end);
  return { ...mounted, end };
}

async function mounting(path: string, mount: () => Promise<unknown>): Promise<Mounting> {
  if (process.platform !== 'linux') return { kind: 'refused', reason: 'mounting is done on Linux only' };
  try {
    await mount();
  } catch (error) {
    return { kind: 'refused', reason: error instanceof Error ? error.message.trim() : String(error) };
  }
  // Lazily: a test that failed may have left files open.
  onTestFinished(
    async () =>
      void (await run('umount', ['-l', path]).catch(() => rm(path, { recursive: true, force: true }))),
  );
  return { kind: 'mounted', path };
}

/** EXT4_IOC_SHUTDOWN without flushing the journal (EXT4_GOING_FLAGS_NOLOGFLUSH): what a power cut leaves. Needs perl. */
export async function cutPower(path: string): Promise<void> {
  const program =
    'open(F, "<", $ARGV[0]) or die $!; my $how = pack("L", 2); ioctl(F, 0x8004587d, $how) or die $!;';
  await run('perl', ['-e', program, path]);
}

/** Unmounts and mounts again, which replays the journal, as the next boot does. */
export async function remountExt4(home: string): Promise<void> {
  const path = join(home, 'ext4');
  // Lazily: a log that is still open holds files of it.
  await run('umount', ['-l', path]);
  await mountImage(join(home, 'ext4.img'), path);
}

/**
 * On a loop device of its own: where the one from before is still in use (by an open file, or by a namespace that another test made
 * meanwhile), `mount -o loop` would bring the file system back that was shut down.
 */
async function mountImage(image: string, path: string): Promise<void> {
  const device = (await run('losetup', ['--find', '--show', image])).stdout.trim();
  try {
    await run('mount', [device, path]);
  } finally {
    // As soon as nothing is mounted from it.
    await run('losetup', ['--detach', device]);
  }
}
