// When and how a pane's tail becomes a new snapshot. The cost of saving follows what was printed: a tail is folded when
// it passes its budget, and a program that prints faster than folding goes is paced by it. A fold ends where the parser
// was in its ground state, and never takes in an incarnation that was not touched.
import type { StreamPosition } from '../../shared/stream.ts';
import type { StreamSize } from '../persistence/types.ts';
import type { SavedScreen } from '../screen/types.ts';
import type { FoldQueue, QueuedFold } from './fold-queue.ts';
import type { PaneContent, PaneStream } from './pane-stream.ts';

const smallestBudgetBytes = 2 * 1024 * 1024;
/** A tail may be this many times the last snapshot before folding pays. */
const snapshotFactor = 4;
/** Beyond so many budgets the program waits for the fold. */
const pacingFactor = 2;
/**
 * At rest folding pays from so many bytes and half of the last snapshot on: what is folded still follows what was printed, and
 * the next start does without an emulator for the pane.
 */
const restBytes = 64 * 1024;

export interface FoldingPane {
  readonly stream: PaneStream;
  /** Every pane's, so that they are folded one after the other. */
  readonly queue: FoldQueue;
  materialise(content: PaneContent): Promise<SavedScreen>;
  /** Incarnations to leave out. */
  skip(): ReadonlySet<number>;
  isTouched(): boolean;
  touch(): void;
  hold(isHeld: boolean): void;
  /** The saved screen could not be decoded: what is made now lacks it, so it has to be kept aside before it is replaced. */
  reportDamage(reason: string): void;
  /** What the log knows of the stream at the start. */
  readonly initial: StreamSize | null;
}

export class PaneFolding {
  readonly #pane: FoldingPane;
  #tailBytes: number;
  #snapshotBytes: number;
  #incarnationBytes = 0;
  #incarnationStart: StreamPosition | null = null;
  #queued: QueuedFold | null = null;
  /** After a failure the tail has to grow again before the next attempt. */
  #retryAtBytes = 0;

  constructor(pane: FoldingPane) {
    this.#pane = pane;
    this.#tailBytes = pane.initial?.tailBytes ?? 0;
    this.#snapshotBytes = pane.initial?.snapshotBytes ?? 0;
  }

  get #budgetBytes(): number {
    return Math.max(smallestBudgetBytes, snapshotFactor * this.#snapshotBytes);
  }

  handleStart(): void {
    const { position } = this.#pane.stream;
    this.#incarnationStart = { incarnation: position.incarnation, offset: 0 };
    this.#incarnationBytes = 0;
    this.#check();
  }

  handleOutput(bytes: number): void {
    this.#tailBytes += bytes;
    this.#incarnationBytes += bytes;
    this.#check();
  }

  /** Folds now, whatever the budget: the tail keeps old journal files from being freed. */
  fold(): Promise<void> {
    if (this.#queued === null) {
      const queued = this.#pane.queue.add(() => this.#fold());
      this.#queued = queued;
      void queued.done.finally(() => {
        this.#queued = null;
        this.#pane.hold(false);
      });
    }
    return this.#queued.done;
  }

  /** To be called while nothing is printed. */
  async foldIfItPays(): Promise<void> {
    if (this.#tailBytes >= Math.max(restBytes, this.#snapshotBytes / 2, this.#retryAtBytes))
      await this.fold();
  }

  /** Waits for the fold that is under way; one that has not begun is not begun any more. */
  async settle(): Promise<void> {
    this.#queued?.withdraw();
    await this.#queued?.done;
  }

  #check(): void {
    const budget = this.#budgetBytes;
    if (this.#tailBytes <= Math.max(budget, this.#retryAtBytes)) return;
    // So much output is worth keeping, whether a key was pressed or not.
    if (this.#incarnationBytes > budget && !this.#pane.isTouched()) this.#pane.touch();
    if (this.#tailBytes > pacingFactor * budget && this.#retryAtBytes === 0) this.#pane.hold(true);
    void this.fold();
  }

  async #fold(): Promise<void> {
    const target = this.#pane.isTouched() ? this.#pane.stream.ground : this.#incarnationStart;
    const tailAtStart = this.#tailBytes;
    try {
      const content = await this.#pane.stream.read(this.#pane.skip(), target ?? undefined);
      if (content.entries.length > 0) {
        const made = await this.#pane.materialise(content);
        if (made.damage !== null) this.#pane.reportDamage(made.damage);
        await this.#pane.stream.putSnapshot(made.position, made.snapshot);
        this.#snapshotBytes = made.snapshot.length;
      }
      this.#tailBytes = Math.max(0, this.#tailBytes - tailAtStart);
      this.#retryAtBytes = 0;
    } catch {
      // The log has said why (a full disk, a worker that had to be replaced); the tail is still whole.
      this.#retryAtBytes = this.#tailBytes + this.#budgetBytes;
    }
  }
}
