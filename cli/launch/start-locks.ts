// Who starts and who runs: the journal's lock (the app's, only looked at here), and one of the command line's own that
// lets one of many `open`s start the app while the others wait for it.
import { join } from 'node:path';
import type { Places } from '../../electron/home/places.ts';
import { ensurePrivateDirectory } from '../../electron/home/private-directory.ts';
import { LockedError } from '../../electron/persistence/errors.ts';
import { acquireLock, type DirectoryLock, lockOwner } from '../../electron/persistence/lock.ts';
import { nodeFileSystem } from '../../electron/persistence/node-file-system.ts';
import { systemProcesses } from '../../electron/persistence/process-table.ts';
import type { Cli } from '../cli.ts';
import { configuredStateDir } from '../state-dir.ts';

/** Pid of the app that has the home's journal, or null. */
export async function appLockOwner(cli: Cli): Promise<number | null> {
  const stateDir = await configuredStateDir(cli);
  try {
    return (await lockOwner(nodeFileSystem, stateDir, systemProcesses))?.pid ?? null;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Null while another process is starting the app. */
export async function tryStartLock(places: Places): Promise<DirectoryLock | null> {
  const dir = join(places.home, 'starting');
  ensurePrivateDirectory(dir);
  try {
    return await acquireLock(nodeFileSystem, dir, systemProcesses);
  } catch (error) {
    if (error instanceof LockedError) return null;
    throw error;
  }
}
