// A disk on which every operation takes its own time, so that whatever is under way together overtakes one another as on a real one.
// What happens is fixed by the random numbers it is given.
import type { LogFile, OpenFile } from '../../electron/persistence/file-system.ts';
import { type SimDirNode, SimFileSystem } from '../support/sim-fs.ts';
import type { Random } from '../support/sim-fs-crash.ts';
import { turns } from './slow-to-name.ts';

export class LaggingDisk extends SimFileSystem {
  constructor(
    root: SimDirNode,
    private readonly random: Random,
  ) {
    super(root);
  }

  override async openForReading(path: string): Promise<OpenFile> {
    await this.#lag();
    return this.#laggingFile(await super.openForReading(path));
  }

  override async openForWriting(path: string): Promise<OpenFile> {
    await this.#lag();
    return this.#laggingFile(await super.openForWriting(path));
  }

  override async createLogFile(path: string): Promise<LogFile> {
    await this.#lag();
    const file = await super.createLogFile(path);
    const writevDurably: LogFile['writevDurably'] = async (parts, position) => {
      await this.#lag();
      return file.writevDurably(parts, position);
    };
    return { ...this.#laggingFile(file), writevDurably };
  }

  override async list(path: string): Promise<string[]> {
    await this.#lag();
    return super.list(path);
  }

  override async stat(path: string): Promise<{ readonly bytes: number } | null> {
    await this.#lag();
    return super.stat(path);
  }

  override async rename(from: string, to: string): Promise<void> {
    await this.#lag();
    return super.rename(from, to);
  }

  override async link(from: string, to: string): Promise<void> {
    await this.#lag();
    return super.link(from, to);
  }

  override async unlink(path: string): Promise<void> {
    await this.#lag();
    return super.unlink(path);
  }

  override async syncDir(path: string): Promise<void> {
    await this.#lag();
    return super.syncDir(path);
  }

  #laggingFile(file: OpenFile): OpenFile {
    return {
      read: async (into, position) => {
        await this.#lag();
        return file.read(into, position);
      },
      writev: async (parts, position) => {
        await this.#lag();
        return file.writev(parts, position);
      },
      datasync: async () => {
        await this.#lag();
        return file.datasync();
      },
      close: async () => {
        await this.#lag();
        return file.close();
      },
    };
  }

  /** Half of them take no time. */
  async #lag(): Promise<void> {
    await turns(Math.max(0, Math.floor(this.random() * 6) - 2));
  }
}
