// Time that passes only when a test says so. Invariant: timers run in the order they are due, inside advance().
import type { Clock } from '../../electron/persistence/types.ts';

export class ManualClock implements Clock {
  #nowMs = Date.UTC(2026, 0, 1);
  #monotonicMs = 0;
  #timers: { readonly dueMs: number; readonly callback: () => void }[] = [];

  now(): number {
    return this.#nowMs;
  }

  monotonic(): number {
    return this.#monotonicMs;
  }

  setTimeout(callback: () => void, delayMs: number): () => void {
    const timer = { dueMs: this.#monotonicMs + delayMs, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  }

  get timers(): number {
    return this.#timers.length;
  }

  advance(ms: number): void {
    const end = this.#monotonicMs + ms;
    for (;;) {
      const due = this.#timers.filter((timer) => timer.dueMs <= end).sort((a, b) => a.dueMs - b.dueMs)[0];
      if (due === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== due);
      this.#nowMs += due.dueMs - this.#monotonicMs;
      this.#monotonicMs = Math.max(this.#monotonicMs, due.dueMs);
      due.callback();
    }
    this.#nowMs += end - this.#monotonicMs;
    this.#monotonicMs = end;
  }

  /** The wall clock alone, as somebody setting it does. */
  jump(ms: number): void {
    this.#nowMs += ms;
  }
}
