// A start that cannot go on: one plain sentence on stderr (what happened, what is safe, what to do), and an exit code.
// Nothing has been changed by then.
import type { App } from 'electron';
import { ControlSocketInUseError } from '../control/socket-file.ts';
import { PrivacyError } from '../home/private-directory.ts';
import { LogError } from '../persistence/errors.ts';
import type { FirstStart } from './first-start.ts';

export function fail(app: App, code: number, message: string): void {
  process.stderr.write(`everpane: ${message}\n`);
  app.exit(code);
}

/** Whom a second start could not talk to. */
export function explainRefusal(
  home: string,
  refusal: Extract<FirstStart<unknown>, { kind: 'refused' }>,
): string {
  const who = refusal.pid === null ? 'another process' : `process ${refusal.pid}`;
  const end = refusal.pid === null ? 'End it' : `End it (kill ${refusal.pid})`;
  return `${home} is in use by ${who}, which cannot be reached: ${refusal.reason}. ${end}, or choose another --home.`;
}

export function explainFailure(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof PrivacyError || error instanceof ControlSocketInUseError) return message;
  if (error instanceof LogError) {
    return `the saved workspace cannot be opened: ${message}. Nothing has been changed; see 'everpane inspect'.`;
  }
  return `Everpane cannot start: ${error instanceof Error ? (error.stack ?? message) : message}`;
}
