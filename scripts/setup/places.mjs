// Where set-up finds and puts things. The checkout holds what belongs to it alone (node_modules, out); what several
// checkouts share (the fetched Electron runtime) lies in the user's cache. Knows paths, touches nothing.
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's top directory. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Everything that is built. */
export const outDir = join(root, 'out');

/** What the start-up of the app needs to know of set-up: see runtime-record.mjs. */
export const runtimeFile = join(outDir, 'runtime.json');

/** The user's cache for Everpane: $XDG_CACHE_HOME or the platform's own place. */
export function cacheDir(env = process.env) {
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'everpane');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'everpane');
  if (process.platform === 'win32') {
    return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'everpane', 'cache');
  }
  return join(homedir(), '.cache', 'everpane');
}
