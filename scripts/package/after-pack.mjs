// electron-builder's hook when an app's directory is complete, before it is signed: adds the licences of what is inside.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../setup/places.mjs';
import { licenceTexts } from './third-party.mjs';

export async function afterPack({ appOutDir, packager }) {
  await writeFile(join(packager.getResourcesDir(appOutDir), 'LICENSES.third-party.txt'), licenceTexts(root));
}
