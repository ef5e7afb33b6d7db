// A theme of the user's, as it lies in themes/NAME.json: colours only, checked one by one. What a file does not say is
// derived (derive-theme.ts). Pure: the caller reads and writes.
import * as v from 'valibot';
import { isThemeName } from '../check-setting.ts';
import { type Colour, isColour } from '../colour.ts';
import { deriveTheme, type Palette } from './derive-theme.ts';
import type { AnsiColours, Theme } from './theme.ts';

/** A file that is longer is no theme. */
export const maxThemeFileBytes = 64 * 1024;
/** Its author chose the colours; the emulator lifts only what could hardly be read at all. */
const ownMinimumContrast = 1.5;

const colour = v.custom<Colour>(isColour, 'a colour is written as #rrggbb');

const schema = v.object({
  title: v.optional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80))),
  background: colour,
  foreground: colour,
  cursor: v.optional(colour),
  selection: v.optional(colour),
  ansi: v.pipe(v.array(colour), v.length(16, 'ansi has 16 colours: black to white, then the bright ones')),
});

export type ThemeReading =
  | { readonly kind: 'theme'; readonly theme: Theme }
  | { readonly kind: 'broken'; readonly message: string };

/** `name`: that of the file, without .json. */
export function readTheme(name: string, text: string): ThemeReading {
  if (!isThemeName(name)) return { kind: 'broken', message: 'the file has no name that a theme can have' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return {
      kind: 'broken',
      message: `is no JSON: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
  const parsed = v.safeParse(schema, value);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    const where = v.getDotPath(issue);
    return { kind: 'broken', message: `${where === null ? '' : `${where}: `}${issue.message}` };
  }
  const { title = name, cursor, selection, ansi, background, foreground } = parsed.output;
  const palette: Palette = {
    name,
    title,
    background,
    foreground,
    // The schema has counted them.
    ansi: ansi as readonly Colour[] as AnsiColours,
    ...(cursor === undefined ? {} : { cursor }),
    ...(selection === undefined ? {} : { selection }),
  };
  return { kind: 'theme', theme: deriveTheme(palette, ownMinimumContrast) };
}

export function writeTheme({ name: _name, ...colours }: Palette): string {
  return `${JSON.stringify(colours, null, 2)}\n`;
}
