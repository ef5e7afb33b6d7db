// The socket's place in the file system. A socket file outlives a killed app: one that nobody answers on is replaced at
// once, one that somebody answers on is never touched.
import { chmod, rm, stat } from 'node:fs/promises';
import { connect, type Server } from 'node:net';
import { dirname } from 'node:path';

/** Another process serves this home. */
export class ControlSocketInUseError extends Error {
  readonly code = 'in-use';
  constructor(path: string) {
    super(`another process answers on ${path}`);
  }
}

/** The directory would let others in. */
export class ControlDirectoryError extends Error {
  readonly code = 'not-private';
}

const othersBits = 0o077;

/** Makes `server` listen on `path` (0600), whose directory must be ours alone (0700). */
export async function listenOnSocketFile(server: Server, path: string): Promise<void> {
  if (process.platform !== 'win32') {
    await requirePrivateDirectory(dirname(path));
    if (await isAnswered(path)) throw new ControlSocketInUseError(path);
    await rm(path, { force: true });
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
  if (process.platform !== 'win32') await chmod(path, 0o600);
}

async function requirePrivateDirectory(dir: string): Promise<void> {
  const stats = await stat(dir);
  if (!stats.isDirectory()) throw new ControlDirectoryError(`${dir} is not a directory`);
  if (process.getuid !== undefined && stats.uid !== process.getuid()) {
    throw new ControlDirectoryError(`${dir} belongs to another user`);
  }
  if ((stats.mode & othersBits) !== 0) {
    throw new ControlDirectoryError(`others may enter ${dir}; run: chmod 700 '${dir}'`);
  }
}

/** Whether a living process accepts connections there. */
export function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      switch (error.code) {
        case 'ENOENT':
        case 'ECONNREFUSED':
        case 'ENOTSOCK':
          resolve(false);
          return;
        case 'EAGAIN':
          // Its queue of connections is full: somebody is there.
          resolve(true);
          return;
        default:
          reject(error);
      }
    });
  });
}
