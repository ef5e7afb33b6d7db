// The files beside the WAL, by name and size, and who needs them. Invariant: a file is removed only when no retained
// checkpoint, no restore point, no stream and no reader needs it, and a checkpoint before the files it lists.
import { join } from 'node:path';
import type { FileSystem } from './file-system.ts';
import {
  CHECKPOINT_DIR,
  checkpointName,
  compareSegments,
  type SegmentId,
  SNAPSHOT_DIR,
  WAL_DIR,
} from './layout.ts';
import type { StoredCheckpoint } from './recovery-types.ts';
import type { SegmentTable } from './segment-table.ts';
import type { StreamTable } from './stream-table.ts';
import type { StreamId } from './types.ts';
import { removeIfThere } from './whole-file.ts';

export interface Pin {
  readonly segment: SegmentId | null;
  readonly snapshot: string | null;
}

export interface StateFilesOptions {
  readonly fs: FileSystem;
  readonly dir: string;
  readonly segments: SegmentTable;
  readonly streams: StreamTable;
  /** Newest first. */
  readonly checkpoints: readonly StoredCheckpoint[];
  /** Newest first. */
  readonly restorePoints: readonly StoredCheckpoint[];
  /** Name to bytes. */
  readonly snapshots: ReadonlyMap<string, number>;
}

export class StateFiles {
  readonly #options: StateFilesOptions;
  #checkpoints: StoredCheckpoint[];
  #restorePoints: StoredCheckpoint[];
  readonly #snapshots: Map<string, number>;
  readonly #pins = new Set<Pin>();

  constructor(options: StateFilesOptions) {
    this.#options = options;
    this.#checkpoints = [...options.checkpoints];
    this.#restorePoints = [...options.restorePoints];
    this.#snapshots = new Map(options.snapshots);
  }

  /** Newest first. */
  get checkpoints(): readonly StoredCheckpoint[] {
    return this.#checkpoints;
  }

  /** Newest first. */
  get restorePoints(): readonly StoredCheckpoint[] {
    return this.#restorePoints;
  }

  get bytes(): number {
    let sum = this.#options.segments.totalBytes;
    for (const { bytes } of [...this.#checkpoints, ...this.#restorePoints]) sum += bytes;
    for (const bytes of this.#snapshots.values()) sum += bytes;
    return sum;
  }

  addSnapshot(name: string, bytes: number): void {
    this.#snapshots.set(name, bytes);
  }

  hasSnapshotOf(streams: ReadonlySet<StreamId>): boolean {
    // A snapshot's name begins with its stream.
    return [...this.#snapshots.keys()].some((name) => streams.has(Number.parseInt(name, 10)));
  }

  addCheckpoint(stored: StoredCheckpoint): void {
    this.#checkpoints.unshift(stored);
  }

  addRestorePoint(stored: StoredCheckpoint): void {
    this.#restorePoints.unshift(stored);
  }

  replaceRestorePoint(stored: StoredCheckpoint, by: StoredCheckpoint): void {
    this.#restorePoints = this.#restorePoints.map((one) => (one === stored ? by : one));
  }

  removeRestorePoint(stored: StoredCheckpoint): void {
    this.#restorePoints = this.#restorePoints.filter((one) => one !== stored);
  }

  /** Keeps a segment with all later ones, and a snapshot, until the returned function is called. */
  pin(pin: Pin): () => void {
    this.#pins.add(pin);
    return () => this.#pins.delete(pin);
  }

  /**
   * Removes what nobody needs any more. `keep` checkpoints stay with all they list; while there are fewer, the beginning
   * counts as one of them and the whole WAL stays. Files in `untouchable` (relative names) stay in any case.
   */
  async collect(keep: number, untouchable: ReadonlySet<string>): Promise<void> {
    const { fs, dir, segments } = this.#options;
    if (this.#checkpoints.length > keep) {
      for (const { checkpoint } of this.#checkpoints.slice(keep)) {
        await removeIfThere(fs, join(dir, CHECKPOINT_DIR, checkpointName(checkpoint)));
      }
      await fs.syncDir(join(dir, CHECKPOINT_DIR));
      this.#checkpoints = this.#checkpoints.slice(0, keep);
    }
    const oldest = this.#checkpoints.length < keep ? null : this.#oldestNeeded();
    if (oldest !== null) {
      for (const segment of [...segments.all]) {
        if (compareSegments(segment, oldest) >= 0 || untouchable.has(segment.file)) continue;
        await removeIfThere(fs, join(dir, segment.file));
        segments.remove(segment);
      }
      await fs.syncDir(join(dir, WAL_DIR));
    }
    await this.collectSnapshots(untouchable);
  }

  #oldestNeeded(): SegmentId | null {
    let oldest: SegmentId | null = null;
    const consider = (id: SegmentId | null | undefined): void => {
      if (id && (oldest === null || compareSegments(id, oldest) < 0)) oldest = id;
    };
    for (const { checkpoint } of this.#checkpoints) consider(checkpoint.segments[0] ?? checkpoint.replayFrom);
    for (const pin of this.#pins) consider(pin.segment);
    // An older snapshot may have taken the place of a lost one since the newest checkpoint was cut: its tail reaches further back.
    for (const stream of this.#options.streams.all()) {
      const first = stream.droppedAtLsn === null ? stream.extents.at(0) : null;
      if (first !== null) consider(this.#options.segments.byOrdinal(first.segment));
    }
    return oldest;
  }

  /** The part of collect() that deals with snapshots. */
  async collectSnapshots(untouchable: ReadonlySet<string>): Promise<void> {
    const { fs, dir, streams } = this.#options;
    const needed = new Set<string>();
    for (const { checkpoint } of [...this.#checkpoints, ...this.#restorePoints]) {
      for (const { snapshot } of checkpoint.streams) if (snapshot !== null) needed.add(snapshot.name);
    }
    for (const stream of streams.all()) if (stream.snapshot !== null) needed.add(stream.snapshot.name);
    for (const { snapshot } of this.#pins) if (snapshot !== null) needed.add(snapshot);
    for (const name of [...this.#snapshots.keys()]) {
      if (needed.has(name) || untouchable.has(join(SNAPSHOT_DIR, name))) continue;
      await removeIfThere(fs, join(dir, SNAPSHOT_DIR, name));
      this.#snapshots.delete(name);
    }
  }
}
