// `npm run docs`: the pages that are made from the program's own definitions, by the program. Tests keep them current.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup/places.mjs';
import { runScript } from './setup/set-up-error.mjs';

/** Page in docs/ -> what prints it. */
const pages = {
  'cli.md': ['help', '--markdown'],
  'config.md': ['config', 'schema', '--markdown'],
  'config.schema.json': ['config', 'schema'],
};

await runScript(async () => {
  for (const [page, args] of Object.entries(pages)) {
    const text = execFileSync(process.execPath, [join(root, 'bin', 'everpane'), ...args]);
    writeFileSync(join(root, 'docs', page), text);
  }
});
