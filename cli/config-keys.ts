// Dotted keys as people write them -> the setting that they mean, and words -> a value of its type. Pure.

import { checkEnv, checkSetting, nearestKey } from '../shared/config.ts';
import { type Section, type Setting, settings } from '../shared/config-schema.ts';
import { assertNever } from '../shared/exhaustive.ts';
import { CliError } from './cli-error.ts';

export type KeyMeaning =
  | { readonly kind: 'setting'; readonly path: readonly [string, string]; readonly setting: Setting }
  | { readonly kind: 'env'; readonly path: readonly ['env', string] }
  | { readonly kind: 'section'; readonly section: string }
  | { readonly kind: 'unknown'; readonly message: string };

export type SettingValue = boolean | number | string | readonly string[];

export function meaningOf(key: string): KeyMeaning {
  const dot = key.indexOf('.');
  const section = dot < 0 ? key : key.slice(0, dot);
  const name = dot < 0 ? '' : key.slice(dot + 1);
  if (section === 'env')
    return name === '' ? { kind: 'section', section } : { kind: 'env', path: ['env', name] };
  if (Object.hasOwn(settings, section)) {
    if (dot < 0) return { kind: 'section', section };
    const table: Readonly<Record<string, Setting>> = settings[section as Section];
    const setting = Object.hasOwn(table, name) ? table[name] : undefined;
    if (setting !== undefined) return { kind: 'setting', path: [section, name], setting };
  }
  const nearest = nearestKey(key);
  const advice = nearest === null ? 'see: everpane config list' : `did you mean ${nearest}?`;
  return { kind: 'unknown', message: `there is no setting ${JSON.stringify(key)}; ${advice}` };
}

/** Throws a CliError that says what the value should be. */
export function parseValue(
  key: string,
  meaning: Extract<KeyMeaning, { path: unknown }>,
  text: string,
): SettingValue {
  const value = meaning.kind === 'env' ? text : readAs(meaning.setting, text);
  const wrong =
    meaning.kind === 'env' ? checkEnv(meaning.path[1], value) : checkSetting(meaning.setting, value);
  if (wrong !== null) throw new CliError(`${key} ${wrong}, not ${JSON.stringify(text)}`);
  return value;
}

/** What cannot be read as the type stays text, which the check then refuses. */
function readAs(setting: Setting, text: string): SettingValue {
  switch (setting.type) {
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'integer':
    case 'number':
      return text.trim() === '' || !Number.isFinite(Number(text)) ? text : Number(text);
    case 'string':
    case 'choice':
      return text;
    case 'strings':
      return readList(text);
    default:
      return assertNever(setting);
  }
}

/** A JSON list, or one item; nothing is the empty list. */
function readList(text: string): readonly string[] | string {
  if (text === '') return [];
  if (!text.trimStart().startsWith('[')) return [text];
  try {
    return JSON.parse(text) as readonly string[];
  } catch {
    return text;
  }
}
