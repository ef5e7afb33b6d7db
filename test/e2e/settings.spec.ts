// The settings as a page: what it shows is what config.toml says, what is changed there is written into the file beside the
// person's own words, and it holds at once.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { builtInThemes } from '../../shared/themes/built-in.ts';
import type { TreeJson } from '../../shared/tree.ts';
import type { AppUnderTest } from '../support/app.ts';
import { expect, test } from '../support/app-fixture.ts';
import { itermTheme, windowsTerminalTheme } from '../support/foreign-themes.ts';

const written = `# Mine, by hand.
[restore]
relaunch_after_crash = false # the test ends it itself

[font]
size = 14 # as on paper
`;

test.use({ everpaneOptions: { config: written } });

const fileOf = ({ home }: AppUnderTest) => join(home, 'config.toml');
const textOf = (everpane: AppUnderTest) => () => readFile(fileOf(everpane), 'utf8');
const rowOf = (page: Page, key: string): Locator => page.locator(`.setting-row[data-key="${key}"]`);

const keyboardPane = (page: Page) => () =>
  page.evaluate(
    () => document.activeElement?.closest('[data-pane-id]')?.getAttribute('data-pane-id') ?? null,
  );

async function openSettings({ page }: AppUnderTest, name?: string): Promise<void> {
  await expect.poll(keyboardPane(page)).not.toBeNull();
  await page.keyboard.press('Control+Shift+<');
  await expect(page.getByTestId('settings')).toBeVisible();
  if (name !== undefined) await page.locator('.settings-pages').getByText(name, { exact: true }).click();
}

async function closeSettings({ page }: AppUnderTest): Promise<void> {
  await page.getByTestId('settings').getByRole('button', { name: 'Close settings' }).click();
  await expect(page.getByTestId('settings')).toHaveCount(0);
}

/** `#1b2028` as the browser writes it. */
function inRgb(colour: string): string {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return `rgb(${red}, ${green}, ${blue})`;
}

/** What a pane says of itself. */
async function paneOf(everpane: AppUnderTest, id: string) {
  const { sessions } = await everpane.cliJson<TreeJson>('ls');
  return sessions
    .flatMap(({ windows }) => windows)
    .flatMap(({ panes }) => panes)
    .find((pane) => pane.id === id);
}

test('should write what is changed, keep what a person wrote, and go back to defaults', async ({
  everpane,
}) => {
  const { page } = everpane;
  await openSettings(everpane, 'Appearance');
  const size = rowOf(page, 'font.size');
  await expect(size).toContainText('Terminal font size in pixels.');
  await expect(size.getByRole('textbox')).toHaveValue('14');
  await size.getByRole('textbox').fill('16');
  await page.keyboard.press('Enter');
  await expect.poll(textOf(everpane)).toBe(written.replace('size = 14', 'size = 16'));
  await size.getByRole('button', { name: 'Less' }).click();
  await expect.poll(textOf(everpane)).toContain('size = 15 # as on paper');
  await rowOf(page, 'font.ligatures').getByRole('switch').click();
  await expect.poll(textOf(everpane)).toContain('ligatures = true');
  await size.getByRole('button', { name: 'Reset' }).click();
  await expect(size.getByRole('textbox')).toHaveValue('13');
  // The keyboard is not lost with the button's work.
  await expect(size.getByRole('button', { name: 'Reset' })).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(size.getByRole('button', { name: 'Reset' })).toHaveCount(0);
  await expect.poll(textOf(everpane)).not.toContain('size =');
  await page.locator('.settings-pages').getByText('Terminal', { exact: true }).click();
  await rowOf(page, 'terminal.cursor_style').getByRole('radio', { name: 'bar' }).click();
  await expect.poll(textOf(everpane)).toContain('cursor_style = "bar"');
  expect(await textOf(everpane)()).toContain('# Mine, by hand.');
  expect(await textOf(everpane)()).toContain('relaunch_after_crash = false # the test ends it itself');
  expect(await everpane.cliOutput('config', 'get', 'terminal.cursor_style')).toBe('bar');
});

test('should show at once what an editor writes into the file, and draw by it', async ({ everpane }) => {
  const { page } = everpane;
  await expect.poll(async () => (await paneOf(everpane, 'p1'))?.cols).toBeGreaterThan(1);
  const before = (await paneOf(everpane, 'p1'))?.cols ?? 0;
  await openSettings(everpane, 'Appearance');
  const size = rowOf(page, 'font.size').getByRole('textbox');
  await expect(size).toHaveValue('14');
  await writeFile(fileOf(everpane), written.replace('14', '24'));
  await expect(size).toHaveValue('24');
  await closeSettings(everpane);
  await expect.poll(async () => (await paneOf(everpane, 'p1'))?.cols).toBeLessThan(before);
  await expect.poll(keyboardPane(page)).toBe('p1');
});

