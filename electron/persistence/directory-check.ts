// Looks at every byte of a state directory: what is there, and what of it does not check out. Invariant: it changes nothing and
// needs no state machine; what a living writer has under way at the end of the log is not held against it.
import { join } from 'node:path';
import { Breather } from './breather.ts';
import { decodeCheckpoint, MAX_CHECKPOINT_FILE_BYTES } from './checkpoint-file.ts';
import { type DirectoryListing, type Listed, listDirectory } from './directory-listing.ts';
import type { FileSystem } from './file-system.ts';
import type { Frame } from './frame.ts';
import {
  CHECKPOINT_DIR,
  type CheckpointId,
  compareSegments,
  RESTORE_POINT_DIR,
  SNAPSHOT_DIR,
  segmentFile,
} from './layout.ts';
import { lockOwner } from './lock.ts';
import { nodeFileSystem } from './node-file-system.ts';
import { type ProcessTable, systemProcesses } from './process-table.ts';
import { noteName, quarantinedNames } from './quarantine.ts';
import { type ChainLink, chainSegments, type FoundSegment, type SegmentChain } from './segment-chain.ts';
import { MAX_SEGMENT_FILE_BYTES, readFoundSegments } from './segment-files.ts';
import { SEGMENT_HEADER_BYTES } from './segment-header.ts';
import { startOfRoom } from './segment-room.ts';
import { provesDurable, resyncBehind, type ScanEnd, scanFrames } from './segment-scan.ts';
import { decodeSnapshot, MAX_SNAPSHOT_FILE_BYTES } from './snapshot-file.ts';
import { systemClock } from './system-clock.ts';
import type { Clock, Loss, Lsn, StreamId } from './types.ts';
import { OversizedFileError, readWhole } from './whole-file.ts';

export type FileState = 'ok' | 'torn' | 'damaged';

export interface SegmentCheck {
  readonly file: string;
  readonly epoch: number;
  readonly firstLsn: Lsn;
  /** firstLsn - 1 when it holds no record. */
  readonly lastLsn: Lsn;
  readonly bytes: number;
  readonly frames: number;
  readonly state: FileState;
}

export interface CheckpointCheck {
  readonly file: string;
  readonly id: string;
  readonly lsn: Lsn;
  /** ISO 8601; null when it cannot be read. */
  readonly at: string | null;
  readonly bytes: number;
  readonly state: FileState;
}

export interface SnapshotCheck {
  readonly file: string;
  readonly stream: StreamId;
  readonly bytes: number;
  readonly state: FileState;
}

/** Something that does not check out. `isSettled`: a start has met it, reported it and kept a copy in quarantine. */
export interface Finding extends Loss {
  readonly isSettled: boolean;
}

export interface DirectoryCheck {
  readonly segments: readonly SegmentCheck[];
  readonly checkpoints: readonly CheckpointCheck[];
  readonly snapshots: readonly SnapshotCheck[];
  readonly findings: readonly Finding[];
  /** A living process writes to it. */
  readonly isLive: boolean;
  readonly checkedBytes: number;
}

export interface CheckOptions {
  readonly fs?: FileSystem;
  readonly clock?: Clock;
  readonly processes?: ProcessTable;
}

/** Rejects with the system's error when the directory cannot be read, and with UnsupportedVersionError. */
export async function checkDirectory(dir: string, options: CheckOptions = {}): Promise<DirectoryCheck> {
  const check = await lookAt(dir, options);
  if (!check.isLive || check.findings.length === 0) return check;
  // A living writer makes files and lets go of them meanwhile; what is really damaged is so at a second look as well.
  const again = await lookAt(dir, options);
  const findings = again.findings.filter((one) => check.findings.some((other) => isSameDamage(one, other)));
  const isThere = ({ file, state }: { readonly file: string; readonly state: FileState }): boolean =>
    state !== 'damaged' || findings.some((one) => one.file === file);
  return {
    ...again,
    findings,
    segments: again.segments.filter(isThere),
    checkpoints: again.checkpoints.filter(isThere),
    snapshots: again.snapshots.filter(isThere),
  };
}

function isSameDamage(a: Loss, b: Loss): boolean {
  return a.file === b.file && a.offset === b.offset && a.kind === b.kind;
}

