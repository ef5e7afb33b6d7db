// From the files to the state: newest sound checkpoint, then the WAL behind it. Invariant: the state is that of a prefix of the
// log (salvage mode excepted), every loss is listed, nothing on disk is changed, and the work follows the WAL's size, not what
// lies behind the checkpoint.
import { join } from 'node:path';
import { Breather } from './breather.ts';
import type { Checkpoint } from './checkpoint-file.ts';
import { loadCheckpoints } from './checkpoint-loading.ts';
import { type DirectoryListing, listDirectory } from './directory-listing.ts';
import { ReplayError } from './errors.ts';
import type { FileSystem } from './file-system.ts';
import {
  CHECKPOINT_DIR,
  compareSegments,
  RESTORE_POINT_DIR,
  type SegmentId,
  SNAPSHOT_DIR,
  segmentFile,
} from './layout.ts';
import { isCopied, noteName, quarantinedNames } from './quarantine.ts';
import type { QuarantineJob, Recovered, StoredCheckpoint } from './recovery-types.ts';
import { Replay } from './replay.ts';
import { chainSegments, type SegmentChain } from './segment-chain.ts';
import { readFoundSegments } from './segment-files.ts';
import { SegmentTable } from './segment-table.ts';
import { StreamTable } from './stream-table.ts';
import type { Clock, Loss, Lsn, OpenMode, StateMachine } from './types.ts';

export interface RecoveryOptions {
  readonly fs: FileSystem;
  readonly dir: string;
  readonly clock: Clock;
  readonly machine: StateMachine;
  readonly mode: OpenMode;
}

/** Brings `machine` to the last state that is on disk. Rejects (changing nothing) with ReplayError, UnknownRecordError, UnsupportedVersionError. */
export async function recover(options: RecoveryOptions): Promise<Recovered> {
  const { fs, dir, clock, machine } = options;
  const listing = await listDirectory(fs, dir);
  const [{ sound, losses }, points] = await Promise.all([
    loadCheckpoints(fs, dir, CHECKPOINT_DIR, listing.checkpoints),
    loadCheckpoints(fs, dir, RESTORE_POINT_DIR, listing.restorePoints),
  ]);
  losses.push(...points.losses);
  const quarantine: QuarantineJob[] = losses.map((loss) => ({ kind: 'move', file: loss.file }));
  const chain = chainSegments(await readFoundSegments(fs, dir, listing.segments));
  const base = sound[0]?.checkpoint ?? null;
  restore(machine, base);

  const segments = new SegmentTable();
  const unborn = unbornSegments(chain, sound);
  for (const segment of listing.segments)
    if (!unborn.has(segmentFile(segment.id))) segments.add(segment.id, segment.bytes);
  const streams = new StreamTable();
  if (base !== null) adoptStreams(streams, base, listing, losses, quarantine);

  const start = startOfReplay(base, chain, losses);
  const replay = new Replay({
    fs,
    dir,
    machine,
    base,
    segments,
    streams,
    salvage: options.mode === 'salvage',
    breather: new Breather(clock),
    losses,
    quarantine,
  });
  if (start === 'nothing to build on') {
    for (const segment of listing.segments) quarantine.push({ kind: 'file', file: segmentFile(segment.id) });
  } else {
    await replay.run(chain.links.slice(start), chain.stray);
  }

  // Damage that stays where it is (in a segment that is still needed) is told of once.
  const settled = await quarantinedNames(fs, dir);
  const fresh = losses.filter((loss) => !settled.has(noteName(loss)));
  for (const loss of fresh) if (staysInPlace(loss)) quarantine.push({ kind: 'note', file: loss.file, loss });

  const stateLsn = Math.max(replay.acceptedLsn, base?.lsn ?? 0);
  const isFirstRun = listing.segments.length === 0 && listing.checkpoints.length === 0;
  return {
    cause: isFirstRun ? 'first-run' : replay.endsClean && fresh.length === 0 ? 'clean' : 'crash',
    losses: fresh,
    replayedRecords: replay.applier.records,
    replayedBytes: replay.applier.bytes,
    segments,
    streams,
    checkpoints: sound,
    restorePoints: points.sound,
    snapshots: new Map(listing.snapshots.map((one) => [one.name, one.bytes])),
    accepted: replay.accepted,
    walLsn: replay.acceptedLsn,
    highestLsn: highestLsn(listing, sound, stateLsn),
    highestEpoch: highest(listing.segments.map((one) => one.id.epoch)),
    highestCheckpoint: highestCheckpoint(listing),
    highestSnapshotSerial: highest(listing.snapshots.map((one) => one.id.serial)),
    replayGoesOn: replay.acceptedLsn >= (base?.lsn ?? 0),
    told: new Set([...settled, ...fresh.map(noteName)]),
    holdsForgotten: replay.applier.metForgotten || listsForgotten(sound),
    // A copy is made once; one that is there already is nothing to do, nor anything for a repair to announce.
    quarantine: quarantine.filter((job) => !isCopied(job, settled)),
    leftovers: [...listing.temporaries, ...unborn],
  };
}

