// Which Electron runs the app, and where that is written down. out/runtime.json is what `everpane open` and the tests
// read: { kind, electronPath, electronVersion, appPath }. Order: what the user points at, the official binary, the stand-in.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findOfficialElectron, wantedElectronVersion } from './official-electron.mjs';
import { outDir, root, runtimeFile } from './places.mjs';
import { SetUpError } from './set-up-error.mjs';
import { findStandInElectron, standIn } from './stand-in-electron.mjs';

/**
 * Finds (or fetches) the runtime and records it. `kind` is 'override', 'official' or 'stand-in'; `electronVersion` is
 * null when an override does not tell; `appPath` is the application directory to pass as its first argument.
 */
export async function prepareRuntime({ say }) {
  const runtime = { ...(await chooseRuntime(say)), appPath: root };
  recordRuntime(runtime);
  return runtime;
}

async function chooseRuntime(say) {
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (dist) return overriddenRuntime(resolve(dist));

  const official = await findOfficialElectron({ say });
  if (official !== undefined) {
    return { kind: 'official', electronPath: official, electronVersion: wantedElectronVersion() };
  }
  const fallback = await findStandInElectron({ say });
  if (fallback !== undefined) {
    return { kind: 'stand-in', electronPath: fallback, electronVersion: standIn.electronVersion };
  }
  throw new SetUpError(
    'there is no Electron for this machine: its download failed, and the stand-in is for Linux x64 only. ' +
      'With a network, run: npx install-electron. Or set ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron.',
  );
}

function overriddenRuntime(dist) {
  const names = ['electron', 'electron.exe', join('Electron.app', 'Contents', 'MacOS', 'Electron')];
  const electronPath = names.map((name) => join(dist, name)).find((path) => existsSync(path));
  if (electronPath === undefined) {
    throw new SetUpError(`ELECTRON_OVERRIDE_DIST_PATH is ${dist}, but there is no Electron executable in it`);
  }
  const versionFile = join(dist, 'version');
  const electronVersion = existsSync(versionFile)
    ? readFileSync(versionFile, 'utf8').trim().replace(/^v/, '')
    : null;
  return { kind: 'override', electronPath, electronVersion };
}

/** One honest line about what is in use. */
export function describeRuntime({ kind, electronPath, electronVersion }) {
  switch (kind) {
    case 'official':
      return `Electron ${electronVersion}`;
    case 'override':
      return `Electron ${electronVersion ?? '(version unknown)'} at ${electronPath} (ELECTRON_OVERRIDE_DIST_PATH)`;
    case 'stand-in':
      return (
        `Electron ${electronVersion} out of the npm package ${standIn.packageName}, because the official ` +
        `Electron ${wantedElectronVersion()} could not be downloaded; for development and tests only`
      );
    default:
      throw new TypeError(`unknown kind of runtime: ${kind}`);
  }
}

function recordRuntime(runtime) {
  const text = `${JSON.stringify(runtime, null, 2)}\n`;
  if (existsSync(runtimeFile) && readFileSync(runtimeFile, 'utf8') === text) return;
  mkdirSync(outDir, { recursive: true });
  const aside = `${runtimeFile}.${process.pid}`;
  writeFileSync(aside, text);
  renameSync(aside, runtimeFile);
}
