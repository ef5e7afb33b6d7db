// Finds every process that came out of one app, also those that have left its process tree. A process belongs to it when
// its environment holds the mark, or its command line names the app's directory (Chromium's helpers overwrite their
// environment with a title). Linux only: elsewhere nothing is found, and leaks are not looked for.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

export interface FoundProcess {
  readonly pid: number;
  readonly commandLine: string;
}

export interface Mark {
  /** NAME=VALUE in the environment. */
  readonly variable: string;
  /** A directory that only this app uses. */
  readonly dir: string;
}

const POLL_MS = 25;

/** Living processes with the mark; a zombie is dead. */
export function markedProcesses(mark: Mark): FoundProcess[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((name) => ({ pid: Number(name), commandLine: commandLineOf(Number(name)) }))
    .filter(
      ({ pid, commandLine }) => commandLine !== '' && (commandLine.includes(mark.dir) || isMarked(pid, mark)),
    );
}

/** Living processes that have `dir` in their command line or environment. */
export function processesNaming(dir: string): FoundProcess[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((name) => ({ pid: Number(name), commandLine: commandLineOf(Number(name)) }))
    .filter(
      ({ pid, commandLine }) =>
        commandLine !== '' &&
        (commandLine.includes(dir) || words(`/proc/${pid}/environ`).some((word) => word.includes(dir))),
    );
}

/** Resolves to what is still alive after at most `limitMs`: an empty list as soon as all are gone. */
export async function awaitProcessesGone(mark: Mark, limitMs: number): Promise<FoundProcess[]> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const alive = markedProcesses(mark);
    if (alive.length === 0 || Date.now() > deadline) return alive;
    await delay(POLL_MS);
  }
}

/** Empty when the process has gone. */
export function commandLineOf(pid: number): string {
  return words(`/proc/${pid}/cmdline`).join(' ');
}

function isMarked(pid: number, mark: Mark): boolean {
  return words(`/proc/${pid}/environ`).includes(mark.variable);
}

/** NUL-separated words; none when the process has gone in between. */
function words(file: string): string[] {
  try {
    return readFileSync(file, 'latin1').split('\0').filter(Boolean);
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

function isGone(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES';
}
