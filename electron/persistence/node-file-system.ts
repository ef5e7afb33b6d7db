// The FileSystem port on Node's fs. Invariant: everything asynchronous, through callbacks (a promise-based FileHandle costs
// a tenth of a small commit). Modes are set on creation, whatever the umask.
import * as fs from 'node:fs';
import type { FileSystem, LogFile, OpenFile } from './file-system.ts';

class NodeFile implements OpenFile {
  readonly #fd: number;

  constructor(fd: number) {
    this.#fd = fd;
  }

  async read(into: Uint8Array, position: number): Promise<number> {
    let filled = 0;
    while (filled < into.length) {
      const bytes = await new Promise<number>((resolve, reject) => {
        fs.read(this.#fd, into, filled, into.length - filled, position + filled, (error, count) =>
          error === null ? resolve(count) : reject(error),
        );
      });
      if (bytes === 0) break;
      filled += bytes;
    }
    return filled;
  }

  writev(parts: readonly Uint8Array[], position: number): Promise<number> {
    return writeParts(this.#fd, parts, position);
  }

  datasync(): Promise<void> {
    return new Promise((resolve, reject) => {
      fs.fdatasync(this.#fd, (error) => (error === null ? resolve() : reject(error)));
    });
  }

  close(): Promise<void> {
    return closeDescriptor(this.#fd);
  }
}

/** The same file twice: its second descriptor makes durable what is written through it. */
class NodeLogFile extends NodeFile implements LogFile {
  readonly #durableFd: number | null;

  constructor(fd: number, durableFd: number | null) {
    super(fd);
    this.#durableFd = durableFd;
  }

  async writevDurably(parts: readonly Uint8Array[], position: number): Promise<number> {
    if (this.#durableFd !== null) return writeParts(this.#durableFd, parts, position);
    const bytes = await this.writev(parts, position);
    await this.datasync();
    return bytes;
  }

  override async close(): Promise<void> {
    try {
      if (this.#durableFd !== null) await closeDescriptor(this.#durableFd);
    } finally {
      await super.close();
    }
  }
}

function writeParts(fd: number, parts: readonly Uint8Array[], position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, bytes: number) => (error === null ? resolve(bytes) : reject(error));
    const [only] = parts;
    if (parts.length === 1 && only !== undefined) fs.write(fd, only, 0, only.length, position, done);
    else fs.writev(fd, parts as Uint8Array[], position, done);
  });
}

function openDescriptor(path: string, flags: string | number, mode?: number): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.open(path, flags, mode, (error, fd) => (error === null ? resolve(fd) : reject(error)));
  });
}

function closeDescriptor(fd: number): Promise<void> {
  return new Promise((resolve, reject) => {
    /* v8 ignore next -- @preserve: a close fails for what was not written, and that has come out with the sync before */
    fs.close(fd, (error) => (error ? reject(error) : resolve()));
  });
}

async function openFile(path: string, flags: string, mode?: number): Promise<OpenFile> {
  return new NodeFile(await openDescriptor(path, flags, mode));
}

async function createLogFile(path: string, platform: NodeJS.Platform): Promise<LogFile> {
  const fd = await openDescriptor(path, 'wx+', 0o600);
  // Elsewhere O_DSYNC is missing or stops short of the disk's own cache, which fdatasync does not.
  if (platform !== 'linux') return new NodeLogFile(fd, null);
  const { O_RDWR, O_DSYNC } = fs.constants;
  // It only saves a call: without it a durable write is a write and a sync.
  const durableFd = await openDescriptor(path, O_RDWR | O_DSYNC).catch(() => null);
  return new NodeLogFile(fd, durableFd);
}

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

/** As it is done on `platform`: another one than that of this machine is for tests. */
export function nodeFileSystemOn(platform: NodeJS.Platform): FileSystem {
  return {
    openForReading: (path) => openFile(path, 'r'),
    create: (path) => openFile(path, 'wx+', 0o600),
    createLogFile: (path) => createLogFile(path, platform),
    openForWriting: (path) => openFile(path, 'r+'),
    async mkdir(path) {
      try {
        await fs.promises.mkdir(path, { mode: 0o700 });
      } catch (error) {
        if (!hasCode(error, 'EEXIST')) throw error;
      }
    },
    list: (dir) => fs.promises.readdir(dir),
    async stat(path) {
      try {
        return { bytes: (await fs.promises.stat(path)).size };
      } catch (error) {
        if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null;
        throw error;
      }
    },
    rename: (from, to) => fs.promises.rename(from, to),
    link: (from, to) => fs.promises.link(from, to),
    unlink: (path) => fs.promises.unlink(path),
    async syncDir(dir) {
      // Windows can neither open nor sync a directory; NTFS journals names itself. See docs/on-disk-format.md.
      if (platform === 'win32') return;
      const handle = await fs.promises.open(dir, 'r');
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
  };
}

export const nodeFileSystem: FileSystem = nodeFileSystemOn(process.platform);
