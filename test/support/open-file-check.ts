// No test leaves a file open in its directory. vitest's setupFiles, so it looks when each file's tests have ended; Linux only,
// where /proc tells.
import { readdirSync, readlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { sep } from 'node:path';
import { afterAll } from 'vitest';

const LIMIT_MS = 20_000;
const POLL_MS = 20;

afterAll(async () => {
  if (process.platform !== 'linux') return;
  const deadline = Date.now() + LIMIT_MS;
  let open = openFiles();
  while (open.length > 0 && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    open = openFiles();
  }
  if (open.length > 0) throw new Error(`still open after the last test: ${open.join(', ')}`);
}, 2 * LIMIT_MS);

function openFiles(): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const target = readlinkSync(`/proc/self/fd/${fd}`);
      return target.startsWith(`${tmpdir()}${sep}`) ? [target] : [];
    } catch (error) {
      // The descriptor that reads the directory has gone with it.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  });
}
