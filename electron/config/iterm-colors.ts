// iTerm2's colour presets (.itermcolors): a property list of dictionaries, one for each colour, with its components from 0 to
// 1 (https://iterm2.com/documentation-preferences-profiles-colors.html). Only what such a file is made of is read: no
// entities, no document types, no nesting beyond what it has.
import type { Colour } from '../../shared/colour.ts';
import type { Palette } from '../../shared/themes/derive-theme.ts';
import type { AnsiColours } from '../../shared/themes/theme.ts';
import { ThemeFormatError } from './theme-format-error.ts';

/** Throws ThemeFormatError. */
export function readItermColors(text: string, name: string): Palette {
  if (/<!ENTITY/i.test(text)) throw new ThemeFormatError('declares entities, which no theme does');
  if (!/<plist[\s>]/.test(text)) throw new ThemeFormatError('is XML, and no property list');
  const colours = new Map<string, Colour>();
  for (const [, key = '', body = ''] of text.matchAll(
    /<key>([^<]{1,100})<\/key>\s*<dict>((?:[^<]|<(?!\/?dict>))*)<\/dict>/g,
  )) {
    colours.set(key.trim(), colourOf(key.trim(), body));
  }
  const required = (key: string): Colour => {
    const colour = colours.get(key);
    if (colour === undefined) throw new ThemeFormatError(`has no ${key}`);
    return colour;
  };
  const ansi = Array.from({ length: 16 }, (_, index) => required(`Ansi ${index} Color`));
  const cursor = colours.get('Cursor Color');
  const selection = colours.get('Selection Color');
  return {
    name,
    title: name,
    background: required('Background Color'),
    foreground: required('Foreground Color'),
    ...(cursor === undefined ? {} : { cursor }),
    ...(selection === undefined ? {} : { selection }),
    ansi: ansi as readonly Colour[] as AnsiColours,
  };
}

function colourOf(key: string, body: string): Colour {
  const component = (name: string): string => {
    const found = new RegExp(`<key>${name} Component</key>\\s*<(?:real|integer)>\\s*([^<]{1,40})<`).exec(
      body,
    )?.[1];
    const value = Number(found);
    if (found === undefined || !Number.isFinite(value)) {
      throw new ThemeFormatError(`${key} has no ${name} Component that is a number`);
    }
    // Wide-gamut presets go a little beyond.
    return Math.round(255 * Math.min(1, Math.max(0, value)))
      .toString(16)
      .padStart(2, '0');
  };
  return `#${component('Red')}${component('Green')}${component('Blue')}`;
}
