// One run of electron-builder over electron-builder.yml with the runtime that set-up found: nothing is downloaded. Makes the
// unpacked app of this platform and, where they are asked for, a deb and an rpm.
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { Arch, build, Platform } from 'electron-builder';
import { wantedElectronVersion } from '../setup/official-electron.mjs';
import { root } from '../setup/places.mjs';
import { afterPack } from './after-pack.mjs';
import { runtimeNotice } from './stand-in.mjs';

const fpm = join(dirname(fileURLToPath(import.meta.url)), 'fpm.mjs');

/**
 * Builds into `outputDir` and resolves to the unpacked app's directory. `runtime`: set-up's record.
 * @param {{ runtime: { kind: string, electronPath: string, electronVersion: string | null }, outputDir: string, packages?: readonly ('deb' | 'rpm')[] }} options
 * @returns {Promise<string>}
 */
export async function buildUnpacked({ runtime, outputDir, packages = [] }) {
  const notice = runtimeNotice(runtime, wantedElectronVersion());
  const description = notice && { description: notice.text.replaceAll('\n', ' ').trim() };
  let unpacked;
  if (packages.length > 0) process.env.CUSTOM_FPM_PATH = fpm;
  await mkdir(outputDir, { recursive: true });
  await build({
    projectDir: root,
    publish: 'never',
    targets: Platform.current().createTarget(['dir', ...packages], Arch[process.arch]),
    config: {
      directories: { output: outputDir },
      electronDist: distOf(runtime.electronPath),
      electronVersion: runtime.electronVersion ?? wantedElectronVersion(),
      // Quick to make: these are for trying out.
      deb: { compression: 'gz', ...description },
      rpm: { compression: 'gzip', ...description },
      async afterExtract({ appOutDir, packager }) {
        await leaveOutMissingFuses(packager.config.electronFuses, runtime.electronPath);
        // A runtime's own loader, which would be looked for before the archive.
        await rm(join(appOutDir, 'resources', 'app'), { recursive: true, force: true });
      },
      async afterPack(context) {
        const { appOutDir } = context;
        unpacked = appOutDir;
        await afterPack(context);
        if (notice !== undefined) await writeFile(join(appOutDir, notice.name), notice.text);
      },
    },
  });
  return unpacked;
}

/** An older runtime lacks the newest fuses, and setting them there is an error; a release's has all. */
async function leaveOutMissingFuses(fuses, electronPath) {
  const wire = await getCurrentFuseWire(electronPath);
  const lacksFileFuse = wire[FuseV1Options.GrantFileProtocolExtraPrivileges] === undefined;
  if (lacksFileFuse) delete fuses.grantFileProtocolExtraPrivileges;
}

/** The directory that holds the whole runtime; on macOS the executable lies deep in Electron.app. */
function distOf(electronPath) {
  const bundle = electronPath.indexOf('Electron.app');
  const dist = bundle === -1 ? dirname(electronPath) : electronPath.slice(0, bundle);
  if (!existsSync(dist)) throw new Error(`there is no Electron in ${dist}`);
  return dist;
}
