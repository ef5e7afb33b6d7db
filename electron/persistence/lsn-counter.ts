// Numbers the records of a log. Invariant: a number is given once, in the order in which records are journaled.
import type { Lsn } from './types.ts';

export class LsnCounter {
  constructor(private lsn: Lsn) {}

  /** That of the last record; it may still be in memory. */
  get last(): Lsn {
    return this.lsn;
  }

  next(): Lsn {
    this.lsn += 1;
    return this.lsn;
  }
}
