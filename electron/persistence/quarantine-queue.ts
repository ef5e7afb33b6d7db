// Copies to make once the log runs. Invariant: a file that waits for its copy is not removed, however long a full disk makes
// it wait.
import { join } from 'node:path';
import type { FileSystem } from './file-system.ts';
import { quarantineFile, quarantineTail, writeNote } from './quarantine.ts';
import type { QuarantineJob } from './recovery-types.ts';
import { MAX_SEGMENT_FILE_BYTES } from './segment-files.ts';
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

  /** To be done with the next run(). */
  add(...jobs: readonly QuarantineJob[]): void {
    this.#jobs.push(...jobs);
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
    // A note may be about a file that is missing; a copy needs one.
    if (job.kind === 'note') {
      await writeNote(fs, dir, job.loss);
      return;
    }
    if ((await fs.stat(join(dir, job.file))) === null) return;
    switch (job.kind) {
      case 'tail':
        await quarantineTail(fs, dir, job, MAX_SEGMENT_FILE_BYTES);
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
