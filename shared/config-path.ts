// Where in config.toml a value lies, as the names on the way to it, and what may stand there: one table of meanings for the
// command line, the settings page and the host that writes. Pure.
import type { ActionId } from './actions.ts';
import { checkEnv, checkSetting } from './check-setting.ts';
import { profileSettings, type Setting, settings } from './config-schema.ts';
import { checkKeys, checkProfileName, isActionId } from './config-tables.ts';
import { assertNever } from './exhaustive.ts';

/** `['font', 'size']`, `['keys', 'tab.new']`, `['profiles', 'work', 'env', 'EDITOR']`. */
export type ConfigPath = readonly string[];
export type ConfigValue = boolean | number | string | readonly string[];

export type ConfigPlace =
  | { readonly kind: 'setting'; readonly setting: Setting }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'keys'; readonly action: ActionId }
  /** A whole profile: it can be taken away, and its parts be set. */
  | { readonly kind: 'profile'; readonly name: string };

/** One edit of config.toml. */
export type ConfigChange =
  | { readonly kind: 'set'; readonly path: ConfigPath; readonly value: ConfigValue }
  | { readonly kind: 'unset'; readonly path: ConfigPath };

const tables: Readonly<Record<string, Readonly<Record<string, Setting>>>> = settings;
const profileTable: Readonly<Record<string, Setting>> = profileSettings;

/** What stands at a path; null if nothing of ours does. */
export function placeAt(path: ConfigPath): ConfigPlace | null {
  const [section = '', name, ...rest] = path;
  if (name === undefined) return null;
  if (section === 'profiles') return placeInProfile(name, rest);
  if (rest.length > 0) return null;
  if (section === 'env') return { kind: 'variable', name };
  if (section === 'keys') return isActionId(name) ? { kind: 'keys', action: name } : null;
  return settingIn(Object.hasOwn(tables, section) ? tables[section] : undefined, name);
}

function placeInProfile(profile: string, [name, variable, ...rest]: readonly string[]): ConfigPlace | null {
  if (checkProfileName(profile) !== null || rest.length > 0) return null;
  if (name === undefined) return { kind: 'profile', name: profile };
  if (name === 'env') return variable === undefined ? null : { kind: 'variable', name: variable };
  return variable === undefined ? settingIn(profileTable, name) : null;
}

function settingIn(table: Readonly<Record<string, Setting>> | undefined, name: string): ConfigPlace | null {
  const setting = table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
  return setting === undefined ? null : { kind: 'setting', setting };
}

/** Whether the name of a theme is wanted there. */
export function asksForTheme(path: ConfigPath): boolean {
  const place = placeAt(path);
  return place?.kind === 'setting' && place.setting.type === 'theme';
}

/** Null if the value may stand there, else what it should be. */
export function checkAt(place: ConfigPlace, value: unknown): string | null {
  switch (place.kind) {
    case 'setting':
      return checkSetting(place.setting, value);
    case 'variable':
      return checkEnv(place.name, value);
    case 'keys':
      return checkKeys(value);
    case 'profile':
      return 'is a profile; name one of its settings';
    default:
      return assertNever(place);
  }
}

/**
 * The path that a dotted key means. What is not ours may hold dots itself: `env.A.B` is the variable `A.B`,
 * `keys.tab.new` the action `tab.new`, `profiles.a.b.shell` the shell of the profile `a.b`.
 */
export function pathOf(key: string): ConfigPath {
  const [section = '', ...rest] = key.split('.');
  const plain = rest.length === 0 ? [section] : [section, rest.join('.')];
  if (section !== 'profiles') return plain;
  const variable = /^(.+?)\.env\.(.+)$/.exec(rest.join('.'));
  if (variable?.[1] !== undefined && variable[2] !== undefined) {
    return [section, variable[1], 'env', variable[2]];
  }
  const last = rest.at(-1) ?? '';
  const isSetting = rest.length > 1 && Object.hasOwn(profileTable, last);
  return isSetting ? [section, rest.slice(0, -1).join('.'), last] : plain;
}

/** The value at a path of effective values; undefined if there is none. */
export function valueAt(config: object, path: ConfigPath): unknown {
  let value: unknown = config;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}
