// A name for the content of files: equal content, equal hash, whatever the times on the files say.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** SHA-256 (hex) over names and content of the given files and directories, `paths` relative to `base`. */
export function contentHash(base, paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of filesUnder(base, path)) {
      const content = readFileSync(join(base, file));
      hash.update(`${file}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest('hex');
}

/** The files under a path in a fixed order; the path itself if it is a file; none if it does not exist. */
function filesUnder(base, path) {
  const stat = statSync(join(base, path), { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isDirectory()) return [path];
  return readdirSync(join(base, path))
    .sort()
    .flatMap((name) => filesUnder(base, `${path}/${name}`));
}
