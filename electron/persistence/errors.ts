// The engine's named errors. Invariant: each says which file and where, so that a person can act on it; expected outcomes of
// the disk (full, failing) are modes of the log, not errors.
import type { Lsn } from './types.ts';

export type LogErrorCode =
  | 'BATCH_TOO_LARGE'
  | 'CHECKPOINT_FAILED'
  | 'CLOSED'
  | 'LOCKED'
  | 'OVERTAKEN'
  | 'REPAIR_FAILED'
  | 'REPLAY_REFUSED'
  | 'SNAPSHOT_FAILED'
  | 'UNKNOWN_RECORD'
  | 'UNSUPPORTED_VERSION';

export class LogError extends Error {
  readonly code: LogErrorCode;

  constructor(code: LogErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

export class BatchTooLargeError extends LogError {
  constructor(bytes: number, limit: number) {
    super('BATCH_TOO_LARGE', `a batch of ${bytes} bytes is larger than a frame may be (${limit} bytes)`);
  }
}

export class LogClosedError extends LogError {
  constructor() {
    super('CLOSED', 'the log is closed');
  }
}

/** Another living process (or this one) writes to the directory. */
export class LockedError extends LogError {
  readonly pid: number;

  constructor(dir: string, pid: number) {
    super('LOCKED', `${dir} is in use by process ${pid}`);
    this.pid = pid;
  }
}

/** A claim that no Everpane can have made, and behind which none can be. */
export class StrangeClaimError extends LogError {
  constructor(path: string) {
    super('LOCKED', `${path} was not made by Everpane and keeps it from starting; remove it`);
  }
}

/** Somebody else had the lock for a time and wrote to the directory: what is in memory is not what the log says any more. */
export class OvertakenError extends LogError {
  constructor(dir: string) {
    super('OVERTAKEN', `another process has written to ${dir} meanwhile; start Everpane again`);
  }
}

/** A file of a later version of Everpane; nothing has been changed. */
export class UnsupportedVersionError extends LogError {
  readonly file: string;

  constructor(file: string, version: number) {
    super('UNSUPPORTED_VERSION', `${file} has format version ${version}, which this version cannot read`);
    this.file = file;
  }
}

/** A record that this version does not know and that must not be skipped; nothing has been changed. */
export class UnknownRecordError extends LogError {
  readonly file: string;
  readonly offset: number;

  constructor(file: string, offset: number, kind: number) {
    super('UNKNOWN_RECORD', `${file} at ${offset}: record kind ${kind} must be understood and is not`);
    this.file = file;
    this.offset = offset;
  }
}

/** The state machine would not take a record or a checkpoint. */
export class ReplayError extends LogError {
  readonly file: string;
  readonly offset: number;

  constructor(file: string, offset: number, lsn: Lsn, cause: unknown) {
    super('REPLAY_REFUSED', `${file} at ${offset}: record ${lsn} could not be applied: ${String(cause)}`, {
      cause,
    });
    this.file = file;
    this.offset = offset;
  }
}

export class CheckpointError extends LogError {
  constructor(message: string, cause?: unknown) {
    super('CHECKPOINT_FAILED', message, cause === undefined ? undefined : { cause });
  }
}

/** Copies may have been made; the log could not go on behind the damage. */
export class RepairError extends LogError {
  constructor(dir: string, reason: string) {
    super('REPAIR_FAILED', `${dir} cannot be repaired: ${reason}`);
  }
}

export class SnapshotError extends LogError {
  constructor(message: string, cause?: unknown) {
    super('SNAPSHOT_FAILED', message, cause === undefined ? undefined : { cause });
  }
}

/** The `code` of a Node system error, '' for anything else. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
