// A small plain-text log that rotates: app.log is being written, app.log.1 came before it. Writing is asynchronous and
// bounded, and its failure never reaches the caller. No secrets and no terminal bytes belong here; that is the callers' duty.
import { appendFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';

export type LogLevel = 'info' | 'warn' | 'error';

export interface LogFile {
  write(level: LogLevel, message: string): void;
  /** Everything written before the call is with the system, or was given up. */
  flush(): Promise<void>;
}

export interface LogFileOptions {
  /** A file that has grown past this is put aside. */
  readonly maxBytes?: number;
  readonly keep?: number;
  readonly now?: () => Date;
  /** Told once when the log cannot be written; then silence until it can again. */
  readonly onFailure?: (error: unknown) => void;
}

/** More than this waiting for a slow disk is dropped, and counted. */
const maxPendingLines = 1000;
const maxLineChars = 4000;

export function openLogFile(dir: string, options: LogFileOptions = {}): LogFile {
  const { maxBytes = 512 * 1024, keep = 3, now = () => new Date(), onFailure } = options;
  const path = join(dir, 'app.log');
  let pending: string[] = [];
  let dropped = 0;
  let failing = false;
  let work: Promise<void> = Promise.resolve();

  async function writePending(): Promise<void> {
    const lines = pending;
    pending = [];
    if (dropped > 0) lines.push(`${now().toISOString()} warn  ${dropped} lines were dropped here\n`);
    dropped = 0;
    if (lines.length === 0) return;
    try {
      if ((await sizeOf(path)) > maxBytes) await rotate(path, keep);
      await appendFile(path, lines.join(''), { mode: 0o600 });
      failing = false;
    } catch (error) {
      if (!failing) onFailure?.(error);
      failing = true;
    }
  }

  return {
    write(level, message) {
      if (pending.length >= maxPendingLines) {
        dropped += 1;
        return;
      }
      const oneLine = message.replaceAll('\n', '\n    ').slice(0, maxLineChars);
      pending.push(`${now().toISOString()} ${level.padEnd(5)} ${oneLine}\n`);
      if (pending.length === 1) work = work.then(writePending);
    },
    flush: () => work,
  };
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}

/** app.log.2 -> app.log.3, app.log.1 -> app.log.2, app.log -> app.log.1; the oldest is overwritten. */
async function rotate(path: string, keep: number): Promise<void> {
  for (let age = keep - 1; age >= 0; age--) {
    const from = age === 0 ? path : `${path}.${age}`;
    try {
      await rename(from, `${path}.${age + 1}`);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
