// config.toml as the command line reads and changes it, whether or not the app runs; a running one applies it by itself.
import type { ConfigReading } from '../electron/config/read-config-file.ts';
import type { TomlChange } from '../electron/config/toml-edit.ts';
import type { Config } from '../shared/config.ts';
import type { ConfigPath, ConfigValue } from '../shared/config-path.ts';
import type { Cli } from './cli.ts';
import { CliError, messageOf } from './cli-error.ts';

/** Warns of whatever the file has wrong. */
export async function readEffective(cli: Cli): Promise<Config> {
  const { describeProblem, readConfigFile } = await import('../electron/config/read-config-file.ts');
  const { readThemeFiles } = await import('../electron/config/theme-files.ts');
  const { unknownThemes } = await import('../electron/config/unknown-themes.ts');
  const { configFile, themesDir } = cli.places;
  const reading: ConfigReading = await readConfigFile(configFile);
  const { themes } = await readThemeFiles(themesDir);
  const strange = unknownThemes(configFile, reading.text, reading.config, themes);
  for (const problem of [...reading.problems, ...strange]) cli.warn(describeProblem(problem));
  return reading.config;
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
  const file = cli.places.configFile;
  let isChanged = false;
  try {
    await updateConfigFile(file, (text) => {
      const edited = editToml(text, path, edit);
      isChanged = edited !== text;
      return edited;
    });
    return isChanged;
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = messageOf(new Error(error.message.split('\n', 1)[0]));
    throw new CliError(`${file}:${error.line}:${error.column}: ${reason}; mend it first`);
  }
}
