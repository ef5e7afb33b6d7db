// Which theme a configuration means, given what the system prefers and which themes there are. Pure. A name that stands for
// nothing never leaves a window without colours.
import type { Config } from '../config.ts';
import { builtInThemes, darkTheme, lightTheme } from './built-in.ts';
import type { Theme } from './theme.ts';

/** Of the user's themes and ours, in that order: the user's may take the name of one of ours. */
export function findTheme(name: string, userThemes: readonly Theme[]): Theme | null {
  return allThemes(userThemes).find((theme) => theme.name === name) ?? null;
}

/** What can be chosen: each name once. */
export function allThemes(userThemes: readonly Theme[]): readonly Theme[] {
  const isTaken = ({ name }: Theme) => userThemes.some((own) => own.name === name);
  return [...userThemes, ...builtInThemes.filter((theme) => !isTaken(theme))];
}

/** `prefersDark`: what the system says; asked only for `system`. */
export function chooseTheme(
  { theme, theme_dark, theme_light }: Config['appearance'],
  prefersDark: boolean,
  userThemes: readonly Theme[],
): Theme {
  if (theme !== 'system') return findTheme(theme, userThemes) ?? darkTheme;
  const own = findTheme(prefersDark ? theme_dark : theme_light, userThemes);
  return own ?? (prefersDark ? darkTheme : lightTheme);
}
