// node_modules is what package-lock.json says, or it is installed again. npm's own record of what it installed
// (node_modules/.package-lock.json, written last) is compared with the lock, so that a hand-run `npm install` counts too.
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runNpm } from './child.mjs';
import { root } from './places.mjs';
import { SetUpError } from './set-up-error.mjs';

/** Installs the dependencies if they are not exactly those of the lock; a few milliseconds when they are. */
export async function installDependencies({ say }) {
  const reason = whyInstall(root);
  if (reason === undefined) return;
  say(`installing dependencies (${reason})`);
  const { code } = await runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root });
  if (code !== 0) throw new SetUpError(`'npm ci' failed with exit code ${code}; its message is above`);
  allowSpawnHelper();
}

/** Why `dir` needs an install, or undefined when its node_modules agrees with its lock. */
export function whyInstall(dir) {
  const recordPath = join(dir, 'node_modules', '.package-lock.json');
  if (!existsSync(recordPath)) return 'none here yet';
  const wanted = JSON.parse(readFileSync(join(dir, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(recordPath, 'utf8')).packages;
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const installed = present[path];
    if (installed === undefined) {
      if (entry.optional || entry.devOptional) continue;
      return `${path} is missing`;
    }
    if (installed.version !== entry.version || installed.integrity !== entry.integrity)
      return `${path} has changed`;
    if (!existsSync(join(dir, path, 'package.json'))) return `${path} is gone`;
  }
  const extra = Object.keys(present).find((path) => wanted[path] === undefined);
  return extra === undefined ? undefined : `${extra} is no longer wanted`;
}

/** node-pty's install script, which we do not run, gives its macOS helper the run bit. */
function allowSpawnHelper() {
  if (process.platform !== 'darwin') return;
  const prebuilds = join(root, 'node_modules', 'node-pty', 'prebuilds');
  for (const arch of ['darwin-arm64', 'darwin-x64']) {
    const helper = join(prebuilds, arch, 'spawn-helper');
    if (existsSync(helper)) chmodSync(helper, 0o755);
  }
}
