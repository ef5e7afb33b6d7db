// What lies in a directory of ours, closed to everybody else. Apart from private-directory.ts, which every command of the command
// line loads.
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { closeToOthers, isOurs, type Repair } from './private-directory.ts';

/**
 * Takes away the bits for group and others from everything in a directory that is ours. Links are left alone, and what
 * vanishes meanwhile is no concern of anybody.
 */
export async function closeTreeToOthers(dir: string): Promise<Repair[]> {
  if (process.platform === 'win32') return [];
  const repairs: Repair[] = [];
  for (const entry of await readdir(dir, { withFileTypes: true }).catch(() => [])) {
    const path = join(dir, entry.name);
    if (entry.isSymbolicLink()) continue;
    const stats = await lstat(path).catch(() => undefined);
    if (stats === undefined || !isOurs(stats)) continue;
    repairs.push(...closeToOthers(path, stats));
    if (entry.isDirectory()) repairs.push(...(await closeTreeToOthers(path)));
  }
  return repairs;
}
