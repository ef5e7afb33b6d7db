// Opens a log: lock, recover, a new epoch, and what damage asks for. Invariant: until the state machine has taken everything,
// the only thing written is the lock; a disk that cannot be written to opens in an outage mode instead of failing.
import { dirname, join } from 'node:path';
import { Checkpointer } from './checkpointer.ts';
import { classifyFailure, describeFailure } from './disk-failure.ts';
import { CheckpointError, LockedError, OvertakenError } from './errors.ts';
import type { FileSystem } from './file-system.ts';
import { parseSegmentName, SUBDIRECTORIES, segmentFile, WAL_DIR } from './layout.ts';
import { acquireLock, type DirectoryLock } from './lock.ts';
import { DiskLog } from './log.ts';
import { nodeFileSystem } from './node-file-system.ts';
import { type ProcessTable, systemProcesses } from './process-table.ts';
import { QuarantineQueue } from './quarantine-queue.ts';
import { recover } from './recovery.ts';
import type { Recovered } from './recovery-types.ts';
import { giveUpReserve, keepReserve } from './reserve.ts';
import { RestorePoints } from './restore-points.ts';
import type { SegmentTable } from './segment-table.ts';
import { StateFiles } from './state-files.ts';
import { systemClock } from './system-clock.ts';
import type { OpenedLog, OpenLogOptions, RecoveryReport } from './types.ts';
import { segmentBytesFor } from './wal-size.ts';
import { WalWriter } from './wal-writer.ts';
import { removeIfThere } from './whole-file.ts';

/** Rejects with LockedError, ReplayError, UnknownRecordError or UnsupportedVersionError, having changed nothing but the lock. */
export async function openLog(options: OpenLogOptions): Promise<OpenedLog> {
  const { dir, config, fs = nodeFileSystem, clock = systemClock, processes = systemProcesses } = options;
  const begun = clock.monotonic();
  const atMs = clock.now();
  const entry = options.mode === 'read-only' ? READ_ONLY_ENTRY : await enter(fs, dir, processes);
  let { lock } = entry;
  try {
    const mode = options.mode ?? 'normal';
    const recovered = await recover({ fs, dir, clock, machine: options.machine, mode });
    const distrust = lock === null ? entry.reason : await settleDisk(fs, dir, recovered);
    const { segments, streams, checkpoints, restorePoints: points, snapshots } = recovered;
    const files = new StateFiles({
      fs,
      dir,
      segments,
      streams,
      checkpoints,
      restorePoints: points,
      snapshots,
    });
    let snapshotSerial = recovered.highestSnapshotSerial;
    const nextSnapshotSerial = (): number => {
      snapshotSerial += 1;
      return snapshotSerial;
    };
    const quarantine = new QuarantineQueue(fs, dir, recovered.quarantine);

    const isJump = recovered.highestLsn > recovered.walLsn;
    const writer = new WalWriter({
      fs,
      clock,
      dir,
      segments,
      config: { walFlushIntervalMs: config.walFlushIntervalMs, segmentBytes: segmentBytesFor(config) },
      predecessor:
        recovered.accepted === null
          ? null
          : { ...recovered.accepted.segment, acceptedBytes: recovered.accepted.bytes },
      epoch: recovered.highestEpoch + 1,
      lastLsn: recovered.highestLsn,
      hooks: {
        onDurable(ordinal, frames) {
          let bytes = 0;
          for (const { frame, start, end } of frames) {
            bytes += end - start;
            for (const [stream, share] of frame.streams)
              streams.noteDurable(stream, share, ordinal, start, end);
          }
          log.noteDurable(bytes);
        },
        onMode: () => log.noteMode(),
        onHealed: () => log.noteHealed(),
        async beforeHeal() {
          if (options.mode === 'read-only') throw new CheckpointError(READ_ONLY_ENTRY.reason);
          await makeDirectories(fs, dir);
          if (lock === null || !(await lock.isHeld())) lock = await lockAgain(fs, dir, processes, segments);
        },
      },
    });
    const checkpointer = new Checkpointer({
      fs,
      dir,
      clock,
      machine: options.machine,
      writer,
      segments,
      streams,
      files,
      lock: () => lock,
      quarantine,
      keepCheckpoints: () => log.keepCheckpoints,
      lastId: recovered.highestCheckpoint?.id ?? 0,
    });
    const restorePoints = new RestorePoints({
      fs,
      dir,
      clock,
      machine: options.machine,
      streams,
      files,
      maxStateBytes: () => log.maxStateBytes,
      lastLsn: () => writer.lastLsn,
      nextId: () => checkpointer.nextId(),
      nextSnapshotSerial,
      pendingQuarantine: () => quarantine.pendingFiles(),
      onLoss: (loss) => log.noteLoss(loss),
    });
    const log: DiskLog = new DiskLog({
      fs,
      dir,
      clock,
      config,
      writer,
      segments,
      streams,
      files,
      checkpointer,
      quarantine,
      restorePoints,
      nextSnapshotSerial,
      holdsForgotten: recovered.holdsForgotten,
      told: recovered.told,
      onLoss: options.onLoss ?? (() => undefined),
      onStatus: options.onStatus ?? (() => undefined),
      releaseLock: async () => {
        // The process may end with the lock in its name: a dead owner's is free.
        await lock?.release().catch(() => undefined);
      },
    });
    if (distrust !== null) await writer.standDown(distrust);
    else {
      const reason = 'lost before this start';
      const from = recovered.walLsn + 1;
      await writer.start(isJump ? { from, replayGoesOn: recovered.replayGoesOn, reason } : null);
      await quarantine.run();
    }
    return { log, report: reportOf(recovered, atMs, clock.monotonic() - begun) };
  } catch (error) {
    await lock?.release().catch(() => undefined);
    throw error;
  }
}

