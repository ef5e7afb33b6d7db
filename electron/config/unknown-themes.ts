// Themes that config.toml names and nobody has. Whether there is a theme is known only with the user's own, which is why the
// schema does not check it. Pure.
import type { Config } from '../../shared/config.ts';
import { type ConfigPath, placeAt } from '../../shared/config-path.ts';
import { nearestName } from '../../shared/nearest-name.ts';
import { allThemes, findTheme } from '../../shared/themes/choose-theme.ts';
import type { Theme } from '../../shared/themes/theme.ts';
import { lineOfKey } from './line-of-key.ts';
import type { ConfigProblem } from './read-config-file.ts';

/** Null unless the place asks for a theme and there is none of that name; else what is wrong, and what may have been meant. */
export function unknownTheme(path: ConfigPath, value: unknown, userThemes: readonly Theme[]): string | null {
  const place = placeAt(path);
  if (place?.kind !== 'setting' || place.setting.type !== 'theme') return null;
  const { others } = place.setting;
  if (typeof value !== 'string' || others.includes(value) || findTheme(value, userThemes) !== null)
    return null;
  const known = [...others, ...allThemes(userThemes).map(({ name }) => name)];
  const nearest = nearestName(value, known);
  const advice = nearest === null ? 'see: everpane theme list' : `did you mean ${nearest}?`;
  return `there is no theme ${JSON.stringify(value)}; ${advice}`;
}

/** One problem for each key of the file that names such a theme; `text`: the file's, for the line. */
export function unknownThemes(
  file: string,
  text: string | null,
  config: Config,
  userThemes: readonly Theme[],
): ConfigProblem[] {
  const named: [path: ConfigPath, name: string][] = [
    ...Object.entries(config.appearance).map(([key, value]): [ConfigPath, string] => [
      ['appearance', key],
      String(value),
    ]),
    ...Object.entries(config.profiles).map(([profile, { theme }]): [ConfigPath, string] => [
      ['profiles', profile, 'theme'],
      theme,
    ]),
  ];
  return named.flatMap(([path, name]) => {
    const wrong = unknownTheme(path, name, userThemes);
    if (wrong === null) return [];
    const key = path.join('.');
    const line = text === null ? null : lineOfKey(text, key);
    return [{ file, key, line, column: null, message: `${key}: ${wrong}` }];
  });
}
