// The Clock port on the system's clocks. Timers never keep a process alive: the log is closed, not waited for.
import { performance } from 'node:perf_hooks';
import type { Clock } from './types.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimeout(callback, delayMs) {
    const timer = setTimeout(callback, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
