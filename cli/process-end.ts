// Whether a process that is not our child still runs. A zombie has ended, whatever its parent does about it, and a later
// process with the same number is another one.
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 20;

export interface WatchedProcess {
  readonly pid: number;
  /** Kernel ticks since boot; null where the system does not tell. */
  readonly startTime: string | null;
}

export function watchProcess(pid: number): WatchedProcess {
  return { pid, startTime: statOf(pid)?.startTime ?? null };
}

/** True when it has ended; false when it still runs after `timeoutMs`. */
export async function waitForEnd(watched: WatchedProcess, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (isRunning(watched)) {
    if (performance.now() > deadline) return false;
    await delay(pollMs);
  }
  return true;
}

export function isRunning({ pid, startTime }: WatchedProcess): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: somebody else's, but alive.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  const stat = statOf(pid);
  if (stat === null || startTime === null) return true;
  return stat.startTime === startTime && stat.state !== 'Z' && stat.state !== 'X';
}

/** proc(5): field 3 is the state, field 22 the start time; the command before them may hold any character. */
function statOf(pid: number): { state: string; startTime: string } | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return null;
  }
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', startTime: fields[19] ?? '' };
}
