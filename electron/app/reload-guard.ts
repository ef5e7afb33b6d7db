// Says whether a page that died may be loaded again, or has died too often in too short a time. Pure but for what it counts.

export interface ReloadGuardOptions {
  readonly deaths: number;
  readonly withinMs: number;
  /** Milliseconds that never jump. */
  readonly now: () => number;
}

export class ReloadGuard {
  readonly #options: ReloadGuardOptions;
  #deaths: number[] = [];

  constructor(options: ReloadGuardOptions) {
    this.#options = options;
  }

  /** Counts a death; false when it was one too many. */
  mayReload(): boolean {
    const { deaths, withinMs, now } = this.#options;
    const at = now();
    this.#deaths = [...this.#deaths.filter((earlier) => at - earlier < withinMs), at];
    return this.#deaths.length < deaths;
  }

  /** A person asked to try again. */
  reset(): void {
    this.#deaths = [];
  }
}
