// Copies to make once the log runs. Invariant: a file that waits for its copy is not removed, however long a full disk makes
// it wait.
import { join } from 'node:path';
import type { FileSystem } from './file-system.ts';
import { quarantineFile, quarantineTail } from './quarantine.ts';
import type { QuarantineJob } from './recovery-types.ts';
import { MAX_SEGMENT_FILE_BYTES } from './replay.ts';
import { removeIfThere } from './whole-file.ts';

export class QuarantineQueue {
  #jobs: QuarantineJob[];

  constructor(
    private readonly fs: FileSystem,
    private readonly dir: string,
    jobs: readonly QuarantineJob[],
  ) {
    this.#jobs = [...jobs];
  }

  pendingFiles(): ReadonlySet<string> {
    return new Set(this.#jobs.map((job) => job.file));
  }

  /** Does what can be done; what fails stays for the next time. Resolves with the last failure, or null. */
  async run(): Promise<unknown> {
    let failure: unknown = null;
    const left: QuarantineJob[] = [];
    for (const job of this.#jobs) {
      try {
        await this.#copy(job);
      } catch (error) {
        failure = error;
        left.push(job);
      }
    }
    this.#jobs = left;
    return failure;
  }

  async #copy(job: QuarantineJob): Promise<void> {
    const { fs, dir } = this;
    if ((await fs.stat(join(dir, job.file))) === null) return;
    switch (job.kind) {
      case 'tail':
        await quarantineTail(fs, dir, job.file, job.offset, MAX_SEGMENT_FILE_BYTES);
        return;
      case 'file':
        await quarantineFile(fs, dir, job.file);
        return;
      case 'move':
        await quarantineFile(fs, dir, job.file);
        await removeIfThere(fs, join(dir, job.file));
        return;
    }
  }
}
