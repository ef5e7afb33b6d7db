// Who runs a home: this start, or one before it. The journal's lock decides; while its owner is only just starting and not
// listening yet, this start waits a little and asks again. Knows no electron.
import { setTimeout as delay } from 'node:timers/promises';
import { LockedError } from '../persistence/errors.ts';
import type { HandOver } from './hand-over.ts';

export type FirstStart<T> =
  | { readonly kind: 'first'; readonly value: T }
  | { readonly kind: 'handed-over' }
  /** `pid` holds the home and cannot be talked to. */
  | { readonly kind: 'refused'; readonly pid: number | null; readonly reason: string };

export interface FirstStartOptions<T> {
  handOver(): Promise<HandOver>;
  /** Rejects with LockedError while another process has the journal. */
  open(): Promise<T>;
  /** How long an owner of the lock may take to begin to listen: a recovery of a large journal takes seconds. */
  readonly limitMs: number;
  /** A pause that is short beside a start. */
  readonly pauseMs: number;
}

export async function firstStart<T>(options: FirstStartOptions<T>): Promise<FirstStart<T>> {
  const { limitMs, pauseMs } = options;
  const deadline = performance.now() + limitMs;
  for (;;) {
    const answer = await options.handOver();
    if (answer.kind === 'done') return { kind: 'handed-over' };
    try {
      return { kind: 'first', value: await options.open() };
    } catch (error) {
      if (!(error instanceof LockedError)) throw error;
      const reason = answer.kind === 'silent' ? answer.reason : 'it holds the lock and does not listen';
      if (answer.kind === 'silent' || performance.now() > deadline) {
        return { kind: 'refused', pid: error.pid, reason };
      }
    }
    await delay(pauseMs);
  }
}
