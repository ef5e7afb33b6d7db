// Keeps what was damaged. Invariant: nothing that recovery will not read again leaves the directory without a copy here; a
// copy is made once, however often the same damage is met.
import { basename, join } from 'node:path';
import { assertNever } from '../../shared/exhaustive.ts';
import { errorCode } from './errors.ts';
import type { FileSystem } from './file-system.ts';
import { QUARANTINE_DIR } from './layout.ts';
import type { QuarantineJob } from './recovery-types.ts';
import type { Loss } from './types.ts';
import { publishFile, readWhole } from './whole-file.ts';

type TailJob = Extract<QuarantineJob, { kind: 'tail' }>;

/** A second name for a file that is never written again. `file` is relative to `dir`; resolves with the copy's relative name. */
export async function quarantineFile(fs: FileSystem, dir: string, file: string): Promise<string> {
  const copy = join(QUARANTINE_DIR, basename(file));
  try {
    await fs.link(join(dir, file), join(dir, copy));
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  // Also for a name that was there: whoever made it may have been killed before this.
  await fs.syncDir(join(dir, QUARANTINE_DIR));
  return copy;
}

/** Only some bytes: the torn tail of a file that is otherwise sound and goes its way. */
export async function quarantineTail(
  fs: FileSystem,
  dir: string,
  { file, offset, end }: Pick<TailJob, 'file' | 'offset' | 'end'>,
  maxBytes: number,
): Promise<string> {
  const name = tailName(file, offset);
  const bytes = await readWhole(fs, join(dir, file), maxBytes);
  if (bytes !== null && (await fs.stat(join(dir, QUARANTINE_DIR, name))) === null) {
    await publishFile(fs, join(dir, QUARANTINE_DIR), name, [bytes.subarray(offset, end)]);
  }
  return join(QUARANTINE_DIR, name);
}

function tailName(file: string, offset: number): string {
  return `${basename(file)}.from-${offset}`;
}

/** Whether nothing is left to do for a copy, given the names in quarantine. A note is written again, a move is not over. */
export function isCopied(job: QuarantineJob, names: ReadonlySet<string>): boolean {
  switch (job.kind) {
    case 'file':
      return names.has(basename(job.file));
    case 'tail':
      return names.has(tailName(job.file, job.offset));
    case 'move':
    case 'note':
      return false;
    /* v8 ignore next -- @preserve: the type has no other kind */
    default:
      return assertNever(job);
  }
}

/** What the note about a loss is called: one a place. */
export function noteName(loss: Loss): string {
  return `${basename(loss.file)}.at-${loss.offset}.json`;
}

/** Says beside the copy what was lost, for people, and for the next start, which has not to report it again. */
export async function writeNote(fs: FileSystem, dir: string, loss: Loss): Promise<void> {
  await publishFile(fs, join(dir, QUARANTINE_DIR), noteName(loss), [
    Buffer.from(`${JSON.stringify(loss, null, 2)}\n`),
  ]);
}

export async function quarantinedNames(fs: FileSystem, dir: string): Promise<ReadonlySet<string>> {
  try {
    return new Set(await fs.list(join(dir, QUARANTINE_DIR)));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return new Set();
    throw error;
  }
}
