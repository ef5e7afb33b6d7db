// Which executable runs the app. In a checkout set-up wrote it down beside what it built; an installed app is its own, and
// lies where its platform's packages put it.
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CliError } from '../cli-error.ts';

export interface Runtime {
  readonly electronPath: string;
  /** The application's directory, the runtime's first argument; null where the executable is the application. */
  readonly appPath: string | null;
}

/** The built command line is out/cli/everpane.cjs, in a checkout or beside a package's archive. */
export const builtDir = dirname(dirname(fileURLToPath(import.meta.url)));
const recordFile = join(builtDir, 'runtime.json');

export async function readRuntime(): Promise<Runtime> {
  const packaged = packagedExecutable(builtDir, process.platform);
  if (packaged !== null) return { electronPath: packaged, appPath: null };
  let value: unknown;
  try {
    value = JSON.parse(await readFile(recordFile, 'utf8'));
  } catch {
    throw new CliError(`no runtime for the app has been set up (${recordFile}); run once: npm start`);
  }
  const { electronPath, appPath } = value as Partial<Runtime>;
  if (typeof electronPath !== 'string' || typeof appPath !== 'string') {
    throw new CliError(`${recordFile} does not name a runtime; run: npm start`);
  }
  return { electronPath, appPath };
}

/** The executable that belongs to `RESOURCES/app.asar.unpacked/out`; null for any other directory. Pure. */
export function packagedExecutable(dir: string, platform: NodeJS.Platform): string | null {
  const unpacked = dirname(dir);
  if (basename(unpacked) !== 'app.asar.unpacked') return null;
  const appDir = dirname(dirname(unpacked));
  if (platform === 'darwin') return join(appDir, 'MacOS', 'Everpane');
  return join(appDir, platform === 'win32' ? 'Everpane.exe' : 'everpane');
}