test('should find settings and actions by any word, and be left by Escape', async ({ everpane }) => {
  const { page } = everpane;
  await openSettings(everpane);
  const search = page.getByLabel('Search the settings');
  await expect(search).toBeFocused();
  await page.keyboard.type('cursor');
  await expect(rowOf(page, 'terminal.cursor_blink')).toBeVisible();
  await expect(rowOf(page, 'font.size')).toHaveCount(0);
  // Help and values are searched as well as names.
  await search.fill('underline');
  await expect(rowOf(page, 'terminal.cursor_style')).toBeVisible();
  await search.fill('split down');
  await expect(rowOf(page, 'keys.pane.split-down')).toBeVisible();
  await search.fill('nothing is called that');
  await expect(page.getByTestId('settings')).toContainText('No setting and no action is called that.');
  await page.keyboard.press('Escape');
  await expect(search).toHaveValue('');
  await expect(rowOf(page, 'appearance.theme')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('settings')).toHaveCount(0);
  await expect.poll(keyboardPane(page)).toBe('p1');
});

test('should say beside a setting what does not fit, and write nothing of it', async ({ everpane }) => {
  const { page } = everpane;
  await openSettings(everpane, 'Appearance');
  const size = rowOf(page, 'font.size');
  const field = size.getByRole('textbox');
  await field.fill('1000');
  await page.keyboard.press('Enter');
  await expect(size.getByRole('alert')).toHaveText('It must be a whole number from 6 to 72.');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveValue('1000');
  await page.keyboard.press('Escape');
  await expect(field).toHaveValue('14');
  await expect(size.getByRole('alert')).toHaveCount(0);
  await expect(page.getByTestId('settings')).toBeVisible();
  expect(await textOf(everpane)()).toBe(written);
});

test('should tell what is wrong in the file with its line, and refuse to write into a broken one', async ({
  everpane,
}) => {
  const { page } = everpane;
  await openSettings(everpane, 'Appearance');
  const size = rowOf(page, 'font.size');
  const problem = page.getByTestId('settings-problem');
  await writeFile(fileOf(everpane), '[font]\nsize = 1\ncolour = 3\n');
  await expect(size).toContainText('Line 2: font.size must be a whole number from 6 to 72');
  // The last good value stays.
  await expect(size.getByRole('textbox')).toHaveValue('14');
  // What no row is about stands above them all.
  await expect(problem).toContainText('config.toml, line 3: font.colour is not a setting');
  const broken = '[font]\nsize = = 3\n';
  await writeFile(fileOf(everpane), broken);
  await expect(problem).toContainText('config.toml, line 2, column 8');
  await size.getByRole('button', { name: 'More' }).click();
  await expect(size).toContainText('config.toml is broken at line 2, column 8');
  await expect(size.getByRole('textbox')).toHaveValue('14');
  expect(await textOf(everpane)()).toBe(broken);
  await writeFile(fileOf(everpane), written);
  await expect(problem).toHaveCount(0);
});

