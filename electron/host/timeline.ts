// Going back: keeps restore points (the whole workspace with every pane folded), lists them, and brings one back as new
// sessions beside, or instead of, what is there. The engine stores and thins the points; this knows what they hold.

import { idNumber, type PaneId } from '../../shared/ids.ts';
import type { Pane, Workspace } from '../../shared/model.ts';
import type { TimelineEntry } from '../../shared/status.ts';
import type {
  CheckpointReason,
  Log,
  RestorePointContent,
  StreamId,
  StreamSnapshot,
} from '../persistence/types.ts';
import { decodeWorkspace } from './codec.ts';
import type { Journal } from './journal.ts';
import { planAdoption } from './plan/adopt.ts';

export interface TimelineParts {
  readonly journal: Journal;
  /** A journaled pane's whole content in one snapshot; null if its newest snapshot is all there is. */
  snapshotOf(pane: PaneId): Promise<StreamSnapshot | null>;
  /** The pane is there before its content is: whoever asks for it waits for that. */
  awaitContent(pane: PaneId, stored: Promise<unknown>): void;
}

/** A workspace with its panes' contents, ready to be put beside the present one. */
export interface SavedWorkspace {
  readonly workspace: Workspace;
  readonly contents: ReadonlyMap<PaneId, StreamSnapshot>;
}

interface Counts {
  readonly sessions: number;
  readonly windows: number;
  readonly panes: number;
}

export class Timeline {
  readonly #parts: TimelineParts;
  /** Of states that do not change; a point that is purged gets another one. */
  readonly #counts = new WeakMap<Uint8Array, Counts>();
  #keptLsn = -1;

  constructor(parts: TimelineParts) {
    this.#parts = parts;
  }

  get #log(): Log {
    return this.#parts.journal.log;
  }

  /** Keeps the present. Rejects with CheckpointError when the disk does not take it. */
  async keep(reason: CheckpointReason): Promise<void> {
    this.#keptLsn = this.#log.status().lsn;
    const contents = new Map<StreamId, StreamSnapshot>();
    for (const pane of Object.values(this.#parts.journal.workspace.panes) as Pane[]) {
      if (pane.private) continue;
      const snapshot = await this.#parts.snapshotOf(pane.id);
      if (snapshot !== null) contents.set(idNumber(pane.id), snapshot);
    }
    // Closed, perhaps purged, while the others were read.
    const { panes } = this.#parts.journal.workspace;
    for (const stream of contents.keys()) if (panes[`p${stream}`] === undefined) contents.delete(stream);
    await this.#log.keepRestorePoint(contents, reason);
  }

  /** Keeps the present if anything has changed since the last point. */
  async keepIfChanged(): Promise<void> {
    if (this.#log.status().lsn !== this.#keptLsn) await this.keep('interval');
  }

  /** Newest first. */
  list(): TimelineEntry[] {
    return this.#log.restorePoints().map(({ id, at, lsn, bytes, reason }) => {
      const content = this.#log.readRestorePoint(id);
      const counts = content === null ? { sessions: 0, windows: 0, panes: 0 } : this.#countsOf(content.state);
      return { id, at, lsn, ...counts, bytes, reason };
    });
  }

  #countsOf(state: Uint8Array): Counts {
    let counts = this.#counts.get(state);
    if (counts === undefined) {
      const { panes, sessions, windows } = decodeWorkspace(state);
      const count = (map: object): number => Object.keys(map).length;
      counts = { sessions: count(sessions), windows: count(windows), panes: count(panes) };
      this.#counts.set(state, counts);
    }
    return counts;
  }

  /**
   * Reads a whole point, so that it can be brought back whatever happens to it meanwhile (keeping another one thins them
   * out). Null if there is no such point; what cannot be read of it comes back as empty panes.
   */
  async load(id: string): Promise<SavedWorkspace | null> {
    const content = this.#log.readRestorePoint(id);
    if (content === null) return null;
    const workspace = decodeWorkspace(content.state);
    const contents = new Map<PaneId, StreamSnapshot>();
    for (const pane of Object.values(workspace.panes) as Pane[]) {
      const snapshot = await snapshotFrom(content, pane.id);
      if (snapshot !== null) contents.set(pane.id, snapshot);
    }
    return { workspace, contents };
  }

  /** Puts a saved workspace beside the present one, as new sessions. Resolves when it is durable. */
  async adopt(saved: SavedWorkspace, now: number): Promise<void> {
    const { journal } = this.#parts;
    const { records, panes } = planAdoption(journal.workspace, saved.workspace, now);
    const allStored = this.#store(saved.contents, panes);
    journal.commit(records);
    // They are there at once, and can be asked for.
    for (const made of panes.values()) this.#parts.awaitContent(made, allStored);
    await allStored;
    // A snapshot takes effect at recovery with the next checkpoint.
    await this.#log.checkpoint('restore');
  }

  /** One by one: each takes its share of a turn and of the memory. */
  async #store(contents: SavedWorkspace['contents'], panes: ReadonlyMap<PaneId, PaneId>): Promise<void> {
    for (const [old, made] of panes) {
      const snapshot = contents.get(old);
      if (snapshot !== undefined) {
        await this.#log.putSnapshot(idNumber(made), snapshot.position, snapshot.data);
      }
    }
  }
}

async function snapshotFrom(content: RestorePointContent, pane: PaneId): Promise<StreamSnapshot | null> {
  const stream = idNumber(pane);
  return content.streams.includes(stream) ? content.snapshot(stream) : null;
}
