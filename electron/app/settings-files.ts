// What settings need of the desktop: opening config.toml in an editor, and asking for a theme file. Nothing is decided here.
import { dialog, shell } from 'electron';
import type { SettingsOutcome, ThemeImport } from '../../shared/settings-report.ts';
import { importThemeFile } from '../config/import-theme.ts';
import type { SettingsDesk } from '../config/settings-desk.ts';

/** Makes the file if there is none yet. */
export async function openConfigFile(desk: SettingsDesk): Promise<SettingsOutcome> {
  const made = await desk.ensureFile();
  if (made.kind === 'refused') return made;
  const { configFile } = desk.report;
  const reason = await shell.openPath(configFile);
  return reason === '' ? { kind: 'done' } : { kind: 'refused', message: `${configFile}: ${reason}` };
}

export async function chooseAndImportTheme(themesDir: string): Promise<ThemeImport> {
  const { canceled, filePaths } = await dialog.showOpenDialog({
    title: 'Import a theme',
    properties: ['openFile'],
    filters: [
      { name: 'Themes', extensions: ['itermcolors', 'json'] },
      { name: 'All files', extensions: ['*'] },
    ],
  });
  const [file] = filePaths;
  return canceled || file === undefined ? { kind: 'cancelled' } : importThemeFile(file, themesDir);
}
