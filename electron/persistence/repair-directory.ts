// Does on its own what the next start would do about damage: copies aside, cuts the end, and says what is gone. Invariant: it
// deletes nothing but what it has moved to quarantine, and never touches a directory that a living process writes to.
import { type CheckOptions, checkDirectory } from './directory-check.ts';
import { LockedError, RepairError } from './errors.ts';
import type { FileSystem } from './file-system.ts';
import { lockOwner } from './lock.ts';
import { nodeFileSystem } from './node-file-system.ts';
import { openLog } from './open-log.ts';
import { type ProcessTable, systemProcesses } from './process-table.ts';
import { QuarantineQueue } from './quarantine-queue.ts';
import { recover } from './recovery.ts';
import type { QuarantineJob } from './recovery-types.ts';
import { systemClock } from './system-clock.ts';
import type { Clock, LogConfig, Loss, StateMachine } from './types.ts';

export interface RepairOptions {
  readonly isDryRun: boolean;
  readonly fs?: FileSystem;
  readonly clock?: Clock;
  readonly processes?: ProcessTable;
}

export interface RepairReport {
  /** One line each, for a person: what is done, or would be. */
  readonly actions: readonly string[];
  readonly losses: readonly Loss[];
}

/** Takes what it is given and remembers nothing: repair looks after bytes, not after what they mean. */
const indifferent: StateMachine = {
  restore: () => undefined,
  apply: () => undefined,
  /* v8 ignore next -- @preserve: nobody may ask for it */
  save: () => {
    throw new Error('a repair makes no checkpoint');
  },
};

const QUIET: LogConfig = {
  checkpointIntervalMs: 0,
  walFlushIntervalMs: 0,
  maxWalSizeBytes: Number.MAX_SAFE_INTEGER,
  keepCheckpoints: Number.MAX_SAFE_INTEGER,
  maxStateBytes: Number.MAX_SAFE_INTEGER,
};

/** Rejects with LockedError for a live home, with RepairError where the disk takes nothing, and as openLog() does for what it cannot read. */
export async function repairDirectory(dir: string, options: RepairOptions): Promise<RepairReport> {
  const { isDryRun, fs = nodeFileSystem, clock = systemClock, processes = systemProcesses } = options;
  const owner = await lockOwner(fs, dir, processes);
  if (owner !== null) throw new LockedError(dir, owner.pid);
  const found = await recover({ fs, dir, clock, machine: indifferent, mode: 'normal' });
  const beyond = await beyondRecovery(dir, { fs, clock, processes }, found.losses);
  const jobs = [...found.quarantine, ...beyond.flatMap(jobsFor)];
  const actions = jobs.map(describeJob);
  if (found.losses.length > 0 && found.accepted !== null) {
    actions.push(`go on behind record ${found.walLsn} in a new segment`);
  }
  if (!isDryRun && actions.length > 0) {
    const { log } = await openLog({ dir, machine: indifferent, config: QUIET, fs, clock, processes });
    // The start has made most of them, and goes on without one that cannot be made; a repair may not.
    const failure = await new QuarantineQueue(fs, dir, jobs).run();
    const { mode, reason } = log.status();
    await log.close();
    if (failure !== null) throw failure;
    if (mode !== 'recording') throw new RepairError(dir, String(reason));
  }
  return { actions, losses: [...found.losses, ...beyond] };
}

/** Damage where a start does not look: snapshots' contents, segments and checkpoints that only older checkpoints need. */
async function beyondRecovery(dir: string, options: CheckOptions, known: readonly Loss[]): Promise<Loss[]> {
  const { findings } = await checkDirectory(dir, options);
  const isKnown = (one: Loss): boolean => known.some((loss) => loss.file === one.file);
  return findings
    .filter((finding) => !finding.isSettled && !isKnown(finding))
    .map(({ kind, file, offset, bytes, detail }) => ({ kind, file, offset, bytes, detail }));
}

function jobsFor(loss: Loss): QuarantineJob[] {
  const { file } = loss;
  if (loss.kind === 'missing-file') return [{ kind: 'note', file, loss }];
  return [
    { kind: 'file', file },
    { kind: 'note', file, loss },
  ];
}

function describeJob(job: QuarantineJob): string {
  switch (job.kind) {
    case 'file':
      return `copy ${job.file} to quarantine`;
    case 'move':
      return `move ${job.file} to quarantine`;
    case 'tail':
      return `copy ${job.file} from byte ${job.offset} on to quarantine, and leave that part out`;
    case 'note':
      return `note the loss in ${job.file} at byte ${job.loss.offset}`;
  }
}
