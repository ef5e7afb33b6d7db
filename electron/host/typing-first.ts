// Whoever types goes first: for a moment after each key, the output of all other panes is let through in small portions, so
// that no flood stands between the key and its echo, neither in this process nor in the page nor on the way to the disk.
// Nothing is dropped, programs wait. A pane that prints as fast as a person reads never rests. Knows only ids and numbers.
import type { PaneId } from '../../shared/ids.ts';

/** How long a key counts: people pause that long within a word and between two. */
const typingMs = 1_000;
/** All panes together, while somebody types elsewhere. */
const bytesPerMs = 500;
/** What a pane prints on top of that without being a flood: a prompt, a status line, the screen of an editor. */
const freeBytes = 4 * 1024;
/** Long enough that a flood costs its page a painting every second frame and no more. */
const shortestRestMs = 30;

interface Spent {
  bytes: number;
  at: number;
  restsUntil: number;
}

export class TypingFirst {
  readonly #now: () => number;
  /** When a person typed into a pane last. */
  readonly #typedAt = new Map<PaneId, number>();
  readonly #spent = new Map<PaneId, Spent>();

  /** `now`: milliseconds that only go forwards. */
  constructor(now: () => number) {
    this.#now = now;
  }

  handleTyped(pane: PaneId): void {
    this.#typedAt.set(pane, this.#now());
  }

  /** The pane has printed: how many milliseconds it is to rest before it goes on; 0 while nobody types elsewhere. */
  restAfter(pane: PaneId, bytes: number): number {
    const now = this.#now();
    if (!this.#isTypedElsewhere(pane, now)) {
      this.#spent.delete(pane);
      return 0;
    }
    const before = this.#spent.get(pane) ?? { bytes: 0, at: now, restsUntil: now };
    const left = Math.max(0, before.bytes - (now - before.at) * this.#shareOf(pane, now)) + bytes;
    const excess = left - freeBytes;
    const restMs = excess <= 0 ? 0 : Math.max(shortestRestMs, excess / this.#shareOf(pane, now));
    this.#spent.set(pane, { bytes: left, at: now, restsUntil: now + restMs });
    return restMs;
  }

  /** Nothing is held back for it or because of it any more. */
  forget(pane: PaneId): void {
    this.#typedAt.delete(pane);
    this.#spent.delete(pane);
  }

  #isTypedElsewhere(pane: PaneId, now: number): boolean {
    let isElsewhere = false;
    for (const [typed, at] of this.#typedAt) {
      if (now - at > typingMs) this.#typedAt.delete(typed);
      else if (typed === pane) return false;
      else isElsewhere = true;
    }
    return isElsewhere;
  }

  /** Bytes a millisecond, of as many as flood just now. */
  #shareOf(pane: PaneId, now: number): number {
    let others = 0;
    for (const [other, { restsUntil }] of this.#spent) if (other !== pane && restsUntil >= now) others += 1;
    return bytesPerMs / (others + 1);
  }
}