test.describe('keys', () => {
  const record = async ({ page }: AppUnderTest, title: string, key: string) => {
    await page.getByLabel(`Add a key for ${title}`, { exact: true }).click();
    await expect(page.getByTestId('key-recorder')).toContainText('Press a key');
    await page.keyboard.press(key);
  };

  test('should be recorded, hold at once, be taken away and go back', async ({ everpane }) => {
    const { page } = everpane;
    await openSettings(everpane, 'Keyboard');
    const row = rowOf(page, 'keys.pane.split-right');
    await record(everpane, 'Split right', 'x');
    await expect(page.getByTestId('key-recorder')).toContainText('X is needed for typing');
    await page.keyboard.press('Control+Shift+F8');
    await expect(row).toContainText('CtrlShiftF8');
    await expect
      .poll(textOf(everpane))
      .toMatch(/"pane\.split-right" = \[ ?"Ctrl\+Shift\+D", "Ctrl\+Shift\+F8" ?\]/);
    await closeSettings(everpane);
    await page.keyboard.press('Control+Shift+F8');
    await expect(page.getByTestId('pane')).toHaveCount(2);
    await openSettings(everpane, 'Keyboard');
    await row.getByRole('button', { name: 'Take Ctrl+Shift+D away' }).click();
    await expect(row).not.toContainText('CtrlShiftD');
    await closeSettings(everpane);
    // It belongs to the program in the pane now.
    await page.keyboard.press('Control+Shift+D');
    await page.keyboard.press('Control+Shift+F8');
    await expect(page.getByTestId('pane')).toHaveCount(3);
    await openSettings(everpane, 'Keyboard');
    await row.getByRole('button', { name: 'Reset the keys of Split right' }).click();
    await expect(row).toContainText('CtrlShiftD');
    await expect.poll(textOf(everpane)).not.toContain('split-right');
    expect(await textOf(everpane)()).toContain('# as on paper');
  });

  test('should say whose a key is before it is taken, and take it only then', async ({ everpane }) => {
    const { page } = everpane;
    await openSettings(everpane, 'Keyboard');
    await record(everpane, 'Clear pane', 'Control+Shift+D');
    const recorder = page.getByTestId('key-recorder');
    await expect(recorder.getByRole('alert')).toContainText('belongs to “Split right”');
    await page.keyboard.press('Escape');
    await expect(recorder).toHaveCount(0);
    await expect(page.getByTestId('settings')).toBeVisible();
    expect(await textOf(everpane)()).toBe(written);
    await record(everpane, 'Clear pane', 'Control+Shift+D');
    await recorder.getByRole('button', { name: 'Take it' }).click();
    await expect(rowOf(page, 'keys.edit.clear')).toContainText('CtrlShiftD');
    await expect(rowOf(page, 'keys.pane.split-right')).not.toContainText('CtrlShiftD');
    await closeSettings(everpane);
    await everpane.cliOutput('send', 'p1', 'echo here-$((20+2))', '--enter');
    await expect(page.locator('[data-pane-id=p1] .xterm-rows')).toContainText('here-22');
    await page.keyboard.press('Control+Shift+D');
    await expect(page.locator('[data-pane-id=p1] .xterm-rows')).not.toContainText('here-22');
    await expect(page.getByTestId('pane')).toHaveCount(1);
  });

  test('should say what programs would miss, and where two actions have one key', async ({ everpane }) => {
    const { page } = everpane;
    await openSettings(everpane, 'Keyboard');
    await record(everpane, 'Clear pane', 'Control+l');
    await expect(page.getByTestId('key-recorder').getByRole('alert')).toContainText(
      'programs in panes would not get it any more',
    );
    await page.getByTestId('key-recorder').getByRole('button', { name: 'Use it anyway' }).click();
    await expect.poll(textOf(everpane)).toContain('Ctrl+L');
    await writeFile(fileOf(everpane), `${written}\n[keys]\n"edit.clear" = ["Ctrl+Shift+T"]\n`);
    await expect(rowOf(page, 'keys.edit.clear')).toContainText('is also the key of “New tab”');
  });
});

test('should make a profile, open it from the launcher, and make it the default', async ({ everpane }) => {
  const { page } = everpane;
  await mkdir(join(everpane.userHome, 'dock'));
  await openSettings(everpane, 'Profiles');
  await page.getByLabel('Name of a new profile').fill('deploy');
  await page.getByRole('button', { name: 'Add profile' }).click();
  const card = page.locator('.profile-card[data-profile=deploy]');
  await expect(card).toHaveAttribute('data-open', 'true');
  const fill = async (name: string, value: string) => {
    await rowOf(page, `profiles.deploy.${name}`).getByRole('textbox').fill(value);
    await page.keyboard.press(name === 'args' ? 'Control+Enter' : 'Enter');
  };
  await fill('shell', '/bin/sh');
  await fill('args', '-c\necho args-$((20+2)) $HARBOUR; exec /bin/sh');
  await fill('cwd', '~/dock');
  await rowOf(page, 'profiles.deploy.icon').getByRole('combobox').selectOption('rocket');
  await rowOf(page, 'profiles.deploy.theme').getByRole('combobox').selectOption('ember');
  await card.getByLabel('Name of a new variable').fill('HARBOUR');
  await card.getByLabel('Value of the new variable').fill('quay');
  await card.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(card.getByLabel('Value of HARBOUR')).toHaveValue('quay');
  await expect.poll(textOf(everpane)).toMatch(/icon = "rocket"/);
  await closeSettings(everpane);

  await page.getByRole('button', { name: 'New tab with a profile' }).click();
  await page.getByRole('menuitem', { name: 'deploy' }).click();
  await expect(page.locator('[data-pane-id=p2] .xterm-rows')).toContainText('args-22 quay');
  expect(await paneOf(everpane, 'p2')).toMatchObject({
    cwd: join(everpane.userHome, 'dock'),
    shell: '/bin/sh',
  });
  const ground = (pane: string) => () =>
    page.locator(`[data-pane-id=${pane}]`).evaluate((element) => getComputedStyle(element).backgroundColor);
  const ember = builtInThemes.find(({ name }) => name === 'ember')?.tokens.terminal ?? '';
  await expect.poll(ground('p2')).toBe(inRgb(ember));
  await expect(page.locator('[data-window-id=w2] .lucide-rocket')).toBeVisible();
  await expect(page.locator('[data-window-id=w1] .profile-icon')).toHaveCount(0);

  await openSettings(everpane, 'Profiles');
  await card.getByRole('button', { name: 'Make default' }).click();
  await expect(card.locator('.profile-mark')).toHaveText('default');
  await closeSettings(everpane);
  await page.keyboard.press('Control+Shift+T');
  await expect(page.locator('[data-pane-id=p3] .xterm-rows')).toContainText('args-22 quay');

  await openSettings(everpane, 'Profiles');
  await card.getByRole('button', { name: 'Delete' }).click();
  await expect(card).toHaveCount(0);
  await expect.poll(textOf(everpane)).not.toContain('deploy');
  expect(await textOf(everpane)()).toContain('# Mine, by hand.');
});

