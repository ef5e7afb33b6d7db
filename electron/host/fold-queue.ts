// Folds of panes, one after the other: each reads a long tail and takes the worker for a while, and many that came due together
// would leave the event loop no time for the terminals. Invariant: in the order in which they were asked for, one at a time.
// Knows no pane.

export interface QueuedFold {
  /** Resolves when it is done or withdrawn, rejects as it does. */
  readonly done: Promise<void>;
  /** Takes it out of the queue, if it has not begun. */
  withdraw(): void;
}

interface Waiting {
  begin(): void;
}

export class FoldQueue {
  /** The first of them is under way. */
  readonly #line = new Set<Waiting>();

  add(fold: () => Promise<void>): QueuedFold {
    let withdraw: () => void = () => undefined;
    const done = new Promise<void>((resolve, reject) => {
      const waiting: Waiting = {
        begin: () => {
          withdraw = () => undefined;
          fold()
            .then(resolve, reject)
            .finally(() => this.#leave(waiting));
        },
      };
      withdraw = () => {
        this.#line.delete(waiting);
        resolve();
      };
      this.#line.add(waiting);
      if (this.#line.size === 1) waiting.begin();
    });
    return { done, withdraw: () => withdraw() };
  }

  #leave(waiting: Waiting): void {
    this.#line.delete(waiting);
    const [next] = this.#line;
    next?.begin();
  }
}
