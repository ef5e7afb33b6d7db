// Which runtime runs the app: set-up wrote it down beside what it built.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CliError } from '../cli-error.ts';

export interface Runtime {
  readonly electronPath: string;
  /** The application's directory, the runtime's first argument. */
  readonly appPath: string;
}

/** The built command line is out/cli/everpane.cjs. */
const recordFile = join(dirname(dirname(fileURLToPath(import.meta.url))), 'runtime.json');

export async function readRuntime(): Promise<Runtime> {
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
