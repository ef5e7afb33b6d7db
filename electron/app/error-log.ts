// Errors that nobody caught: written down, and the app goes on, because running shells are worth more than a clean death.
// The journal guards itself: what it cannot trust it stops writing. Writing to a terminal that is gone is no error at all.

/** Call it first of all. Electron would open a dialog and wait. */
export function surviveErrors(report: (message: string) => void): void {
  process.on('uncaughtException', (error) => report(`an error nobody caught: ${describe(error)}`));
  process.on('unhandledRejection', (reason) => report(`a rejection nobody handled: ${describe(reason)}`));
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', () => {
      // EPIPE: whoever started the app closed the terminal. There is nobody left to tell.
    });
  }
}

export function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
