// config.toml as the command line reads and changes it, whether or not the app runs; a running one applies it by itself.
import { readFileSync, realpathSync } from 'node:fs';
import type { ConfigProblem, ConfigReading } from '../electron/config/read-config-file.ts';
import type { TomlChange } from '../electron/config/toml-edit.ts';
import type { Config } from '../shared/config.ts';
import type { ConfigPath, ConfigValue } from '../shared/config-path.ts';
import type { Cli } from './cli.ts';
import { CliError, messageOf } from './cli-error.ts';

/** Warns of whatever the file has wrong. */
export async function readEffective(cli: Cli): Promise<Config> {
  const { defaultConfig } = await import('../shared/config.ts');
  const { describeProblem, parseConfigText, unreadable } = await import(
    '../electron/config/read-config-file.ts'
  );
  const { configFile } = cli.places;
  let reading: ConfigReading;
  try {
    reading = parseConfigText(configFile, readIfThere(configFile), defaultConfig);
  } catch (error) {
    reading = unreadable(configFile, error, defaultConfig);
  }
  const strange = namesThemes(reading.config, defaultConfig) ? await unknownThemesOf(cli, reading) : [];
  for (const problem of [...reading.problems, ...strange]) cli.warn(describeProblem(problem));
  return reading.config;
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Those of the defaults are there: who names no other need not be told which there are. */
function namesThemes({ appearance, profiles }: Config, { appearance: usual }: Config): boolean {
  return (
    appearance.theme !== usual.theme ||
    appearance.theme_dark !== usual.theme_dark ||
    appearance.theme_light !== usual.theme_light ||
    Object.values(profiles).some(({ theme }) => theme !== '')
  );
}

async function unknownThemesOf(cli: Cli, { config, text }: ConfigReading): Promise<readonly ConfigProblem[]> {
  const { readThemeFiles } = await import('../electron/config/theme-files.ts');
  const { unknownThemes } = await import('../electron/config/unknown-themes.ts');
  const { configFile, themesDir } = cli.places;
  return unknownThemes(configFile, text, config, (await readThemeFiles(themesDir)).themes);
}

/** Throws a CliError when the value asks for something that is not there. */
export async function setValue(cli: Cli, path: ConfigPath, value: ConfigValue): Promise<void> {
  const { asksForTheme } = await import('../shared/config-path.ts');
  if (asksForTheme(path)) await requireTheme(cli, path, value);
  await changeFile(cli, path, { kind: 'set', value });
}

async function requireTheme(cli: Cli, path: ConfigPath, value: ConfigValue): Promise<void> {
  const { readThemeFiles } = await import('../electron/config/theme-files.ts');
  const { unknownTheme } = await import('../electron/config/unknown-themes.ts');
  const wrong = unknownTheme(path, value, (await readThemeFiles(cli.places.themesDir)).themes);
  if (wrong !== null) throw new CliError(`${path.join('.')}: ${wrong}`);
}

/** Whether the file says something else now. Throws a CliError where it is broken. */
export async function changeFile(cli: Cli, path: ConfigPath, edit: TomlChange): Promise<boolean> {
  const { updateConfigFile } = await import('../electron/config/update-config-file.ts');
  const { editToml } = await import('../electron/config/toml-edit.ts');
  const { TomlError } = await import('smol-toml');
  const { blockingFileSystem } = await import('./blocking-file-system.ts');
  const file = cli.places.configFile;
  let isChanged = false;
  try {
    const changeText = (text: string): string => {
      const edited = editToml(text, path, edit);
      isChanged = edited !== text;
      return edited;
    };
    const realPath = async (linked: string): Promise<string> => realpathSync.native(linked);
    await updateConfigFile(file, changeText, { fs: blockingFileSystem, realPath });
    return isChanged;
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = messageOf(new Error(error.message.split('\n', 1)[0]));
    throw new CliError(`${file}:${error.line}:${error.column}: ${reason}; mend it first`);
  }
}
