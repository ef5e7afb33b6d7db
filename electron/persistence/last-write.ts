// When a log was last written to, for a person: the newest time among its segments. Asked before the log is opened, for
// opening writes. Knows names and times only; a clock that was wrong when it was written is still wrong here.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { WAL_DIR } from './layout.ts';

/** Milliseconds since 1970; null where there is no log, or none that can be read. */
export async function lastWriteAt(dir: string): Promise<number | null> {
  const wal = join(dir, WAL_DIR);
  const names = await readdir(wal).catch(() => []);
  const times = await Promise.all(
    names.map((name) =>
      stat(join(wal, name)).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  );
  const newest = Math.max(0, ...times);
  return newest === 0 ? null : newest;
}
