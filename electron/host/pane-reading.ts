// A pane's stored content, read back: as work for a screen of the worker, as text, as matches of a search, as one snapshot. What
// cannot be read is said once and kept aside. Invariant: an incarnation that left no trace is never part of it. Knows no process
// and no view.
import { idNumber } from '../../shared/ids.ts';
import type { Pane } from '../../shared/model.ts';
import { type StreamEntry, splitEntries } from '../../shared/stream.ts';
import type { Log, StreamSnapshot } from '../persistence/types.ts';
import type {
  Found,
  FoundLine,
  SavedScreen,
  ScreenJob,
  ScreenText,
  ScreenWorker,
  TextOptions,
} from '../screen/types.ts';
import type { PaneContent, PaneStream } from './pane-stream.ts';

export interface PaneReadingOptions {
  readonly id: Pane['id'];
  readonly stream: PaneStream;
  readonly log: Log;
  readonly worker: ScreenWorker;
  scrollbackLines(): number;
  /** As the workspace has it now; undefined once it is closed. */
  pane(): Pane | undefined;
  /** A process runs in it: the last of its incarnations, as the workspace has it now. */
  isRunning(): boolean;
  warn(text: string): void;
}

/** What a view begins with: a screen, and the units between that and the living stream. */
export interface Beginning {
  readonly job: ScreenJob;
  readonly since: readonly StreamEntry[];
}

export class PaneReading {
  readonly #options: PaneReadingOptions;
  /** What it held elsewhere is still being stored: until then nothing is read. */
  #stored: Promise<void> | null = null;

  constructor(options: PaneReadingOptions) {
    this.#options = options;
  }

  /** Its content comes from a restore point or a file: whoever asks for the pane waits for that. */
  awaitContent(stored: Promise<unknown>): void {
    const done = (): void => {
      this.#stored = null;
    };
    this.#stored = stored.then(done, done);
  }

  /** Resolves when its content is there; null while there is nothing to wait for. */
  get stored(): Promise<void> | null {
    return this.#stored;
  }

  /** All of it as work for a screen, as of the call. `isEnded`: what the ended process left behind is reset. */
  async job({ isEnded }: { isEnded: boolean }): Promise<ScreenJob> {
    // Not even a microtask otherwise: what is printed after the call is not part of it.
    if (this.#stored !== null) await this.#stored;
    const content = await this.#read();
    if (content.loss !== null) {
      this.#options.warn(`Part of the history could not be read: ${content.loss}.`);
    }
    return this.#jobOf(content, isEnded);
  }

  /**
   * All of it for a view, as of the call: a screen where the living program was in the midst of nothing, for a screen says nothing of
   * half a sequence, and what came since. `isEnded` as above; then nothing comes.
   */
  async beginning({ isEnded }: { isEnded: boolean }): Promise<Beginning> {
    if (this.#stored !== null) await this.#stored;
    const ground = isEnded ? null : this.#options.stream.ground;
    const job = await this.job({ isEnded });
    if (ground === null) return { job, since: [] };
    const { before, after } = splitEntries(job.entries, ground);
    return { job: { ...job, entries: before }, since: after };
  }

  async text(options: TextOptions, ended: { isEnded: boolean }): Promise<ScreenText> {
    return this.#options.worker.text(await this.job(ended), options);
  }

  async search(pattern: RegExp, ended: { isEnded: boolean }): Promise<Found<readonly FoundLine[]>> {
    return this.#options.worker.search(await this.job(ended), pattern);
  }

  /** All there is up to now in one snapshot; null if the newest snapshot is all there is. */
  async snapshot(): Promise<StreamSnapshot | null> {
    if (this.#stored !== null) await this.#stored;
    const content = await this.#read();
    if (content.entries.length === 0) return null;
    const made = await this.materialise(content);
    if (made.damage !== null) this.reportDamage(made.damage);
    return { position: made.position, data: made.snapshot };
  }

  materialise(content: PaneContent): Promise<SavedScreen> {
    return this.#options.worker.materialise(this.#jobOf(content, false));
  }

  /** Incarnations that leave no trace; the last one among them once its process is gone and it was never touched. */
  skip(): ReadonlySet<number> {
    const pane = this.#options.pane();
    const skip = new Set(pane?.discarded);
    if (pane !== undefined && !this.#options.isRunning()) {
      if (!pane.touched && pane.outcome === null) skip.add(pane.incarnation);
    }
    return skip;
  }

  /** Nothing that replaces it may be the end of it: it may say something to another version, or to a person. */
  reportDamage(reason: string): void {
    const { id, log, warn } = this.#options;
    log.setSnapshotAside(idNumber(id), `the screen in it cannot be decoded: ${reason}`);
    warn(`The saved screen could not be read: ${reason}. What was printed since is here.`);
  }

  #read(): Promise<PaneContent> {
    return this.#options.stream.read(this.skip());
  }

  #jobOf(content: PaneContent, isEnded: boolean): ScreenJob {
    const { cols, rows } = this.#options.pane() ?? { cols: 80, rows: 24 };
    // Nothing that runs would say so in the stream: what is there takes the size that the pane has now.
    const resized: StreamEntry = { kind: 'mark', ...content.end, mark: { kind: 'resize', cols, rows } };
    return {
      snapshot: content.snapshot,
      entries: isEnded ? [...content.entries, resized] : content.entries,
      cols,
      rows,
      scrollbackLines: this.#options.scrollbackLines(),
      newIncarnation: isEnded,
    };
  }
}
