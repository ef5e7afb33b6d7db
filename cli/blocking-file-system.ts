// The engine's FileSystem port on Node's blocking calls: the command line has nothing else to do meanwhile, and is done before
// the threads of asynchronous calls would have started. Invariant: what a call does is done when it returns.
import * as fs from 'node:fs';
import type { FileSystem, LogFile } from '../electron/persistence/file-system.ts';

class BlockingFile implements LogFile {
  readonly #fd: number;

  constructor(fd: number) {
    this.#fd = fd;
  }

  async read(into: Uint8Array, position: number): Promise<number> {
    let filled = 0;
    while (filled < into.length) {
      const bytes = fs.readSync(this.#fd, into, filled, into.length - filled, position + filled);
      if (bytes === 0) break;
      filled += bytes;
    }
    return filled;
  }

  async writev(parts: readonly Uint8Array[], position: number): Promise<number> {
    return fs.writevSync(this.#fd, parts as Uint8Array[], position);
  }

  async writevDurably(parts: readonly Uint8Array[], position: number): Promise<number> {
    const bytes = await this.writev(parts, position);
    await this.datasync();
    return bytes;
  }

  async datasync(): Promise<void> {
    fs.fdatasyncSync(this.#fd);
  }

  async close(): Promise<void> {
    fs.closeSync(this.#fd);
  }
}

export const blockingFileSystem: FileSystem = {
  openForReading: async (path) => new BlockingFile(fs.openSync(path, 'r')),
  create: async (path) => new BlockingFile(fs.openSync(path, 'wx+', 0o600)),
  createLogFile: async (path) => new BlockingFile(fs.openSync(path, 'wx+', 0o600)),
  openForWriting: async (path) => new BlockingFile(fs.openSync(path, 'r+')),
  async mkdir(path) {
    try {
      fs.mkdirSync(path, { mode: 0o700 });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  },
  list: async (dir) => fs.readdirSync(dir),
  async stat(path) {
    const stats = fs.statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? null : { bytes: stats.size };
  },
  rename: async (from, to) => fs.renameSync(from, to),
  link: async (from, to) => fs.linkSync(from, to),
  unlink: async (path) => fs.unlinkSync(path),
  async syncDir(dir) {
    // Windows can neither open nor sync a directory; NTFS journals names itself. See docs/on-disk-format.md.
    if (process.platform === 'win32') return;
    const fd = fs.openSync(dir, 'r');
    try {
      fs.fsyncSync(fd);
    } finally {
      fs.closeSync(fd);
    }
  },
};
