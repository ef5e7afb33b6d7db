// Screens of panes that are read again and again, as a script does that follows one: kept in the worker and fed, so that a pane's
// text is not made from the disk each time. Invariant: few at a time, and none for long that nobody asks for. Knows no pane but
// how to follow one.
import type { PaneId } from '../../shared/ids.ts';
import type { ScreenFollower } from './screen-follower.ts';

export interface FollowedPane {
  readonly id: PaneId;
  follow(): { follower: ScreenFollower; release: () => Promise<void> };
}

interface Kept {
  readonly follower: ScreenFollower;
  readonly release: () => Promise<void>;
  timer: NodeJS.Timeout;
}

/** Each holds up to some 25 MB of the worker's memory. */
const mostKept = 4;
/** So many times, each within this time of the last, is again and again; and what nobody has asked for as long is let go. */
const defaultOftenMs = 1000;
/** To make an emulator of a long scrollback costs as much as to read it from what was saved some eight times. */
const defaultTimes = 5;

export class KeptScreens {
  readonly #oftenMs: number;
  readonly #times: number;
  /** In the order in which they were last asked for. */
  readonly #kept = new Map<PaneId, Kept>();
  /** How often, and performance.now() of the last time, for as long as it matters. */
  readonly #asked = new Map<PaneId, { readonly times: number; readonly at: number }>();

  constructor({ oftenMs = defaultOftenMs, times = defaultTimes }: { oftenMs?: number; times?: number } = {}) {
    this.#oftenMs = oftenMs;
    this.#times = times;
  }

  /** How many there are. */
  get size(): number {
    return this.#kept.size;
  }

  /** The screen that follows the pane, which must have a process; null where it is asked for too seldom to have one. */
  ask(pane: FollowedPane): ScreenFollower | null {
    const { id } = pane;
    const kept = this.#kept.get(id) ?? (this.#isOften(id) ? this.#keep(pane) : null);
    if (kept === null) return null;
    // To the end of the line.
    this.#kept.delete(id);
    this.#kept.set(id, kept);
    kept.timer.refresh();
    return kept.follower;
  }

  /** The pane shows something else from now on, or is gone. */
  drop(id: PaneId): void {
    const kept = this.#kept.get(id);
    this.#asked.delete(id);
    if (kept === undefined) return;
    this.#kept.delete(id);
    clearTimeout(kept.timer);
    void kept.release();
  }

  #isOften(id: PaneId): boolean {
    const now = performance.now();
    for (const [pane, { at }] of this.#asked) if (now - at > this.#oftenMs) this.#asked.delete(pane);
    const times = (this.#asked.get(id)?.times ?? 0) + 1;
    this.#asked.set(id, { times, at: now });
    return times >= this.#times;
  }

  #keep(pane: FollowedPane): Kept {
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined && this.#kept.size >= mostKept) this.drop(oldest);
    const timer = setTimeout(() => this.drop(pane.id), this.#oftenMs);
    timer.unref();
    return { ...pane.follow(), timer };
  }
}