test.describe('themes', () => {
  const shownTheme = ({ page }: AppUnderTest) => page.evaluate(() => document.documentElement.dataset.theme);

  test('should be chosen by mouse and by keys, and hold at once', async ({ everpane }) => {
    const { page } = everpane;
    await openSettings(everpane, 'Appearance');
    const cards = page.getByRole('radiogroup', { name: 'Theme appearance.theme' });
    await cards.getByRole('radio', { name: 'Ember' }).click();
    await expect.poll(() => shownTheme(everpane)).toBe('ember');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => shownTheme(everpane)).toBe('moss');
    await expect(cards.getByRole('radio', { name: 'Moss' })).toBeFocused();
    await expect.poll(textOf(everpane)).toContain('theme = "moss"');
    await page.emulateMedia({ colorScheme: 'light' });
    await cards.getByRole('radio', { name: 'As the system' }).click();
    await expect.poll(() => shownTheme(everpane)).toBe('light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(() => shownTheme(everpane)).toBe('dark');
  });

  test('should be imported from iTerm2 and from Windows Terminal, and refused whole', async ({
    everpane,
  }) => {
    const { app, page } = everpane;
    const importFile = async (name: string, text: string) => {
      const file = join(everpane.userHome, name);
      await writeFile(file, text);
      await app.evaluate(({ dialog }, chosen) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
      }, file);
      await page.getByRole('button', { name: 'Import a theme…' }).click();
    };
    await openSettings(everpane, 'Appearance');
    await importFile('Lighthouse.itermcolors', itermTheme());
    await expect.poll(() => shownTheme(everpane)).toBe('lighthouse');
    await importFile('fog.json', windowsTerminalTheme('Sea Fog'));
    await expect.poll(() => shownTheme(everpane)).toBe('sea-fog');
    await expect(page.getByRole('radio', { name: 'Sea Fog' })).toHaveAttribute('aria-checked', 'true');
    await importFile('half.itermcolors', itermTheme().replace('Ansi 7 Color', 'Ansi 77 Color'));
    await expect(page.getByText('has no Ansi 7 Color')).toBeVisible();
    expect(await shownTheme(everpane)).toBe('sea-fog');
    await everpane.restart();
    await expect.poll(() => shownTheme(everpane)).toBe('sea-fog');
  });

  test('should come, change and go with their files while the app runs', async ({ everpane }) => {
    const { page } = everpane;
    const file = join(everpane.userHome, 'Lighthouse.itermcolors');
    const importTheme = async (text: string): Promise<void> => {
      await writeFile(file, text);
      expect(await everpane.cliOutput('theme', 'import', file)).toBe('lighthouse');
    };
    await openSettings(everpane, 'Appearance');
    const card = page.getByRole('radio', { name: 'lighthouse' });
    await expect(page.getByRole('radio', { name: 'Ember' })).toBeVisible();
    await expect(card).toHaveCount(0);
    await importTheme(itermTheme());
    await card.click();
    await expect.poll(() => shownTheme(everpane)).toBe('lighthouse');
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const before = await background();
    // The same theme in other colours: what it already dresses changes with it.
    await importTheme(itermTheme({ background: [0.3, 0.05, 0.05] }));
    await expect.poll(background).not.toBe(before);
    await rm(join(everpane.home, 'themes'), { recursive: true });
    await expect.poll(() => shownTheme(everpane)).toBe('dark');
    await expect(card).toHaveCount(0);
    await importTheme(itermTheme());
    await expect.poll(() => shownTheme(everpane)).toBe('lighthouse');
  });
});
