// What is typed into a pane before its program may have it: while that is being started, and while a command line is due that comes
// first. Invariant: it is handed on whole and in the order in which it came, or forgotten with the program that it was meant for.
// Knows no process.

/** As much as one paste may be (host/client.ts). Characters of a string, bytes of an array. */
const mostKept = 64 * 1024 * 1024;
/** A shell that shows no prompt for this long gets what is typed all the same: it may be what it waits for. */
const longestHeldMs = 5_000;

export class TypeAhead {
  #kept: (string | Uint8Array)[] = [];
  #length = 0;
  #holds = 0;
  readonly #onReleased: () => void;

  /** `onReleased`: called each time that nothing holds it any more. */
  constructor(onReleased: () => void) {
    this.#onReleased = onReleased;
  }

  /** It is to wait although the program is there. */
  get isHeld(): boolean {
    return this.#holds > 0;
  }

  /** Holds it until what is returned is called, or for `longestHeldMs`. */
  hold(): () => void {
    let isOver = false;
    this.#holds += 1;
    const release = (): void => {
      clearTimeout(timer);
      if (isOver) return;
      isOver = true;
      this.#holds -= 1;
      if (this.#holds === 0) this.#onReleased();
    };
    const timer = setTimeout(release, longestHeldMs);
    return release;
  }

  get length(): number {
    return this.#length;
  }

  /** False when there is no room for all of it; then none of it is kept. */
  keep(data: string | Uint8Array): boolean {
    if (this.#length + data.length > mostKept) return false;
    this.#kept.push(data);
    this.#length += data.length;
    return true;
  }

  /** All there is, which is then no longer here. */
  take(): readonly (string | Uint8Array)[] {
    const kept = this.#kept;
    this.forget();
    return kept;
  }

  forget(): void {
    this.#kept = [];
    this.#length = 0;
  }
}
