// A starting screen that is made before its view is there, and every unit since: a view that comes then waits for nothing.
// Bounded, because nobody may come. Knows no views and no worker.

import type { StreamEntry } from '../../shared/stream.ts';
import type { ShownScreen } from '../screen/types.ts';

/** A first prompt and what a shell says before it are far below. */
const longestSinceBytes = 32 * 1024;
/** A view that was expected is there long before. */
const keptMs = 10_000;

/** What a view begins with. `since`: the units that follow on the screen and were there when it was asked for. */
export interface FirstScreen extends ShownScreen {
  readonly since: readonly StreamEntry[];
}

export class EarlyScreen {
  readonly screen: Promise<FirstScreen>;
  /** It was made before the pane's process was: what that one prints begins right behind it. */
  readonly isAhead: boolean;
  readonly since: StreamEntry[] = [];
  #bytes = 0;
  readonly #timer: NodeJS.Timeout;

  /** `onStale` is called once nobody is expected any more; `screen` may still be under way. */
  constructor(screen: Promise<FirstScreen>, isAhead: boolean, onStale: () => void) {
    this.screen = screen;
    this.isAhead = isAhead;
    // Whoever takes it meets the failure.
    screen.catch(() => undefined);
    this.#timer = setTimeout(onStale, keptMs);
    this.#timer.unref();
  }

  /** The next unit. False: it is too much to be kept. */
  add(entry: StreamEntry): boolean {
    this.#bytes += entry.kind === 'output' ? entry.data.length : 0;
    this.since.push(entry);
    return this.#bytes <= longestSinceBytes;
  }

  release(): void {
    clearTimeout(this.#timer);
  }
}
