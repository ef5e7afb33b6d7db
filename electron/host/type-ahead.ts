// What is typed into a pane before its program may have it: while that is being started, and while a command line is due that comes
// first. Invariant: it is handed on whole and in the order in which it came, or forgotten with the program that it was meant for.
// Knows no process.

/** As much as one paste may be (host/client.ts). Characters of a string, bytes of an array. */
const mostKept = 64 * 1024 * 1024;

export class TypeAhead {
  #kept: (string | Uint8Array)[] = [];
  #length = 0;

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
