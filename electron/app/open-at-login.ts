// Opening at login as the configuration has it now: the system is told at the start, because the app may have moved, and at
// each change. Knows nothing of how a system keeps it.
import type { LoginItems } from './login-items.ts';

export interface OpenAtLoginOptions {
  readonly items: LoginItems;
  say(text: string): void;
}

export class OpenAtLogin {
  readonly #options: OpenAtLoginOptions;
  #wanted: boolean | null = null;
  #work: Promise<void> = Promise.resolve();

  constructor(options: OpenAtLoginOptions) {
    this.#options = options;
  }

  /** Resolves when the system knows, or the person knows why not. Never rejects. */
  follow(isWanted: boolean): Promise<void> {
    if (isWanted === this.#wanted) return this.#work;
    const isNew = this.#wanted !== null;
    this.#wanted = isWanted;
    const { items, say } = this.#options;
    this.#work = this.#work
      .then(() => items.set(isWanted, isNew))
      .catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        say(`Opening at login could not be switched ${isWanted ? 'on' : 'off'}: ${reason}.`);
      });
    return this.#work;
  }
}
