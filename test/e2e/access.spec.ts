// The interface for those who do not see it as drawn: axe finds nothing to complain of in any of the main views, in any of
// the themes. The terminal's own cells are xterm.js's and a program's colours, and are left out.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
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

async function closePalette({ page }: AppUnderTest): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('command-palette')).toHaveCount(0);
}

for (const theme of ['dark', 'light', 'high-contrast'] as const) {
  test.describe(theme, () => {
    test.use({
      everpaneOptions: {
        config: `[restore]\nrelaunch_after_crash = false\n[appearance]\ntheme = "${theme}"\n`,
      },
    });

    test(`should have nothing in the way of anybody (${theme})`, async ({ everpane }) => {
      const { page } = everpane;
      await expect(page.locator('[data-pane-id=p1] .xterm-helper-textarea')).toBeFocused();
      await page.evaluate(axe);
      await expectAccessible(page, 'one pane');
      for (let made = 1; made < 12; made++) {
        await everpane.cliOutput('split', `p${Math.ceil(made / 2)}`, made % 2 === 0 ? '--right' : '--down');
      }
      await expect(page.getByTestId('pane')).toHaveCount(12);
      await expectAccessible(page, 'twelve panes');
      await page.keyboard.press('Control+Shift+P');
      await expect(page.getByTestId('command-palette')).toBeVisible();
      await expectAccessible(page, 'the palette');
      await closePalette(everpane);
      await page.keyboard.press('Control+Shift+F');
      await expect(page.getByTestId('find-bar')).toBeVisible();
      await expectAccessible(page, 'the find bar');
      await page.keyboard.press('Escape');
      await page.getByTestId('status-journal').click();
      await expectAccessible(page, "the journal's popover");
      await page.keyboard.press('Escape');
      await page.keyboard.press('Shift+F10');
      await expect(page.getByRole('menu')).toBeVisible();
      await expectAccessible(page, 'a menu');
      await page.keyboard.press('Escape');
      await everpane.cliOutput('close', 's1', '--force');
      await expect(page.getByTestId('pane')).toHaveCount(0);
      await expectAccessible(page, 'nothing there');
    });
  });
}
