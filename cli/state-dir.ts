// Which journal an offline command is about: the directory that was named (a home or the journal itself), else the one of
// the chosen home, as its configuration says.
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readConfigFile } from '../electron/config/read-config-file.ts';
import { stateDirOf } from '../electron/home/places.ts';
import type { Cli } from './cli.ts';
import { CliError } from './cli-error.ts';
import { surroundingsOf } from './surroundings.ts';

/** The journal's directory of the chosen home, whether or not it exists. */
export async function configuredStateDir(cli: Cli): Promise<string> {
  const { config } = await readConfigFile(cli.places.configFile);
  return stateDirOf(cli.places, config.persistence.directory, surroundingsOf(cli));
}

/** Rejects with a CliError when there is no journal. */
export async function findStateDir(cli: Cli, given: string | undefined): Promise<string> {
  const dir = given === undefined ? await configuredStateDir(cli) : resolve(cli.workingDir, given);
  const found = [dir, join(dir, 'state')].find((candidate) => isDirectory(join(candidate, 'wal')));
  if (found === undefined)
    throw new CliError(`there is no journal in ${dir}; name its directory, or start the app first`);
  return found;
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