async function lookAt(dir: string, options: CheckOptions): Promise<DirectoryCheck> {
  const { fs = nodeFileSystem, clock = systemClock, processes = systemProcesses } = options;
  // A directory that is not there must not look like one in order.
  await fs.list(dir);
  const isLive = (await lockOwner(fs, dir, processes)) !== null;
  const settled = await quarantinedNames(fs, dir);
  const check = new Check(fs, dir, isLive, settled, new Breather(clock));
  const listing = await listDirectory(fs, dir);
  await check.checkSegments(chainSegments(await readFoundSegments(fs, dir, listing.segments)));
  for (const one of listing.checkpoints) await check.checkCheckpoint(CHECKPOINT_DIR, one, listing);
  for (const one of listing.restorePoints) await check.checkCheckpoint(RESTORE_POINT_DIR, one, listing);
  await check.checkSnapshots(listing);
  return check.result();
}

class Check {
  readonly #segments: SegmentCheck[] = [];
  readonly #checkpoints: CheckpointCheck[] = [];
  readonly #snapshots: SnapshotCheck[] = [];
  readonly #findings: Finding[] = [];
  #checkedBytes = 0;

  constructor(
    private readonly fs: FileSystem,
    private readonly dir: string,
    private readonly isLive: boolean,
    private readonly settled: ReadonlySet<string>,
    private readonly breather: Breather,
  ) {}

  result(): DirectoryCheck {
    return {
      segments: this.#segments,
      checkpoints: this.#checkpoints,
      snapshots: this.#snapshots,
      findings: this.#findings,
      isLive: this.isLive,
      checkedBytes: this.#checkedBytes,
    };
  }

