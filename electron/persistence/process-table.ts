// Who is alive: names a process so that a later one with the same number is not taken for it (start time, boot), and sees a
// zombie as dead. A port, because tests crash a "process" that shares their number.
import { readFileSync } from 'node:fs';

export interface ProcessIdentity {
  readonly pid: number;
  /** Kernel ticks since boot when it started; null where the system does not say. */
  readonly startTime: string | null;
  /** Changes with each boot; null where the system does not say. */
  readonly bootId: string | null;
}

export interface ProcessTable {
  self(): ProcessIdentity;
  isAlive(identity: ProcessIdentity): boolean;
}

/** What /proc/PID/stat says (proc(5): field 3 is the state, field 22 the start time); null when it cannot be read. */
function procStat(proc: string, pid: number): { state: string; startTime: string } | null {
  let text: string;
  try {
    text = readFileSync(`${proc}/${pid}/stat`, 'latin1');
  } catch {
    return null;
  }
  // The second field is the command in parentheses and may itself hold any character.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: String(fields[0]), startTime: String(fields[19]) };
}

function readBootId(proc: string): string | null {
  try {
    return readFileSync(`${proc}/sys/kernel/random/boot_id`, 'latin1').trim();
  } catch {
    return null;
  }
}

function signalReaches(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: somebody else's process, but a living one.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** The system's processes, as far as `proc` shows them; where there is no such directory, a number is all there is. */
export function processesIn(proc: string): ProcessTable {
  return {
    self() {
      const stat = procStat(proc, process.pid);
      return { pid: process.pid, startTime: stat?.startTime ?? null, bootId: readBootId(proc) };
    },
    isAlive(identity) {
      if (identity.bootId !== null && identity.bootId !== readBootId(proc)) return false;
      if (identity.startTime === null) return signalReaches(identity.pid);
      const stat = procStat(proc, identity.pid);
      // A mount with hidepid shows nothing of other users' processes, but a signal tells that one is there.
      if (stat === null) return signalReaches(identity.pid);
      return stat.startTime === identity.startTime && stat.state !== 'Z' && stat.state !== 'X';
    },
  };
}

export const systemProcesses: ProcessTable = processesIn('/proc');
