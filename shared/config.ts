// The effective configuration: defaults from the schema, overlaid by what a file says and validated key by key. A bad
// value never spoils its neighbours: the last good value (or the default) stays, and a warning says why.
import { actionDefinitions } from './actions.ts';
import { checkSetting, type ValueOf } from './check-setting.ts';
import { type Section, type Setting, type SettingsTable, settings } from './config-schema.ts';
import { type ConfigWarning, isTable, type OpenTables, openTables, readOpenTables } from './config-tables.ts';
import { nearestName } from './nearest-name.ts';

export type Config = {
  readonly [K in Section]: { readonly [S in keyof SettingsTable[K]]: ValueOf<SettingsTable[K][S]> };
} & OpenTables;

const sections = Object.keys(settings) as Section[];

function tableOf(section: Section): Readonly<Record<string, Setting>> {
  return settings[section];
}

export const defaultConfig: Config = {
  ...(Object.fromEntries(
    sections.map((section) => [
      section,
      Object.fromEntries(Object.entries(tableOf(section)).map(([key, setting]) => [key, setting.default])),
    ]),
  ) as Omit<Config, keyof OpenTables>),
  env: {},
  keys: {},
  profiles: {},
} as Config;

/**
 * Overlays a parsed file on the defaults. `lastGood` supplies the value of a key that the file has wrong.
 * Unknown keys are left out and warned of with the nearest known one.
 */
export function readConfig(
  file: unknown,
  lastGood: Config = defaultConfig,
): { config: Config; warnings: ConfigWarning[] } {
  const warnings: ConfigWarning[] = [];
  if (!isTable(file))
    return { config: lastGood, warnings: [{ key: '', message: 'is not a table of settings' }] };
  const result: Record<string, Record<string, unknown>> = {};
  for (const section of sections) {
    const given = Object.hasOwn(file, section) ? file[section] : {};
    if (!isTable(given)) {
      warnings.push({ key: section, message: `must be a table: [${section}]` });
      result[section] = { ...lastGood[section] };
      continue;
    }
    const values: Record<string, unknown> = { ...defaultConfig[section] };
    const previous: Readonly<Record<string, unknown>> = lastGood[section];
    for (const [key, value] of Object.entries(given)) {
      const setting = Object.hasOwn(tableOf(section), key) ? tableOf(section)[key] : undefined;
      const wrong = setting === undefined ? unknownKey(`${section}.${key}`) : checkSetting(setting, value);
      if (wrong === null) values[key] = value;
      else {
        warnings.push({ key: `${section}.${key}`, message: wrong });
        if (setting !== undefined) values[key] = previous[key];
      }
    }
    result[section] = values;
  }
  for (const key of Object.keys(file)) {
    const isKnown = (openTables as readonly string[]).includes(key) || (sections as string[]).includes(key);
    if (!isKnown) warnings.push({ key, message: unknownKey(key) });
  }
  const open = readOpenTables(file, lastGood, (key, message) => warnings.push({ key, message }));
  const config = { ...result, ...open } as unknown as Config;
  const { default_profile } = config.shell;
  if (default_profile !== '' && !Object.hasOwn(config.profiles, default_profile)) {
    const message = `names a profile that there is not: [profiles.${default_profile}]`;
    warnings.push({ key: 'shell.default_profile', message });
  }
  return { config, warnings };
}

function unknownKey(key: string): string {
  const nearest = nearestKey(key);
  return nearest === null ? 'is not a setting' : `is not a setting; did you mean ${nearest}?`;
}

/** The known dotted key (or section) with the fewest edits to `key`, if it is near at all. */
export function nearestKey(key: string): string | null {
  const known = key.includes('.')
    ? [
        ...sections.flatMap((section) => Object.keys(settings[section]).map((name) => `${section}.${name}`)),
        ...actionDefinitions.map(({ id }) => `keys.${id}`),
      ]
    : [...sections, ...openTables];
  return nearestName(key, known);
}
