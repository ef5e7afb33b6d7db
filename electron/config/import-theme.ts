// Themes of other terminals, made ours: reads a file, finds out what it is, and writes what it holds into the themes directory.
// Invariant: nothing is written unless every theme of the file can be read.
import { basename, extname } from 'node:path';
import { isThemeName } from '../../shared/check-setting.ts';
import type { ThemeImport } from '../../shared/settings-report.ts';
import type { Palette } from '../../shared/themes/derive-theme.ts';
import { readItermColors } from './iterm-colors.ts';
import { readBounded, writeThemeFile } from './theme-files.ts';
import { ThemeFormatError } from './theme-format-error.ts';
import { themeNameOf } from './theme-name.ts';
import { readWindowsTerminalSchemes } from './windows-terminal-schemes.ts';

/** A Windows Terminal settings file with many schemes has some 100 KB. */
const maxImportBytes = 1024 * 1024;
const mostThemesOfAFile = 100;

/** `name` instead of the file's own, for a file with one theme. */
export async function importThemeFile(file: string, themesDir: string, name?: string): Promise<ThemeImport> {
  try {
    const palettes = readThemes(
      await readBounded(file, maxImportBytes),
      name ?? themeNameOf(basename(file, extname(file))),
    );
    if (palettes.length > mostThemesOfAFile) {
      throw new ThemeFormatError(
        `has ${palettes.length} themes; at most ${mostThemesOfAFile} can be imported at once`,
      );
    }
    const [only] = palettes;
    const named =
      name !== undefined && palettes.length === 1 && only !== undefined ? [{ ...only, name }] : palettes;
    const unusable = named.find((palette) => !isThemeName(palette.name));
    if (unusable !== undefined) {
      throw new ThemeFormatError(`no theme can be called ${JSON.stringify(unusable.name)}`);
    }
    for (const palette of named) await writeThemeFile(themesDir, palette);
    return { kind: 'imported', names: named.map((palette) => palette.name) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'refused', message: `${file}: ${reason}` };
  }
}

/** By what a file looks like, not by how it is called. */
function readThemes(text: string, name: string): readonly Palette[] {
  const start = text.replace(/^\uFEFF/, '').trimStart();
  if (start.startsWith('<')) return [readItermColors(start, name)];
  if (start.startsWith('{') || start.startsWith('[') || start.startsWith('/'))
    return readWindowsTerminalSchemes(start, name);
  throw new ThemeFormatError('is neither an iTerm2 theme (.itermcolors) nor a Windows Terminal one (JSON)');
}
