// The tables of config.toml whose names are not ours: variables, key bindings by action, profiles by name. Reading one is
// total: whatever is wrong is left out and told of, and the rest holds.
import { type ActionId, actionDefinitions } from './actions.ts';
import { checkEnv, checkSetting, type ValueOf } from './check-setting.ts';
import { profileSettings, type Setting } from './config-schema.ts';
import { judgeKey, parseKey } from './key-binding.ts';

export interface ConfigWarning {
  /** Dotted key, or the section alone. */
  readonly key: string;
  readonly message: string;
}

export type Variables = Readonly<Record<string, string>>;
export type KeyBindings = Readonly<Partial<Record<ActionId, readonly string[]>>>;
export type Profile = {
  readonly [K in keyof typeof profileSettings]: ValueOf<(typeof profileSettings)[K]>;
} & { readonly env: Variables };

export interface OpenTables {
  readonly env: Variables;
  readonly keys: KeyBindings;
  readonly profiles: Readonly<Record<string, Profile>>;
}

export const openTables = ['env', 'keys', 'profiles'] as const satisfies readonly (keyof OpenTables)[];

export const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

export function isActionId(text: string): text is ActionId {
  return actionDefinitions.some(({ id }) => id === text);
}

type Warn = (key: string, message: string) => void;

/** `lastGood` supplies what an action or a profile's setting has wrong. */
export function readOpenTables(file: Record<string, unknown>, lastGood: OpenTables, warn: Warn): OpenTables {
  const tableAt = (name: keyof OpenTables): Record<string, unknown> => {
    const given = Object.hasOwn(file, name) ? file[name] : {};
    if (isTable(given)) return given;
    warn(name, `must be a table: [${name}]`);
    return {};
  };
  return {
    env: readVariables(tableAt('env'), 'env', warn),
    keys: readKeys(tableAt('keys'), lastGood.keys, warn),
    profiles: readProfiles(tableAt('profiles'), lastGood.profiles, warn),
  };
}

function readVariables(table: Record<string, unknown>, path: string, warn: Warn): Variables {
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(table)) {
    const wrong = checkEnv(name, value);
    if (wrong === null) variables[name] = String(value);
    else warn(`${path}.${name}`, wrong);
  }
  return variables;
}

function readKeys(table: Record<string, unknown>, lastGood: KeyBindings, warn: Warn): KeyBindings {
  const keys: Partial<Record<ActionId, readonly string[]>> = {};
  for (const [name, given] of Object.entries(table)) {
    // One key may be written without the brackets of a list.
    const value = typeof given === 'string' ? [given] : given;
    if (!isActionId(name)) {
      const parts = isTable(given) ? Object.keys(given)[0] : undefined;
      const hint = parts === undefined ? '' : `; an action is written in quotes: "${name}.${parts}" = [...]`;
      warn(`keys.${name}`, `is not an action${hint}`);
      continue;
    }
    const wrong = checkKeys(value);
    if (wrong === null) keys[name] = value as readonly string[];
    else {
      warn(`keys.${name}`, wrong);
      const before = lastGood[name];
      if (before !== undefined) keys[name] = before;
    }
  }
  return keys;
}

/** Null if the value is a list of keys that an action may have. */
export function checkKeys(value: unknown): string | null {
  const isList = Array.isArray(value) && value.every((item) => typeof item === 'string') && value.length <= 8;
  if (!isList) return 'must be a list of keys, such as ["Ctrl+Shift+T"]';
  for (const text of value as string[]) {
    try {
      // Without a modifier it types, whatever the platform.
      if (judgeKey(parseKey(text), 'linux').kind === 'typing') return `cannot be ${text}: that key types`;
    } catch (error) {
      return error instanceof SyntaxError ? `has a wrong key: ${error.message}` : 'has a wrong key';
    }
  }
  return null;
}

/** Null if a profile may be called that. */
export function checkProfileName(name: string): string | null {
  const fits = name === name.trim() && /^[^\p{Cc}]{1,64}$/u.test(name);
  return fits ? null : 'is not a name for a profile: 1 to 64 characters, no blanks around them';
}

export const emptyProfile: Profile = {
  ...(Object.fromEntries(
    Object.entries(profileSettings).map(([key, setting]) => [key, setting.default]),
  ) as Omit<Profile, 'env'>),
  env: {},
};

function readProfiles(
  table: Record<string, unknown>,
  lastGood: OpenTables['profiles'],
  warn: Warn,
): OpenTables['profiles'] {
  const profiles: Record<string, Profile> = {};
  for (const [name, given] of Object.entries(table)) {
    const path = `profiles.${name}`;
    const wrong = checkProfileName(name) ?? (isTable(given) ? null : `must be a table: [${path}]`);
    const before = Object.hasOwn(lastGood, name) ? lastGood[name] : undefined;
    if (wrong === null) profiles[name] = readProfile(given as Record<string, unknown>, path, before, warn);
    else warn(path, wrong);
  }
  return profiles;
}

function readProfile(
  table: Record<string, unknown>,
  path: string,
  lastGood: Profile = emptyProfile,
  warn: Warn,
): Profile {
  const known: Readonly<Record<string, Setting>> = profileSettings;
  const previous: Readonly<Record<string, unknown>> = lastGood;
  const values: Record<string, unknown> = { ...emptyProfile };
  for (const [key, value] of Object.entries(table)) {
    if (key === 'env') {
      if (isTable(value)) values.env = readVariables(value, `${path}.env`, warn);
      else warn(`${path}.env`, `must be a table: [${path}.env]`);
      continue;
    }
    const setting = Object.hasOwn(known, key) ? known[key] : undefined;
    const wrong =
      setting === undefined
        ? `is not a setting of a profile; there are ${[...Object.keys(known), 'env'].join(', ')}`
        : checkSetting(setting, value);
    if (wrong === null) values[key] = value;
    else {
      warn(`${path}.${key}`, wrong);
      if (setting !== undefined) values[key] = previous[key];
    }
  }
  return values as Profile;
}
