import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importThemeFile } from '../../electron/config/import-theme.ts';
import { readBounded, readThemeFiles } from '../../electron/config/theme-files.ts';
import { contrast } from '../../shared/colour.ts';
import { itermTheme, windowsTerminalTheme } from '../support/foreign-themes.ts';
import { tempDir } from '../support/temp-dir.ts';

async function places() {
  const dir = await tempDir();
  const themesDir = join(dir, 'themes');
  return {
    dir,
    themesDir,
    import: async (name: string, text: string, as?: string) => {
      const file = join(dir, name);
      await writeFile(file, text);
      return importThemeFile(file, themesDir, as);
    },
  };
}

describe('importing themes', () => {
  it('should take over one of iTerm2, and read it back legible', async () => {
    const { import: importText, themesDir } = await places();
    const outcome = await importText('Light House!.itermcolors', itermTheme());
    expect(outcome).toEqual({ kind: 'imported', names: ['light-house'] });
    const { themes, problems } = await readThemeFiles(themesDir);
    expect(problems).toEqual([]);
    expect(themes).toMatchObject([{ name: 'light-house', scheme: 'dark', tokens: { terminal: '#1a0d33' } }]);
    const { tokens } = themes[0] ?? {};
    expect(contrast(tokens?.quiet ?? '#000000', tokens?.chrome ?? '#000000')).toBeGreaterThanOrEqual(4.5);
    expect((await stat(themesDir)).mode & 0o777).toBe(0o700);
    expect((await stat(join(themesDir, 'light-house.json'))).mode & 0o777).toBe(0o600);
  });

  it('should take over those of Windows Terminal: one, a list, or whole settings', async () => {
    const { import: importText } = await places();
    const one = windowsTerminalTheme('Sea Fog');
    const body = one.replace(/^.*\n/, '');
    expect(await importText('a.json', one)).toEqual({ kind: 'imported', names: ['sea-fog'] });
    expect(await importText('b.json', one, 'mine')).toEqual({ kind: 'imported', names: ['mine'] });
    const two = `[${body}, ${body.replace('Sea Fog', 'Réef')}]`;
    expect(await importText('c.json', two)).toEqual({ kind: 'imported', names: ['sea-fog', 'réef'] });
    const whole = `\uFEFF{ /* settings */ "profiles": {}, "schemes": [${body}] }`;
    expect(await importText('d.json', whole)).toEqual({ kind: 'imported', names: ['sea-fog'] });
  });

  it('should refuse what is no theme with its reason, and write nothing of it', async () => {
    const { import: importText, dir, themesDir } = await places();
    const body = windowsTerminalTheme('Sea Fog').replace(/^.*\n/, '');
    for (const [text, reason] of [
      ['', /neither an iTerm2 theme/],
      ['red = 1', /neither an iTerm2 theme/],
      ['<html></html>', /no property list/],
      ['<!DOCTYPE x [<!ENTITY a "b">]><plist></plist>', /entities/],
      [itermTheme().replace('Ansi 7 Color', 'Ansi 77 Color'), /has no Ansi 7 Color/],
      [itermTheme().replace('0.05', 'NaN'), /no Green Component that is a number/],
      ['{', /is no JSON/],
      ['{}', /is missing/],
      ['{"schemes": []}', /no colour scheme/],
      [body.replace('#102030', 'navy'), /background is not a colour/],
      [`[${body}, {}]`, /scheme 2: /],
    ] as const) {
      const outcome = await importText('bad', text);
      expect(outcome, text.slice(0, 60)).toMatchObject({ kind: 'refused' });
      expect(outcome.kind === 'refused' && outcome.message).toMatch(reason);
    }
    expect(await importThemeFile(dir, themesDir)).toMatchObject({ kind: 'refused' });
    expect(await importThemeFile(join(dir, 'missing'), themesDir)).toMatchObject({ kind: 'refused' });
    expect(await importText('x.json', body, '../escape')).toMatchObject({ kind: 'refused' });
    expect(await importText('x.json', body, 'system')).toMatchObject({ kind: 'refused' });
    await expect(readdir(themesDir)).rejects.toThrow('ENOENT');
  });
});

describe('the themes directory', () => {
  it('should be nothing to complain of when it is not there', async () => {
    expect(await readThemeFiles(join(await tempDir(), 'none'))).toEqual({ themes: [], problems: [] });
  });

  it('should give what can be used, and tell of the rest', async () => {
    const dir = await tempDir();
    const colours = { background: '#101010', foreground: '#e0e0e0', ansi: Array(16).fill('#808080') };
    await writeFile(join(dir, 'good.json'), JSON.stringify({ title: 'Good', ...colours }));
    await writeFile(join(dir, 'few.json'), JSON.stringify({ ...colours, ansi: ['#808080'] }));
    await writeFile(join(dir, 'large.json'), ' '.repeat(70_000));
    await writeFile(join(dir, 'notes.txt'), 'not a theme');
    await mkdir(join(dir, 'dir.json'));
    const { themes, problems } = await readThemeFiles(dir);
    expect(themes).toMatchObject([{ name: 'good', title: 'Good' }]);
    expect(problems.map(({ file, message }) => [file.slice(dir.length + 1), message])).toEqual([
      ['dir.json', 'is not a file'],
      ['few.json', 'ansi: ansi has 16 colours: black to white, then the bright ones'],
      ['large.json', 'is longer than 65536 bytes'],
    ]);
  });

  it('should read no more of a file than it may', async () => {
    const file = join(await tempDir(), 'text');
    await writeFile(file, 'äöü');
    expect(await readBounded(file, 6)).toBe('äöü');
    await expect(readBounded(file, 5)).rejects.toThrow('longer than 5 bytes');
  });
});
