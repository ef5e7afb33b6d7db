// What `kill -9` would leave of a host that runs in this process: every byte that it has handed to the system, and the lock
// of a process that is no more. Invariant: the host that is imaged is neither asked nor changed.
import { cp, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** Copies the state in `dir` into a new directory beside it, `name`; a host opened there starts as after a crash. */
export async function crashImage(dir: string, name: string): Promise<string> {
  const image = join(dir, name);
  await mkdir(image, { mode: 0o700 });
  await cp(join(dir, 'state'), join(image, 'state'), {
    recursive: true,
    preserveTimestamps: true,
    filter: (path) => !basename(path).startsWith('LOCK'),
  });
  return image;
}
