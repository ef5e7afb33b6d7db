// Shares the event loop among connections: each ready one gets a step in turn, and after a slice of time the loop goes on
// with other things (terminals). A connection that floods waits for the others, never they for it.
import { performance } from 'node:perf_hooks';

const sliceMs = 2;

/** Does one small piece of work; true if there is more. */
export type Step = () => boolean;

export class Turns {
  readonly #ready = new Set<Step>();
  #scheduled = false;

  /** Runs `step` soon, again and again until it returns false. Doing so while it is already waiting changes nothing. */
  add(step: Step): void {
    this.#ready.add(step);
    this.#schedule();
  }

  remove(step: Step): void {
    this.#ready.delete(step);
  }

  #schedule(): void {
    if (this.#scheduled || this.#ready.size === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#runSlice();
      this.#schedule();
    });
  }

  #runSlice(): void {
    const end = performance.now() + sliceMs;
    // A set is iterated in the order of insertion, and what is put back is met again: a ring.
    for (const step of this.#ready) {
      this.#ready.delete(step);
      if (step()) this.#ready.add(step);
      if (performance.now() >= end) return;
    }
  }
}