interface Entry {
  readonly lock: DirectoryLock | null;
  /** Why there is none. */
  readonly reason: string;
}

const READ_ONLY_ENTRY: Entry = { lock: null, reason: 'opened for reading only' };

/** Makes the directory and locks it; a disk that cannot even take a lock is opened for reading. */
async function enter(fs: FileSystem, dir: string, processes: ProcessTable): Promise<Entry> {
  try {
    return { lock: await lockDirectory(fs, dir, processes), reason: '' };
  } catch (error) {
    if (error instanceof LockedError || classifyFailure(error) === 'broken') throw error;
    if ((await fs.stat(dir)) === null) throw error;
    return { lock: null, reason: describeFailure(error) };
  }
}

async function lockDirectory(fs: FileSystem, dir: string, processes: ProcessTable): Promise<DirectoryLock> {
  await fs.mkdir(dir);
  try {
    return await acquireLock(fs, dir, processes);
  } catch (error) {
    // The reserve is there for that; nobody else is in, or the lock would have said so.
    if (classifyFailure(error) !== 'full' || !(await giveUpReserve(fs, dir))) throw error;
    return acquireLock(fs, dir, processes);
  }
}

/** After a time without the lock: whoever had it meanwhile may have gone on with the log, and only a start can go on behind that. */
async function lockAgain(
  fs: FileSystem,
  dir: string,
  processes: ProcessTable,
  segments: SegmentTable,
): Promise<DirectoryLock> {
  const lock = await acquireLock(fs, dir, processes);
  try {
    for (const name of await fs.list(join(dir, WAL_DIR))) {
      const id = parseSegmentName(name);
      if (id !== null && segments.byId(id) === null) throw new OvertakenError(dir);
    }
    return lock;
  } catch (error) {
    await lock.release().catch(() => undefined);
    throw error;
  }
}

async function makeDirectories(fs: FileSystem, dir: string): Promise<void> {
  await fs.mkdir(dir);
  await Promise.all(SUBDIRECTORIES.map((subdirectory) => fs.mkdir(join(dir, subdirectory))));
  await Promise.all([fs.syncDir(dir), fs.syncDir(dirname(dir))]);
}

/**
 * Directories, leftovers away, the accepted end made durable. Resolves with why nothing may be written behind it, or null:
 * what merely has no room or no permission is the writer's to find out.
 */
async function settleDisk(fs: FileSystem, dir: string, recovered: Recovered): Promise<string | null> {
  try {
    await makeDirectories(fs, dir);
    for (const file of recovered.leftovers) await removeIfThere(fs, join(dir, file));
    await keepReserve(fs, dir);
  } catch (error) {
    if (classifyFailure(error) === 'broken') return describeFailure(error);
  }
  if (recovered.accepted === null) return null;
  try {
    // After a killed process its last frames may be in the page cache alone; the next segment vouches for them.
    const file = await fs.openForWriting(join(dir, segmentFile(recovered.accepted.segment)));
    try {
      await file.datasync();
    } finally {
      await file.close();
    }
    return null;
  } catch (error) {
    return describeFailure(error);
  }
}

function reportOf(recovered: Recovered, atMs: number, durationMs: number): RecoveryReport {
  return {
    cause: recovered.cause,
    at: new Date(atMs).toISOString(),
    durationMs: Math.round(durationMs),
    checkpointLsn: recovered.checkpoints[0]?.checkpoint.lsn ?? null,
    replayedRecords: recovered.replayedRecords,
    replayedBytes: recovered.replayedBytes,
    losses: recovered.losses,
  };
}
