// How late the event loop is, as `status` reports it. Two windows that take turns: the number tells of the last minute or
// two, neither of start-up for ever nor only of the last second.
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';

/** The histogram counts from one tick to the next, this interval included: it is taken off again. */
const resolutionMs = 20;
const windowMs = 60_000;

export class EventLoopDelay {
  #current: IntervalHistogram;
  #previousP99Ms = 0;
  readonly #timer: NodeJS.Timeout;

  constructor() {
    this.#current = startHistogram();
    this.#timer = setInterval(() => this.#turn(), windowMs);
    this.#timer.unref();
  }

  /** 99th percentile of the delay in milliseconds, over the present window and the one before, whichever is worse. */
  p99Ms(): number {
    return Math.max(this.#previousP99Ms, p99Of(this.#current));
  }

  close(): void {
    clearInterval(this.#timer);
    this.#current.disable();
  }

  #turn(): void {
    this.#previousP99Ms = p99Of(this.#current);
    this.#current.disable();
    this.#current = startHistogram();
  }
}

function startHistogram(): IntervalHistogram {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  histogram.enable();
  return histogram;
}

function p99Of(histogram: IntervalHistogram): number {
  if (histogram.count === 0) return 0;
  const delayMs = histogram.percentile(99) / 1e6 - resolutionMs;
  return Math.max(0, Math.round(delayMs * 1000) / 1000);
}
