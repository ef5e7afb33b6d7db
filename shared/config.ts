// The effective configuration: defaults from the schema, overlaid by what a file says and validated key by key. A bad
// value never spoils its neighbours: the last good value (or the default) stays, and a warning says why.
import { type Section, type Setting, type SettingsTable, settings } from './config-schema.ts';

type ValueOf<S> = S extends { type: 'boolean' }
  ? boolean
  : S extends { type: 'integer' | 'number' }
    ? number
    : S extends { type: 'choice'; values: readonly (infer V)[] }
      ? V
      : S extends { type: 'strings' }
        ? readonly string[]
        : string;

export type Config = {
  readonly [K in Section]: { readonly [S in keyof SettingsTable[K]]: ValueOf<SettingsTable[K][S]> };
} & { readonly env: Readonly<Record<string, string>> };

export interface ConfigWarning {
  /** Dotted key, or the section alone. */
  readonly key: string;
  readonly message: string;
}

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
  ) as Omit<Config, 'env'>),
  env: {},
} as Config;

/** Null if the value fits the setting, else what it should be. */
export function checkSetting(setting: Setting, value: unknown): string | null {
  switch (setting.type) {
    case 'boolean':
      return typeof value === 'boolean' ? null : 'must be true or false';
    case 'integer':
    case 'number': {
      const fits =
        typeof value === 'number' &&
        value >= setting.min &&
        value <= setting.max &&
        (setting.type === 'number' || Number.isInteger(value));
      const what = setting.type === 'integer' ? 'a whole number' : 'a number';
      return fits ? null : `must be ${what} from ${setting.min} to ${setting.max}`;
    }
    case 'string':
      return typeof value === 'string' && !value.includes('\0') ? null : 'must be a string';
    case 'choice':
      return typeof value === 'string' && setting.values.includes(value)
        ? null
        : `must be one of ${setting.values.map((known) => JSON.stringify(known)).join(', ')}`;
    case 'strings':
      return Array.isArray(value) && value.every((item) => typeof item === 'string')
        ? null
        : 'must be a list of strings';
  }
}

const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

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
    if (key !== 'env' && !(sections as string[]).includes(key))
      warnings.push({ key, message: unknownKey(key) });
  }
  const env: Record<string, string> = {};
  const givenEnv = Object.hasOwn(file, 'env') ? file.env : {};
  if (isTable(givenEnv)) {
    for (const [key, value] of Object.entries(givenEnv)) {
      const wrong = checkEnv(key, value);
      if (wrong === null) env[key] = String(value);
      else warnings.push({ key: `env.${key}`, message: wrong });
    }
  } else warnings.push({ key: 'env', message: 'must be a table: [env]' });
  return { config: { ...result, env } as unknown as Config, warnings };
}

/** Null if the pair can be an environment variable. */
export function checkEnv(name: string, value: unknown): string | null {
  if (!/^[^=\0]+$/.test(name)) return 'is not a name for an environment variable';
  return typeof value === 'string' && !value.includes('\0') ? null : 'must be a string';
}

function unknownKey(key: string): string {
  const nearest = nearestKey(key);
  return nearest === null ? 'is not a setting' : `is not a setting; did you mean ${nearest}?`;
}

/** The known dotted key (or section) with the fewest edits to `key`, if it is near at all. */
export function nearestKey(key: string): string | null {
  const known = key.includes('.')
    ? sections.flatMap((section) => Object.keys(settings[section]).map((name) => `${section}.${name}`))
    : [...sections, 'env'];
  let best: string | null = null;
  let bestEdits = Math.max(2, Math.floor(key.length / 3)) + 1;
  for (const candidate of known) {
    const edits = editDistance(key, candidate);
    if (edits < bestEdits) {
      best = candidate;
      bestEdits = edits;
    }
  }
  return best;
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
