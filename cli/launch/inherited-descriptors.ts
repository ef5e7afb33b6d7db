// Descriptors that our own starter left open (a script's lock file, a pipe) would live on in the app for as long as it runs.
import { closeSync, readdirSync, readFileSync } from 'node:fs';

/** O_CLOEXEC in the octal flags of /proc/PID/fdinfo/FD (proc(5), open(2) on Linux). */
const closeOnExec = 0o2000000;

/**
 * Closes whatever a child would get beside stdin, stdout and stderr. All that Node opens is closed on exec anyway, so this
 * meets only what is not ours. Linux alone tells; elsewhere Node's own care at its start has to do.
 */
export function closeInheritedDescriptors(): void {
  if (process.platform !== 'linux') return;
  for (const name of readdirSync('/proc/self/fd')) {
    const descriptor = Number(name);
    if (descriptor > 2 && isInherited(descriptor)) closeSync(descriptor);
  }
}

function isInherited(descriptor: number): boolean {
  let info: string;
  try {
    info = readFileSync(`/proc/self/fdinfo/${descriptor}`, 'latin1');
  } catch {
    // The one that the listing itself was read from is gone by now.
    return false;
  }
  const flags = /^flags:\s*([0-7]+)$/m.exec(info)?.[1];
  return flags !== undefined && (Number.parseInt(flags, 8) & closeOnExec) === 0;
}
