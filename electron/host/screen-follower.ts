// A screen in the worker that follows a pane: built from what the pane has, then fed every unit as it comes. It stands
// in for a view: it answers queries while nobody looks, and gives the text that a `wait` looks for or a script reads.
import type { StreamEntry } from '../../shared/stream.ts';
import type {
  Found,
  ScreenJob,
  ScreenText,
  ScreenWorker,
  ShownScreen,
  TextOptions,
} from '../screen/types.ts';

/** Fed and not yet parsed, in bytes: the pane pauses above it. */
export const followerHighBytes = 1_000_000;

export class ScreenFollower {
  readonly key: string;
  readonly #worker: ScreenWorker;
  readonly #opened: Promise<unknown>;
  readonly #onPending: () => void;
  #pendingBytes = 0;

  /** `job` is still being read when the first units arrive: they wait their turn. */
  constructor(
    worker: ScreenWorker,
    key: string,
    { job, onPending }: { job: Promise<ScreenJob>; onPending: () => void },
  ) {
    this.#worker = worker;
    this.key = key;
    this.#onPending = onPending;
    this.#opened = job.then((ready) => worker.open(key, ready));
    // Whoever uses the screen next meets the failure; nobody may be waiting for it now.
    this.#opened.catch(() => undefined);
  }

  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  feed(entry: StreamEntry): void {
    const bytes = entry.kind === 'output' ? entry.data.length : 0;
    this.#pendingBytes += bytes;
    const settle = () => {
      this.#pendingBytes -= bytes;
      this.#onPending();
    };
    // The worker does jobs in the order in which they were asked for, so one promise keeps them all in line.
    this.#opened.then(() => this.#worker.feed(this.key, [entry])).then(settle, settle);
  }

  /** The screen after everything that was fed before the call. */
  async take(): Promise<ShownScreen> {
    await this.#opened;
    return this.#worker.take(this.key);
  }

  /** Whether the pattern matches what the present incarnation has printed up to now. */
  async matches(pattern: RegExp): Promise<Found<boolean>> {
    await this.#opened;
    return this.#worker.matches(this.key, pattern);
  }

  /** The text after everything that was fed before the call. */
  async text(options: TextOptions): Promise<ScreenText> {
    await this.#opened;
    return this.#worker.text(this.key, options);
  }

  async drop(): Promise<void> {
    const opened = await this.#opened.then(
      () => true,
      () => false,
    );
    if (opened) await this.#worker.drop(this.key).catch(() => undefined);
  }
}
