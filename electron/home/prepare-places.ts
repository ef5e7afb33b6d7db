// Makes the home usable at start: its directories are there, belong to this user and are closed to everybody else. Synchronous,
// because Chromium must be told its directory before it starts. Knows nothing of what lies in the directories.
import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Places } from './places.ts';
import { closeFileToOthers, ensurePrivateDirectory, type Repair } from './private-directory.ts';

/** Returns what had to be repaired. Throws PrivacyError when the home cannot be used safely. */
export function preparePlaces(places: Places): Repair[] {
  const directories = [places.home, places.stateDir, places.logsDir, places.electronDir];
  const configDir = dirname(places.configFile);
  if (configDir !== places.home) directories.unshift(configDir);
  return [...directories.flatMap(ensurePrivateDirectory), ...closeFileToOthers(places.configFile)];
}

/** One name for a home however it was spelled; the directory must exist. */
export function canonicalHome(home: string): string {
  return realpathSync(home);
}
