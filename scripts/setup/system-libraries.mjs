// The shared libraries and the X server that Electron needs on Linux. On Debian and its kin, root gets them installed;
// anyone else gets the exact command and a failure. Looks at what is there (the linker's cache, PATH), never at names of
// packages, because those change from release to release.
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './child.mjs';
import { SetUpError } from './set-up-error.mjs';

/** Direct needs of Electron 25 to 45; what these need in turn comes with their packages. */
const LIBRARIES = [
  'libgtk-3.so.0',
  'libnss3.so',
  'libnspr4.so',
  'libasound.so.2',
  'libgbm.so.1',
  'libatk-1.0.so.0',
  'libatk-bridge-2.0.so.0',
  'libatspi.so.0',
  'libdrm.so.2',
  'libcups.so.2',
  'libxkbcommon.so.0',
  'libXcomposite.so.1',
  'libXdamage.so.1',
  'libXrandr.so.2',
];

/** Per need, names newest first: Debian 13 and Ubuntu 24.04 renamed some for their 64-bit time_t. */
const DEBIAN_PACKAGES = {
  libraries: [
    ['libgtk-3-0t64', 'libgtk-3-0'],
    ['libnss3'],
    ['libasound2t64', 'libasound2'],
    ['libgbm1'],
    ['libxss1'],
    ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
    ['libcups2t64', 'libcups2'],
    ['libdrm2'],
  ],
  xServer: [['xvfb'], ['xauth']],
  fonts: [['fonts-dejavu-core']],
  windowManager: [['openbox']],
};

const FEDORA_PACKAGES = {
  libraries: [
    'gtk3',
    'nss',
    'alsa-lib',
    'mesa-libgbm',
    'libXScrnSaver',
    'at-spi2-atk',
    'cups-libs',
    'libdrm',
  ],
  xServer: ['xorg-x11-server-Xvfb', 'xorg-x11-xauth'],
  fonts: ['dejavu-sans-mono-fonts'],
};

const FONT_DIRS = ['/usr/share/fonts', '/usr/local/share/fonts'];

/** Sees to the libraries, fonts and, with `xServer`, Xvfb. Throws SetUpError with the command where it cannot install. */
export async function prepareSystemLibraries({ say, xServer }) {
  if (process.platform !== 'linux') return;
  const missing = await missingNeeds({ xServer });
  if (missing.length === 0) return;
  const described = missing.map(({ need, detail }) => `${need} (${detail})`).join(', ');
  const needs = missing.map(({ need }) => need);
  if (!hasProgram('apt-get') || process.getuid() !== 0) {
    throw new SetUpError(`this system lacks ${described}. ${await adviseInstall(needs)}`);
  }
  say(`installing what this system lacks: ${described}`);
  await installDebianPackages(needs);
  const left = await missingNeeds({ xServer });
  if (left.length > 0) {
    throw new SetUpError(
      `still missing after the installation: ${left.map(({ detail }) => detail).join(', ')}`,
    );
  }
}

/** For tests of windows that are maximised or have a frame. */
export const windowManager = 'openbox';

/** Installs a small window manager where that goes without asking; those tests are left out where there is none. */
export async function offerWindowManager({ say }) {
  if (process.platform !== 'linux' || hasProgram(windowManager)) return;
  if (!hasProgram('apt-get') || process.getuid() !== 0) return;
  say(`installing ${windowManager}, for tests of windows`);
  try {
    await installDebianPackages(['windowManager']);
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    say(`tests of windows are left out: ${error.message}`);
  }
}

async function missingNeeds({ xServer }) {
  const missing = [];
  const present = await linkerCache();
  const libraries = LIBRARIES.filter((name) => !present.has(name));
  if (libraries.length > 0) missing.push({ need: 'libraries', detail: libraries.join(' ') });
  if (xServer && !hasProgram('Xvfb')) missing.push({ need: 'xServer', detail: 'Xvfb' });
  if (!FONT_DIRS.some((dir) => existsSync(dir) && readdirSync(dir).length > 0)) {
    missing.push({ need: 'fonts', detail: 'no font' });
  }
  return missing;
}

/** The names the dynamic linker knows. ldconfig is in sbin, which a user's PATH often lacks. */
async function linkerCache() {
  const ldconfig = ['/sbin/ldconfig', '/usr/sbin/ldconfig'].find((path) => existsSync(path)) ?? 'ldconfig';
  const { stdout } = await run(ldconfig, ['-p'], { stdio: 'capture' });
  return new Set(stdout.split('\n').map((line) => line.trim().split(' ', 1)[0]));
}

async function installDebianPackages(needs) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await aptGet(['update', '-qq'], env);
  const names = await debianNames(needs);
  await aptGet(['install', '-y', '-qq', '--no-install-recommends', ...names], env);
}

async function aptGet(args, env) {
  const { code, stdout, stderr } = await run('apt-get', args, { env, stdio: 'capture' });
  if (code !== 0) throw new SetUpError(`'apt-get ${args.join(' ')}' failed:\n${stdout}${stderr}`);
}

/** Of each row of names the first one that this release has. */
async function debianNames(needs) {
  const rows = needs.flatMap((need) => DEBIAN_PACKAGES[need]);
  const { stdout } = await run('apt-cache', ['policy', ...rows.flat()], { stdio: 'capture' });
  const installable = new Set(
    stdout
      .split(/^(?=\S)/m)
      .filter((entry) => !entry.includes('Candidate: (none)'))
      .map((entry) => entry.split(':', 1)[0]),
  );
  return rows.map((row) => row.find((name) => installable.has(name)) ?? row.at(-1));
}

async function adviseInstall(needs) {
  if (hasProgram('apt-get')) {
    return `Run: sudo apt-get update && sudo apt-get install -y ${(await debianNames(needs)).join(' ')}`;
  }
  const fedora = needs.flatMap((need) => FEDORA_PACKAGES[need]).join(' ');
  if (hasProgram('dnf')) return `Run: sudo dnf install -y ${fedora}`;
  return `Install the equivalents of these Fedora packages: ${fedora}`;
}

/** Whether a program of that name is in PATH. */
export function hasProgram(name) {
  return (process.env.PATH ?? '').split(delimiter).some((dir) => {
    try {
      accessSync(join(dir, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
