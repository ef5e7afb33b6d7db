// Builds what has changed since it was last built, judged by the content of its sources. The stamps lie beside what they
// vouch for, so that removing out/ is always safe. Vite is loaded only when there is something to build.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetUpError } from '../setup/set-up-error.mjs';
import { contentHash } from './content-hash.mjs';
import { buildInputs, targets } from './targets.mjs';

/** Rebuilds the stale targets of the checkout `root` and returns their names; throws SetUpError after the last if any failed. */
export async function buildStale(root, { say }) {
  const stampFile = join(root, 'out', 'build-stamps.json');
  const stamps = existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : {};
  const stale = targets
    .map((target) => ({ target, hash: hashOf(root, target) }))
    .filter(({ target, hash }) => stamps[target.name] !== hash || !existsSync(join(root, target.output)));
  if (stale.length === 0) return [];

  const names = stale.map(({ target }) => target.name);
  say(`building ${names.join(', ')}`);
  const { bundle } = await import('./bundle.mjs');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const failures = [];
  for (const { target, hash } of stale) {
    try {
      await bundle(target, { root, version, buildId: hash.slice(0, 12) });
    } catch (error) {
      failures.push(`building ${target.name} failed: ${error.message}`);
      continue;
    }
    stamps[target.name] = hash;
    mkdirSync(join(root, 'out'), { recursive: true });
    writeFileSync(stampFile, `${JSON.stringify(stamps, null, 2)}\n`);
  }
  if (failures.length > 0) throw new SetUpError(failures.join('\n'));
  return names;
}

/** Another Node takes none of the code that this one makes of a program. */
function hashOf(root, { codeCache, sources }) {
  const hash = contentHash(root, [...buildInputs, ...sources]);
  return codeCache === undefined ? hash : `${hash} ${process.version}`;
}
