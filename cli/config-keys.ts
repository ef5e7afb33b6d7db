// Dotted keys as people write them -> the setting that they mean, and words -> a value of its type. Pure.

import { nearestKey } from '../shared/config.ts';
import {
  type ConfigPath,
  type ConfigPlace,
  type ConfigValue,
  checkAt,
  pathOf,
  placeAt,
} from '../shared/config-path.ts';
import { type Section, type Setting, settings } from '../shared/config-schema.ts';
import { openTables } from '../shared/config-tables.ts';
import { assertNever } from '../shared/exhaustive.ts';
import { CliError } from './cli-error.ts';

export type KeyMeaning =
  | { readonly kind: 'place'; readonly path: ConfigPath; readonly place: ConfigPlace }
  | { readonly kind: 'section'; readonly path: readonly [string] }
  | { readonly kind: 'unknown'; readonly message: string };

export function meaningOf(key: string): KeyMeaning {
  const path = pathOf(key);
  const [section = '', name] = path;
  const isSection = (openTables as readonly string[]).includes(section) || Object.hasOwn(settings, section);
  if (isSection && (name ?? '') === '') return { kind: 'section', path: [section as Section] };
  const place = placeAt(path);
  if (place !== null) return { kind: 'place', path, place };
  const nearest = nearestKey(key);
  const advice = nearest === null ? 'see: everpane config list' : `did you mean ${nearest}?`;
  return { kind: 'unknown', message: `there is no setting ${JSON.stringify(key)}; ${advice}` };
}

/** Throws a CliError that says what the value should be. */
export function parseValue(
  key: string,
  { place }: { readonly place: ConfigPlace },
  text: string,
): ConfigValue {
  const value = readFor(place, text);
  const wrong = checkAt(place, value);
  if (wrong !== null) throw new CliError(`${key} ${wrong}, not ${JSON.stringify(text)}`);
  return value;
}

function readFor(place: ConfigPlace, text: string): ConfigValue {
  switch (place.kind) {
    case 'setting':
      return readAs(place.setting, text);
    case 'keys':
      return readList(text);
    case 'variable':
    case 'profile':
      return text;
    default:
      return assertNever(place);
  }
}

/** What cannot be read as the type stays text, which the check then refuses. */
function readAs(setting: Setting, text: string): ConfigValue {
  switch (setting.type) {
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'integer':
    case 'number':
      return text.trim() === '' || !Number.isFinite(Number(text)) ? text : Number(text);
    case 'string':
    case 'choice':
    case 'theme':
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
