// The interface for those who do not see it as drawn: axe finds nothing to complain of in any of the main views, in any of
// the themes. The terminal's own cells are xterm.js's and a program's colours, and are left out.
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { AppUnderTest } from '../support/app.ts';
import { expect, test } from '../support/app-fixture.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

async function expectAccessible(page: Page, view: string): Promise<void> {
  // What fades in has its contrast only when it is there.
  await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)));
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(where: object): Promise<{ violations: Violation[] }> };
    };
    return (await axe.run({ exclude: [['.terminal-host']] })).violations;
  });
  const said = found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
  );
  // Every view is looked at, whatever was found in the one before.
  expect.soft(said, view).toEqual([]);
}

async function closeByEscape({ page }: AppUnderTest): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

async function runAction({ page }: AppUnderTest, title: string): Promise<void> {
  await page.keyboard.press('Control+Shift+P');
  await page.getByTestId('command-palette').getByRole('combobox').fill(title);
  await page.keyboard.press('Enter');
}

const profiles = '[profiles.work]\nicon = "rocket"\ntheme = "ember"\n[profiles.db]\n[env]\nEDITOR = "vim"\n';

for (const theme of ['dark', 'light', 'high-contrast', 'high-contrast-light'] as const) {
  test.describe(theme, () => {
    test.use({
      everpaneOptions: {
        config: `[restore]\nrelaunch_after_crash = false\n[appearance]\ntheme = "${theme}"\n${profiles}`,
      },
    });

    test(`should have nothing in the way of anybody: the workspace (${theme})`, async ({ everpane }) => {
      const { page } = everpane;
      await expect(page.locator('[data-pane-id=p1] .xterm-helper-textarea')).toBeFocused();
      await page.evaluate(axe);
      await expectAccessible(page, 'one pane');
      await everpane.cliOutput('split', 'p1', '--right', '--private');
      await everpane.cliOutput('split', 'p1', '--down', '--profile', 'work');
      await everpane.cliOutput('split', 'p2', '--down', '--', 'sh', '-c', 'exit 3');
      await everpane.cliOutput('wait', 'p4', '--exit');
      for (let made = 4; made < 12; made++) {
        await everpane.cliOutput('split', `p${Math.ceil(made / 2)}`, made % 2 === 0 ? '--right' : '--down');
      }
      await expect(page.getByTestId('pane')).toHaveCount(12);
      await expectAccessible(page, 'twelve panes: private, failed, of a profile');
      await page.keyboard.press('Control+Shift+F');
      await expect(page.getByTestId('find-bar')).toBeVisible();
      await expectAccessible(page, 'the find bar');
      await page.keyboard.press('Escape');
      for (const item of ['window-tab', 'session-item', 'pane-title'] as const) {
        await page.getByTestId(item).first().click({ button: 'right' });
        await expect(page.getByRole('menu')).toBeVisible();
        await expectAccessible(page, `the menu of a ${item}`);
        await page.keyboard.press('Escape');
        await expect(page.getByRole('menu')).toHaveCount(0);
      }
      await runAction(everpane, 'Rename tab');
      await expect(page.getByRole('textbox', { name: 'Tab name' })).toBeFocused();
      await expectAccessible(page, 'a name that is edited');
      await page.keyboard.press('Escape');
      await everpane.cliOutput('flush');
      await everpane.kill9();
      await everpane.start();
      const again = everpane.page;
      await expect(again.getByTestId('recovery-banner')).toBeVisible();
      await again.evaluate(axe);
      await expectAccessible(again, 'what came back');
      await again.getByRole('button', { name: 'Details' }).click();
      await expect(again.getByRole('dialog', { name: 'What came back' })).toBeVisible();
      await expectAccessible(again, 'the details of what came back');
      await again.keyboard.press('Escape');
      await everpane.cliOutput('close', 's1', '--force');
      await expect(again.getByTestId('pane')).toHaveCount(0);
      await expectAccessible(again, 'nothing there');
    });

    test(`should have nothing in the way of anybody: what lies over it (${theme})`, async ({ everpane }) => {
      const { page } = everpane;
      await expect(page.locator('[data-pane-id=p1] .xterm-helper-textarea')).toBeFocused();
      await page.evaluate(axe);
      await page.keyboard.press('Control+Shift+P');
      await expect(page.getByTestId('command-palette')).toBeVisible();
      await expectAccessible(page, 'the palette');
      await closeByEscape(everpane);
      for (const title of ['New tab with a profile', 'Run a command in a new tab']) {
        await runAction(everpane, title);
        await expect(page.getByTestId('launcher')).toBeVisible();
        await expectAccessible(page, `the launcher: ${title}`);
        await closeByEscape(everpane);
      }
      await page.getByRole('button', { name: 'New tab with a profile' }).click();
      await expect(page.getByRole('menu')).toBeVisible();
      await expectAccessible(page, 'the menu of profiles');
      await closeByEscape(everpane);
      await page.getByTestId('status-journal').click();
      await expectAccessible(page, "the journal's popover");
      await closeByEscape(everpane);
      await runAction(everpane, 'Go back to a restore point');
      await expect(page.getByTestId('timeline')).toBeVisible();
      await expectAccessible(page, 'the timeline');
      await closeByEscape(everpane);
      // Said by what runs, so that it is in front by then.
      await page.keyboard.type('sh -c \'printf "in%s\\n" side; exec sleep 1234\'\n');
      await expect(page.getByText('inside').first()).toBeVisible();
      await runAction(everpane, 'Close session');
      await expect(page.getByRole('dialog', { name: 'Close this session?' })).toBeVisible();
      await expectAccessible(page, 'a question');
      await closeByEscape(everpane);
      await everpane.app.evaluate(({ clipboard }) => clipboard.writeText('one\ntwo\x1b[201~'));
      await page.keyboard.press('Control+Shift+V');
      await expect(page.getByTestId('confirm-paste')).toBeVisible();
      await expectAccessible(page, 'the question before a paste');
      await closeByEscape(everpane);
      await everpane.cliOutput('config', 'set', 'env.PAGER', 'less');
      // All of a page in sight: axe takes for hidden what is scrolled away.
      await everpane.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(0.4),
      );
      await page.keyboard.press('Control+Shift+<');
      for (const name of await page.locator('.settings-pages button').allTextContents()) {
        await page.locator('.settings-pages').getByText(name, { exact: true }).click();
        if (name === 'Profiles') await page.locator('.profile-name').first().click();
        await expectAccessible(page, `the settings: ${name}`);
      }
      await page.locator('.settings-pages').getByText('Keyboard', { exact: true }).click();
      await page.getByLabel('Add a key for New tab', { exact: true }).click();
      await page.keyboard.press('Control+Shift+D');
      await expect(page.getByTestId('key-recorder').getByRole('alert')).toBeVisible();
      await expectAccessible(page, 'a key that belongs to another action');
      await page.keyboard.press('Escape');
      await writeFile(join(everpane.home, 'config.toml'), '[font]\nsize = = 1\n');
      await expect(page.getByTestId('settings-problem')).toBeVisible();
      await expectAccessible(page, 'a broken file');
    });
  });
}