  async checkSegments(chain: SegmentChain): Promise<void> {
    let due: Lsn | null = null;
    for (const link of chain.links) {
      if (link.found === null) {
        this.#find(
          'missing-file',
          segmentFile(link.id),
          0,
          // Its successor alone says that it was there, and how long.
          link.acceptedBytes as number,
          'the segment is missing',
        );
        due = null;
        continue;
      }
      due = await this.#checkSegment(link, link.found, due, chain.stray);
    }
    for (const { id, bytes } of chain.stray) {
      if (chain.links.some((link) => link.id === id)) continue;
      // Never got a header: whoever was making it was cut off, and nothing in it had been confirmed.
      const { epoch, firstLsn } = id;
      const file = segmentFile(id);
      this.#segments.push({ file, epoch, firstLsn, lastLsn: firstLsn - 1, bytes, frames: 0, state: 'torn' });
    }
  }

  async #checkSegment(
    link: ChainLink,
    found: FoundSegment,
    due: Lsn | null,
    stray: readonly FoundSegment[],
  ): Promise<Lsn | null> {
    const file = segmentFile(link.id);
    const bytes = await this.#read(file, MAX_SEGMENT_FILE_BYTES);
    let lastLsn = link.id.firstLsn - 1;
    let frames = 0;
    let state: FileState = 'ok';
    const count = (frame: Frame): boolean => {
      frames += 1;
      lastLsn = frame.firstLsn + frame.records - 1;
      return true;
    };
    if (bytes === null || found.header === null) {
      state = 'damaged';
      this.#find(
        'corrupt-segment',
        file,
        0,
        found.bytes,
        bytes === null ? 'it cannot be read' : 'the header is damaged',
      );
    } else {
      const limit = Math.min(link.acceptedBytes ?? bytes.length, bytes.length);
      const { salt, mayHaveRoom } = found.header;
      let from = {
        offset: SEGMENT_HEADER_BYTES,
        salt,
        chain: found.headerChecksum,
        expectedLsn: link.id.firstLsn,
      };
      for (;;) {
        const end = await scanFrames(bytes, from, limit, this.breather, count);
        const isTail = link.acceptedBytes === null;
        const contentEnd = isTail && mayHaveRoom ? startOfRoom(bytes, end.offset) : limit;
        if (end.offset === contentEnd && limit >= (link.acceptedBytes ?? 0)) break;
        if (isTail && !(await this.#provesDurable(bytes, end, salt, stray))) {
          state = 'torn';
          if (!this.isLive) {
            this.#find(
              'torn-tail',
              file,
              end.offset,
              contentEnd - end.offset,
              'the last write was not finished',
            );
          }
          break;
        }
        state = 'damaged';
        const next = resyncBehind(bytes, end.offset + 1, limit, salt, end.expectedLsn);
        const lost = (next?.offset ?? Math.max(limit, link.acceptedBytes ?? limit)) - end.offset;
        this.#find('corrupt-segment', file, end.offset, lost, `record ${end.expectedLsn} and what follows`);
        if (next === null) break;
        from = { offset: next.offset, salt, chain: next.previous, expectedLsn: next.firstLsn };
      }
    }
    if (state === 'torn' && this.isLive) state = 'ok';
    if (due !== null && link.id.firstLsn < due) {
      this.#find('corrupt-segment', file, 0, 0, `record ${link.id.firstLsn} comes again`);
    }
    const { epoch, firstLsn } = link.id;
    this.#segments.push({ file, epoch, firstLsn, lastLsn, bytes: found.bytes, frames, state });
    return lastLsn + 1;
  }

  async #provesDurable(
    bytes: Buffer,
    end: ScanEnd,
    salt: number,
    stray: readonly FoundSegment[],
  ): Promise<boolean> {
    const lsn = end.expectedLsn;
    if (provesDurable(bytes, end.offset + 1, salt, lsn)) return true;
    for (const later of stray) {
      const other = await this.#read(segmentFile(later.id), MAX_SEGMENT_FILE_BYTES);
      if (other !== null && provesDurable(other, 0, null, lsn)) return true;
    }
    return false;
  }

  async checkCheckpoint(
    subdirectory: string,
    listed: Listed<CheckpointId>,
    listing: DirectoryListing,
  ): Promise<void> {
    const file = join(subdirectory, listed.name);
    const { id, lsn } = listed.id;
    const bytes = await this.#read(file, MAX_CHECKPOINT_FILE_BYTES);
    const result = bytes === null ? null : decodeCheckpoint(bytes);
    const entry = { file, id: `c${id}`, lsn, bytes: listed.bytes };
    if (result === null || result.kind !== 'ok') {
      const detail =
        result?.kind === 'bad' ? result.detail : result === null ? 'it cannot be read' : 'another version';
      this.#find('corrupt-checkpoint', file, 0, listed.bytes, detail);
      this.#checkpoints.push({ ...entry, at: null, state: 'damaged' });
      return;
    }
    const { checkpoint } = result;
    for (const needed of checkpoint.segments) {
      if (listing.segments.some((one) => compareSegments(one.id, needed) === 0)) continue;
      this.#find('missing-file', segmentFile(needed), 0, 0, `checkpoint c${id} needs it`);
    }
    for (const { snapshot } of checkpoint.streams) {
      if (snapshot === null || listing.snapshots.some((one) => one.name === snapshot.name)) continue;
      this.#find(
        'missing-file',
        join(SNAPSHOT_DIR, snapshot.name),
        0,
        snapshot.bytes,
        `checkpoint c${id} needs it`,
      );
    }
    this.#checkpoints.push({ ...entry, at: new Date(checkpoint.atMs).toISOString(), state: 'ok' });
  }

  async checkSnapshots(listing: DirectoryListing): Promise<void> {
    for (const { id, name, bytes: size } of listing.snapshots) {
      const file = join(SNAPSHOT_DIR, name);
      const bytes = await this.#read(file, MAX_SNAPSHOT_FILE_BYTES);
      const result = bytes === null ? null : decodeSnapshot(bytes);
      const isOk = result?.kind === 'ok' && result.header.stream === id.stream;
      if (!isOk) {
        const offset = result?.kind === 'bad' ? result.offset : 0;
        const detail = result?.kind === 'bad' ? result.detail : 'it cannot be read';
        this.#find('corrupt-snapshot', file, offset, size, detail);
      }
      this.#snapshots.push({ file, stream: id.stream, bytes: size, state: isOk ? 'ok' : 'damaged' });
    }
  }

  /** null when it vanished (a live home) or is larger than it can be. */
  async #read(file: string, maxBytes: number): Promise<Buffer | null> {
    try {
      const bytes = await readWhole(this.fs, join(this.dir, file), maxBytes);
      this.#checkedBytes += bytes?.length ?? 0;
      return bytes;
    } catch (error) {
      if (error instanceof OversizedFileError) return null;
      throw error;
    }
  }

  #find(kind: Loss['kind'], file: string, offset: number, bytes: number, detail: string): void {
    const loss: Loss = { kind, file, offset, bytes, detail };
    if (this.#findings.some((one) => isSameDamage(one, loss))) return;
    this.#findings.push({ ...loss, isSettled: this.settled.has(noteName(loss)) });
  }
}
