// Lets the event loop run during long work. Invariant: between two calls of pause() that yield, at most the slice passes.
import type { Clock } from './types.ts';

const SLICE_MS = 4;

export class Breather {
  #since: number;

  constructor(private readonly clock: Clock) {
    this.#since = clock.monotonic();
  }

  get isDue(): boolean {
    return this.clock.monotonic() - this.#since >= SLICE_MS;
  }

  async pause(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.#since = this.clock.monotonic();
  }
}
