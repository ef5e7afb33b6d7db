// The user's themes: themes/NAME.json in the home. Invariant: a file that is no theme is a problem that is told, never a start
// that fails; what is written appears whole.
import { constants } from 'node:fs';
import { mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Palette } from '../../shared/themes/derive-theme.ts';
import type { Theme } from '../../shared/themes/theme.ts';
import { maxThemeFileBytes, readTheme, writeTheme } from '../../shared/themes/theme-file.ts';
import { nodeFileSystem } from '../persistence/node-file-system.ts';
import { publishFile } from '../persistence/whole-file.ts';
import type { ConfigProblem } from './read-config-file.ts';

/** More than anybody chooses from; the rest is left out, and said so. */
const mostThemes = 200;

export interface ThemeFiles {
  readonly themes: readonly Theme[];
  readonly problems: readonly ConfigProblem[];
}

/** In the order of their names. Never rejects; without the directory there are none. */
export async function readThemeFiles(dir: string): Promise<ThemeFiles> {
  const themes: Theme[] = [];
  const problems: ConfigProblem[] = [];
  const tell = (file: string, message: string): void => {
    problems.push({ file, key: '', line: null, column: null, message });
  };
  let names: string[];
  try {
    names = (await readdir(dir)).filter((name) => name.endsWith('.json')).sort();
  } catch (error) {
    if (!isMissing(error)) tell(dir, `cannot be read: ${messageOf(error)}`);
    return { themes, problems };
  }
  if (names.length > mostThemes) tell(dir, `has ${names.length} themes; the first ${mostThemes} are offered`);
  for (const name of names.slice(0, mostThemes)) {
    const file = join(dir, name);
    try {
      const reading = readTheme(name.slice(0, -'.json'.length), await readBounded(file, maxThemeFileBytes));
      if (reading.kind === 'theme') themes.push(reading.theme);
      else tell(file, reading.message);
    } catch (error) {
      tell(file, messageOf(error));
    }
  }
  return { themes, problems };
}

/** Makes the directory if it is missing, and replaces a theme of the same name. The file that was written. */
export async function writeThemeFile(dir: string, palette: Palette): Promise<string> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const name = `${palette.name}.json`;
  await publishFile(nodeFileSystem, dir, name, [Buffer.from(writeTheme(palette), 'utf8')]);
  return join(dir, name);
}

/** The text of a file that may be anybody's: at most so many bytes of a plain file, and never waiting for a pipe. */
export async function readBounded(file: string, maxBytes: number): Promise<string> {
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const { size } = await requirePlainFile(handle);
    if (size > maxBytes) throw new Error(`is longer than ${maxBytes} bytes`);
    const buffer = Buffer.alloc(maxBytes + 1);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    if (bytesRead > maxBytes) throw new Error(`is longer than ${maxBytes} bytes`);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function requirePlainFile(handle: Awaited<ReturnType<typeof open>>): Promise<{ size: number }> {
  const stats = await handle.stat();
  if (!stats.isFile()) throw new Error('is not a file');
  return stats;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
