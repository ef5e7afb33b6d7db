// How a command ends when it does not succeed: an exit status that scripts can rely on, and one line that says what to do.

export const exitStatus = { done: 0, failed: 1, usage: 2, notRunning: 3 } as const;

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

export class CliError extends Error {
  readonly status: ExitStatus;
  constructor(message: string, { status = exitStatus.failed }: { status?: ExitStatus } = {}) {
    super(message);
    this.status = status;
  }
}

export function usageError(message: string): CliError {
  return new CliError(message, { status: exitStatus.usage });
}

/** Any error as one line. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().replace(/\s*\n\s*/g, ' ');
}
