// What a failed disk operation means. Invariant: only errors that can pass by themselves are waited for; an error that puts
// in doubt what the disk already took is never retried on the same file.
import { errorCode, LogError } from './errors.ts';

/** 'full': no room. 'passing': may go away without anybody (too many open files, remounted read-only, no permission). 'broken': the disk itself. */
export type FailureKind = 'full' | 'passing' | 'broken';

export function classifyFailure(error: unknown): FailureKind {
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'full';
    case 'EACCES':
    case 'EAGAIN':
    case 'EBUSY':
    case 'EEXIST':
    case 'EMFILE':
    case 'ENFILE':
    case 'ENOENT':
    case 'ENOMEM':
    case 'ENOTDIR':
    case 'EPERM':
    case 'EROFS':
      return 'passing';
    default:
      return 'broken';
  }
}

const SHORTAGES: ReadonlySet<string> = new Set(['EAGAIN', 'EMFILE', 'ENFILE', 'ENOMEM']);

/** The system is short of something: that says nothing about the file that was asked for. */
export function isShortage(error: unknown): boolean {
  return SHORTAGES.has(errorCode(error));
}

/** For a person: what happened and what it means. */
export function describeFailure(error: unknown): string {
  if (error instanceof LogError) return error.message;
  const code = errorCode(error);
  const message = error instanceof Error ? error.message : String(error);
  switch (code) {
    case 'ENOSPC':
      return 'the disk is full';
    case 'EDQUOT':
      return 'the disk quota is used up';
    case 'EROFS':
      return 'the file system is read-only';
    case 'EACCES':
    case 'EPERM':
      return `no permission to write (${message})`;
    case 'EMFILE':
    case 'ENFILE':
      return 'too many open files';
    case 'ENOENT':
    case 'ENOTDIR':
      return `the state directory is gone (${message})`;
    default:
      return `the disk failed (${message})`;
  }
}
