// The one way out. Whatever asks for the end (the user, a signal, a logout, the command line), the host is shut down first,
// once, and for a bounded time; then the process exits. Knows no electron.

export interface GracefulEndOptions {
  /** Ends shells, saves, closes the journal. `reason`: who asked for it. */
  shutDown(reason: string): Promise<void>;
  exit(code: number): void;
  /** Must not throw: it is the last thing a person hears. */
  say(message: string): void;
  readonly limitMs: number;
}

export class GracefulEnd {
  readonly #options: GracefulEndOptions;
  #ended: Promise<void> | null = null;

  constructor(options: GracefulEndOptions) {
    this.#options = options;
  }

  get hasBegun(): boolean {
    return this.#ended !== null;
  }

  /** Resolves when `exit` has been called. Asking again changes nothing. */
  begin(reason: string): Promise<void> {
    this.#ended ??= this.#end(reason);
    return this.#ended;
  }

  async #end(reason: string): Promise<void> {
    const { exit, limitMs, say } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<'too-late'>((resolve) => {
      timer = setTimeout(() => resolve('too-late'), limitMs);
    });
    try {
      const outcome = await Promise.race([this.#options.shutDown(reason), tooLate]);
      if (outcome === 'too-late') {
        say(`quitting (${reason}) took longer than ${limitMs / 1000} s; ending without the last save`);
        exit(1);
      } else {
        exit(0);
      }
    } catch (error) {
      say(
        `quitting (${reason}) failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      exit(1);
    } finally {
      clearTimeout(timer);
    }
  }
}