/**
 * Files of segments that never got their header: nothing was written behind it, and no checkpoint lists them. They must not come
 * into one that is made now, for the log does not lead through them. Names relative to the log's directory.
 */
function unbornSegments(chain: SegmentChain, sound: readonly StoredCheckpoint[]): ReadonlySet<string> {
  const linked = chain.links.map((link) => segmentFile(link.id));
  const listed = sound.flatMap(({ checkpoint }) => checkpoint.segments.map(segmentFile));
  const known = new Set([...linked, ...listed]);
  return new Set(chain.stray.map(({ id }) => segmentFile(id)).filter((file) => !known.has(file)));
}

/** Whether an older checkpoint has streams that the newest has not. */
function listsForgotten([newest, ...older]: readonly StoredCheckpoint[]): boolean {
  const known = new Set(newest?.checkpoint.streams.map((listed) => listed.stream));
  return older.some(({ checkpoint }) => checkpoint.streams.some((listed) => !known.has(listed.stream)));
}

function staysInPlace(loss: Loss): boolean {
  return loss.kind === 'corrupt-segment' || loss.kind === 'corrupt-snapshot' || loss.kind === 'missing-file';
}

function restore(machine: StateMachine, base: Checkpoint | null): void {
  try {
    machine.restore(base?.state ?? null);
  } catch (error) {
    throw new ReplayError(
      base === null ? '(empty beginning)' : `checkpoint ${base.id}`,
      0,
      base?.lsn ?? 0,
      error,
    );
  }
}

function adoptStreams(
  streams: StreamTable,
  base: Checkpoint,
  listing: DirectoryListing,
  losses: Loss[],
  quarantine: QuarantineJob[],
): void {
  const present = new Map(listing.snapshots.map((one) => [one.name, one.bytes]));
  for (const listed of base.streams) {
    const stream = streams.obtain(listed.stream);
    stream.end = listed.end;
    stream.snapshot = listed.snapshot;
    if (listed.snapshot === null) continue;
    const file = join(SNAPSHOT_DIR, listed.snapshot.name);
    const bytes = present.get(listed.snapshot.name);
    if (bytes === undefined) {
      const detail = `the snapshot of stream ${listed.stream} is not there`;
      losses.push({ kind: 'missing-file', file, offset: 0, bytes: listed.snapshot.bytes, detail });
    } else if (bytes !== listed.snapshot.bytes) {
      quarantine.push({ kind: 'file', file });
      const detail = `the snapshot of stream ${listed.stream} should be ${listed.snapshot.bytes} bytes long`;
      losses.push({
        kind: 'corrupt-snapshot',
        file,
        offset: Math.min(bytes, listed.snapshot.bytes),
        bytes,
        detail,
      });
    }
  }
}

/** Index of the first link to read: the oldest that the checkpoint needs, or the very beginning. */
function startOfReplay(
  base: Checkpoint | null,
  chain: SegmentChain,
  losses: Loss[],
): number | 'nothing to build on' {
  const first = chain.links[0];
  if (base === null) {
    if (first === undefined || (first.found?.header ?? null) === null) return 0;
    if (first.found?.header?.predecessor === null) return 0;
    const detail = `no checkpoint can be read and the log before record ${first.id.firstLsn} is not kept`;
    losses.push({ kind: 'missing-file', file: segmentFile(first.id), offset: 0, bytes: 0, detail });
    return 'nothing to build on';
  }
  const linked = new Set(
    chain.links.filter((link) => link.found !== null).map((link) => segmentFile(link.id)),
  );
  const passedOver = new Set(chain.passedOver.map((found) => segmentFile(found.id)));
  for (const needed of base.segments) {
    if (linked.has(segmentFile(needed)) || passedOver.has(segmentFile(needed))) continue;
    const detail = `checkpoint ${base.id} needs this segment`;
    losses.push({ kind: 'missing-file', file: segmentFile(needed), offset: 0, bytes: 0, detail });
  }
  const oldest: SegmentId = base.segments[0] ?? base.replayFrom;
  const index = chain.links.findIndex((link) => compareSegments(link.id, oldest) >= 0);
  return index === -1 ? chain.links.length : index;
}

function highestLsn(listing: DirectoryListing, sound: readonly StoredCheckpoint[], stateLsn: Lsn): Lsn {
  const named = listing.checkpoints.map((one) => one.id.lsn);
  const begun = listing.segments.map((one) => one.id.firstLsn - 1);
  return highest([stateLsn, ...named, ...begun, ...sound.map((one) => one.checkpoint.lsn)]);
}

function highestCheckpoint(listing: DirectoryListing): Recovered['highestCheckpoint'] {
  const ids = [...listing.checkpoints, ...listing.restorePoints].map((one) => one.id);
  return ids.sort((a, b) => b.id - a.id)[0] ?? null;
}

function highest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
