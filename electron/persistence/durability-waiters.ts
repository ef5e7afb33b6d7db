// Promises that records will be durable. Invariant: each resolves once: when its LSN is durable, or degraded when the disk
// does not let it become so.
import type { Lsn } from './types.ts';

export interface Durability {
  readonly degraded: boolean;
}

interface Waiter {
  readonly lsn: Lsn;
  readonly resolve: (result: Durability) => void;
}

export class DurabilityWaiters {
  #waiting: Waiter[] = [];

  wait(lsn: Lsn): Promise<Durability> {
    return new Promise((resolve) => this.#waiting.push({ lsn, resolve }));
  }

  /** `isDegraded`: those that are not durable are not made to wait either. */
  settle(durableLsn: Lsn, isDegraded: boolean): void {
    if (this.#waiting.length === 0) return;
    const waiting: Waiter[] = [];
    for (const waiter of this.#waiting) {
      if (waiter.lsn <= durableLsn) waiter.resolve({ degraded: false });
      else if (isDegraded) waiter.resolve({ degraded: true });
      else waiting.push(waiter);
    }
    this.#waiting = waiting;
  }
}
