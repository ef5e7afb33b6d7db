// The Electron that package.json names. Its binary is a download of the electron package's own installer: tried only
// when its server answers, for a bounded time, and once per installation of node_modules, which also holds the memory
// of a failure (so `npm ci` forgets it).
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { run } from './child.mjs';
import { root } from './places.mjs';

const packageDir = join(root, 'node_modules', 'electron');
const failureFile = join(packageDir, 'download-failed.json');

const REACH_TIMEOUT_MS = 3000;
const DOWNLOAD_TIMEOUT_MS = 10 * 60_000;

/** The version that package.json asks for. */
export function wantedElectronVersion() {
  return JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')).version;
}

/** Path of the official executable, or undefined when it is not here and cannot be had. */
export async function findOfficialElectron({ say }) {
  const version = wantedElectronVersion();
  const present = installedExecutable(version);
  if (present !== undefined || failedBefore(version)) return present;

  const why = await fetchOfficial(version, say);
  const fetched = installedExecutable(version);
  if (fetched !== undefined) return fetched;
  writeFileSync(failureFile, JSON.stringify({ version, why }));
  say(`Electron ${version} cannot be downloaded here: ${why}`);
  return undefined;
}

/** The same test as in the package's install.js, so that both agree on what "installed" means. */
function installedExecutable(version) {
  const dist = join(packageDir, 'dist');
  const versionFile = join(dist, 'version');
  const pathFile = join(packageDir, 'path.txt');
  if (!existsSync(versionFile) || !existsSync(pathFile)) return undefined;
  if (readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') !== version) return undefined;
  const executable = join(dist, readFileSync(pathFile, 'utf8').trim());
  return existsSync(executable) ? executable : undefined;
}

function failedBefore(version) {
  return existsSync(failureFile) && JSON.parse(readFileSync(failureFile, 'utf8')).version === version;
}

/** Runs the installer if that has a chance; says why it did not work. */
async function fetchOfficial(version, say) {
  const server = downloadServer(process.env);
  const unreachable = await whyUnreachable(server);
  if (unreachable !== undefined && !hasDownloadCache(process.env)) return unreachable;
  say(`downloading Electron ${version} from ${server.hostname}`);
  const { code, timedOut } = await run(process.execPath, [join(packageDir, 'install.js')], {
    cwd: root,
    timeoutMs: DOWNLOAD_TIMEOUT_MS,
  });
  return timedOut
    ? `no end after ${DOWNLOAD_TIMEOUT_MS / 60_000} minutes`
    : `its installer ended with ${code}`;
}

/** What the installer will connect to first: a proxy, a mirror or the project's releases. */
function downloadServer(env) {
  const proxy =
    env.ELECTRON_GET_USE_PROXY && (env.HTTPS_PROXY || env.https_proxy || env.GLOBAL_AGENT_HTTPS_PROXY);
  const mirror = env.ELECTRON_MIRROR || env.npm_config_electron_mirror;
  return new URL(proxy || mirror || 'https://github.com');
}

/** Resolves to undefined when a TCP connection opens in time, else to the reason. */
function whyUnreachable(server) {
  return new Promise((resolve) => {
    const port = Number(server.port) || (server.protocol === 'http:' ? 80 : 443);
    const socket = connect(port, server.hostname);
    const settle = (why) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(why);
    };
    const timer = setTimeout(() => settle(`${server.hostname} does not answer`), REACH_TIMEOUT_MS);
    socket.once('connect', () => settle(undefined));
    socket.once('error', (error) => settle(`${server.hostname}: ${error.code ?? error.message}`));
  });
}

/** The installer needs no network for what it has downloaded before (the cache of @electron/get). */
function hasDownloadCache(env) {
  const places = [
    env.electron_config_cache,
    join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'electron'),
    join(homedir(), 'Library', 'Caches', 'electron'),
    env.LOCALAPPDATA && join(env.LOCALAPPDATA, 'electron', 'Cache'),
  ];
  return places.some((place) => place && existsSync(place));
}
