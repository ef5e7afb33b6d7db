// Whether a value fits a setting, and what type it then has. Pure.
import type { Setting } from './config-schema.ts';

export type ValueOf<S> = S extends { type: 'boolean' }
  ? boolean
  : S extends { type: 'integer' | 'number' }
    ? number
    : S extends { type: 'choice'; values: readonly (infer V)[] }
      ? V
      : S extends { type: 'strings' }
        ? readonly string[]
        : string;

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
    case 'theme':
      return isThemeName(value) || (typeof value === 'string' && setting.others.includes(value))
        ? null
        : 'must be the name of a theme';
  }
}

/** A name that a theme may have. `system` is none. */
export function isThemeName(value: unknown): value is string {
  return (
    typeof value === 'string' && /^[\p{L}\p{N}][\p{L}\p{N} ._+()-]{0,63}$/u.test(value) && value !== 'system'
  );
}

/** Null if the pair can be an environment variable. */
export function checkEnv(name: string, value: unknown): string | null {
  if (!/^[^=\0]+$/.test(name)) return 'is not a name for an environment variable';
  return typeof value === 'string' && !value.includes('\0') ? null : 'must be a string';
}
