// The user's themes as they come and go while the app runs: a theme may be put there by the command line, by hand, or by whatever
// unpacks one. Says only that something has changed. The directory need not be there: then the one around it is watched for it.
import { type FSWatcher, unwatchFile, watch, watchFile } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Several files that come together are one change. */
const defaultSettleMs = 60;
/** Where the system grants no watch. */
const pollMs = 500;

export class ThemeFolder {
  readonly #dir: string;
  readonly #onChange: () => void;
  readonly #settleMs: number;
  #around: FSWatcher | null = null;
  #inside: FSWatcher | null = null;
  #timer: NodeJS.Timeout | undefined;
  #polling = false;

  /** The directory around `dir` must exist when it is opened. */
  constructor(dir: string, onChange: () => void, { settleMs = defaultSettleMs }: { settleMs?: number } = {}) {
    this.#dir = dir;
    this.#onChange = onChange;
    this.#settleMs = settleMs;
  }

  open(): void {
    const name = basename(this.#dir);
    this.#around = this.#watch(dirname(this.#dir), (changed) => {
      if (changed !== null && changed !== name) return;
      // It is there now, is another one, or is gone.
      this.#lookInside();
      this.#schedule();
    });
    if (this.#around === null) this.#poll();
    this.#lookInside();
  }

  /** Nothing is told from now on. Idempotent. */
  close(): void {
    clearTimeout(this.#timer);
    this.#around?.close();
    this.#inside?.close();
    this.#around = null;
    this.#inside = null;
    if (this.#polling) unwatchFile(this.#dir);
    this.#polling = false;
  }

  #lookInside(): void {
    this.#inside?.close();
    // What is written aside has another end, and its own name follows.
    this.#inside = this.#watch(this.#dir, (changed) => {
      if (changed === null || changed.endsWith('.json')) this.#schedule();
    });
  }

  /** Null where there is nothing to watch, or no watch to be had. */
  #watch(dir: string, onChange: (name: string | null) => void): FSWatcher | null {
    try {
      const watcher = watch(dir, { persistent: false }, (_event, name) => onChange(name));
      watcher.on('error', () => {
        watcher.close();
        this.#poll();
      });
      return watcher;
    } catch (error) {
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!isMissing) this.#poll();
      return null;
    }
  }

  #poll(): void {
    if (this.#polling) return;
    this.#polling = true;
    watchFile(this.#dir, { persistent: false, interval: pollMs }, () => this.#schedule());
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#onChange, this.#settleMs);
    this.#timer.unref();
  }
}
