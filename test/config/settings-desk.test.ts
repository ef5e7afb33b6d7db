import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importThemeFile } from '../../electron/config/import-theme.ts';
import { readConfigFile } from '../../electron/config/read-config-file.ts';
import { SettingsDesk } from '../../electron/config/settings-desk.ts';
import { windowsTerminalTheme } from '../support/foreign-themes.ts';
import { tempDir } from '../support/temp-dir.ts';

async function openDesk(text?: string) {
  const dir = await tempDir();
  const configFile = join(dir, 'config.toml');
  const themesDir = join(dir, 'themes');
  if (text !== undefined) await writeFile(configFile, text);
  const desk = new SettingsDesk({ configFile, themesDir }, await readConfigFile(configFile));
  await desk.followThemes();
  return { dir, desk, configFile, themesDir, written: () => readFile(configFile, 'utf8') };
}

const set = (path: readonly string[], value: unknown) => ({ kind: 'set', path, value });

describe('the settings desk', () => {
  it('should write all changes or none, beside what a person wrote', async () => {
    const { desk, written } = await openDesk('# mine\n[font]\nsize = 14 # px\n');
    const done = await desk.change([
      set(['font', 'size'], 16),
      set(['env', 'EDITOR'], 'vim'),
      { kind: 'unset', path: ['terminal', 'bell'] },
    ]);
    expect(done).toEqual({ kind: 'done' });
    expect(await written()).toBe('# mine\n[font]\nsize = 16 # px\n\n[env]\nEDITOR = "vim"\n');
    const half = await desk.change([set(['font', 'size'], 18), set(['font', 'line_height'], 9)]);
    expect(half).toEqual({ kind: 'refused', message: 'font.line_height must be a number from 1 to 2' });
    expect(await written()).toContain('size = 16');
  });

  it('should take nothing that is no change of a setting', async () => {
    const { desk } = await openDesk();
    const many = Array.from({ length: 65 }, () => set(['font', 'size'], 14));
    for (const rubbish of [null, 'x', {}, [null], [{ kind: 'set' }], [{ kind: 'go', path: ['a'] }], many]) {
      expect(await desk.change(rubbish), JSON.stringify(rubbish)).toMatchObject({ kind: 'refused' });
    }
    for (const path of [
      ['font', 'colour'],
      ['font'],
      [],
      ['__proto__', 'x'],
      ['env', 'A=B'],
      ['profiles', 'a'],
    ]) {
      expect(await desk.change([set(path, 'x')]), path.join('.')).toMatchObject({ kind: 'refused' });
    }
  });

  it('should refuse to write into a broken file, saying where it is broken', async () => {
    const { desk, written } = await openDesk('[font]\nsize = = 3\n');
    const outcome = await desk.change([set(['font', 'size'], 16)]);
    expect(outcome).toMatchObject({ kind: 'refused', message: expect.stringMatching(/line 2, column 8/) });
    expect(await written()).toBe('[font]\nsize = = 3\n');
  });

  it('should know the themes that there are, and tell which are named in vain', async () => {
    const text = '[appearance]\ntheme = "papr"\n\n[profiles.work]\ntheme = "sea-fog"\n';
    const { dir, desk, configFile, themesDir } = await openDesk(text);
    const problem = { file: configFile, column: null };
    expect(desk.problems).toEqual([
      {
        ...problem,
        key: 'appearance.theme',
        line: 2,
        message: 'appearance.theme: there is no theme "papr"; did you mean paper?',
      },
      {
        ...problem,
        key: 'profiles.work.theme',
        line: 5,
        message: 'profiles.work.theme: there is no theme "sea-fog"; see: everpane theme list',
      },
    ]);
    const refused = await desk.change([set(['appearance', 'theme'], 'sea-fog')]);
    expect(refused).toMatchObject({ kind: 'refused', message: expect.stringContaining('"sea-fog"') });
    const file = join(dir, 'fog.json');
    await writeFile(file, windowsTerminalTheme('Sea Fog'));
    await importThemeFile(file, themesDir);
    // Also before the desk has looked again.
    expect(await desk.change([set(['appearance', 'theme'], 'sea-fog')])).toEqual({ kind: 'done' });
    expect(await desk.change([set(['appearance', 'theme'], 'system')])).toEqual({ kind: 'done' });
    await desk.follow(await readConfigFile(configFile));
    expect(desk.problems).toEqual([]);
    expect(desk.report.themes.map(({ name }) => name)).toEqual(['sea-fog']);
  });

  it('should tell of a theme file that is none, and make a file to open', async () => {
    const { desk, themesDir, written } = await openDesk();
    await mkdir(themesDir);
    await writeFile(join(themesDir, 'broken.json'), '{');
    await desk.followThemes();
    expect(desk.problems).toMatchObject([{ file: join(themesDir, 'broken.json'), key: '' }]);
    expect(await desk.ensureFile()).toEqual({ kind: 'done' });
    expect(await written()).toMatch(/^# Settings of Everpane/);
  });
});
