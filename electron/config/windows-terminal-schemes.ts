// Windows Terminal's colour schemes: one object, a list of them, or a whole settings file with `schemes`
// (https://learn.microsoft.com/windows/terminal/customize-settings/color-schemes). Comments are allowed there, so here too.
import * as v from 'valibot';
import type { Colour } from '../../shared/colour.ts';
import type { Palette } from '../../shared/themes/derive-theme.ts';
import type { AnsiColours } from '../../shared/themes/theme.ts';
import { ThemeFormatError } from './theme-format-error.ts';
import { themeNameOf } from './theme-name.ts';

/** In the order of the SGR numbers. */
const ansiNames = ['black', 'red', 'green', 'yellow', 'blue', 'purple', 'cyan', 'white'];
const brightNames = ansiNames.map((name) => `bright${name[0]?.toUpperCase()}${name.slice(1)}`);

const colour = v.pipe(
  v.string(),
  v.regex(/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i, 'is not a colour such as #1e1e2e'),
  v.transform((text): Colour => {
    const hex = text.length === 4 ? [...text.slice(1)].map((digit) => digit + digit).join('') : text.slice(1);
    return `#${hex.toLowerCase()}`;
  }),
);

const scheme = v.looseObject({
  name: v.optional(v.pipe(v.string(), v.maxLength(80))),
  background: colour,
  foreground: colour,
  cursorColor: v.optional(colour),
  selectionBackground: v.optional(colour),
  ...Object.fromEntries([...ansiNames, ...brightNames].map((name) => [name, colour])),
});

/** `name`: for a scheme that has none of its own. Throws ThemeFormatError. */
export function readWindowsTerminalSchemes(text: string, name: string): readonly Palette[] {
  let value: unknown;
  try {
    value = JSON.parse(withoutComments(text));
  } catch (error) {
    throw new ThemeFormatError(`is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const schemes = schemesOf(value);
  if (schemes.length === 0) throw new ThemeFormatError('holds no colour scheme');
  return schemes.map((one, index) => {
    const parsed = v.safeParse(scheme, one);
    if (!parsed.success) {
      const issue = parsed.issues[0];
      const which = schemes.length > 1 ? `scheme ${index + 1}: ` : '';
      throw new ThemeFormatError(`${which}${v.getDotPath(issue) ?? 'it'} ${wordsOf(issue)}`);
    }
    const colours: Readonly<Record<string, unknown>> = parsed.output;
    const { background, foreground, cursorColor, selectionBackground } = parsed.output;
    const title = parsed.output.name?.trim() || name;
    return {
      name: parsed.output.name === undefined ? name : themeNameOf(title),
      title,
      background,
      foreground,
      ...(cursorColor === undefined ? {} : { cursor: cursorColor }),
      ...(selectionBackground === undefined ? {} : { selection: selectionBackground }),
      ansi: [...ansiNames, ...brightNames].map(
        (key) => colours[key] as Colour,
      ) as readonly Colour[] as AnsiColours,
    };
  });
}

function schemesOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null) return [];
  return 'schemes' in value && Array.isArray(value.schemes) ? value.schemes : [value];
}

const wordsOf = ({ message, received }: { message: string; received: string }): string =>
  received === 'undefined' ? 'is missing' : message;

/** Comments outside strings become blanks, so that an error's position stays right. */
function withoutComments(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (piece) =>
    piece.startsWith('"') ? piece : piece.replace(/[^\n]/g, ' '),
  );
}
