// Paths in the text of a terminal: links where they are there, opened in the user's editor at the line that is named.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TreeJson } from '../../shared/tree.ts';
import type { AppUnderTest } from '../support/app.ts';
import { expect, test } from '../support/app-fixture.ts';
import { cellOf } from '../support/terminal-cells.ts';

const waitFor = (everpane: AppUnderTest, text: string, pane = 'p1') =>
  everpane.cliOutput('wait', pane, '--text', text);
const hover = async ({ page }: AppUnderTest, text: string) => {
  const { x, y } = await cellOf(page, text);
  // Not from where it is: a link is asked for when the pointer comes to another cell.
  await page.mouse.move(x, y + 200);
  await page.mouse.move(x + 1, y);
};
const clickWithControl = async (everpane: AppUnderTest, text: string, isLink = true) => {
  await hover(everpane, text);
  // It is one once the host has said that the file is there.
  if (isLink) await expect(everpane.page.getByTestId('link-hint')).toBeVisible();
  const { x, y } = await cellOf(everpane.page, text);
  await everpane.page.keyboard.down('Control');
  await everpane.page.mouse.click(x + 1, y);
  await everpane.page.keyboard.up('Control');
};
const panes = async (everpane: AppUnderTest) =>
  (await everpane.cliJson<TreeJson>('ls')).sessions.flatMap(({ windows }) =>
    windows.flatMap((window) => window.panes),
  );

const waitForPane = (everpane: AppUnderTest, pane: string) =>
  expect.poll(async () => (await panes(everpane)).map(({ id }) => id)).toContain(pane);

async function project(everpane: AppUnderTest): Promise<void> {
  await mkdir(join(everpane.userHome, 'src'));
  await writeFile(join(everpane.userHome, 'src', 'a.ts'), 'one\ntwo\n');
  await waitFor(everpane, String.raw`^\$`);
  await everpane.cliOutput('send', 'p1', 'echo src/a.ts:12:3 and src/gone.ts:1', '--enter');
  await waitFor(everpane, '^src/a.ts:12:3 and');
  await expect(everpane.page.locator('.xterm-rows')).toContainText('src/gone.ts:1');
}

test.describe('with an editor of the settings', () => {
  test.use({
    everpaneOptions: {
      config: `[terminal]\neditor = "/bin/sh -c 'echo at {line}.{column} of {file}; exec sleep 100'"\n`,
    },
  });

  test('should open a file that is there at its line, and nothing else', async ({ everpane }) => {
    await project(everpane);
    const hint = everpane.page.getByTestId('link-hint');
    await hover(everpane, 'src/a.ts:12:3');
    await expect(hint).toContainText(`${everpane.userHome}/src/a.ts:12:3`);
    await expect(hint).toContainText('Ctrl + click opens it in your editor');
    await hover(everpane, 'src/gone.ts:1');
    await expect(hint).toBeHidden();
    await clickWithControl(everpane, 'src/gone.ts:1', false);
    const { x, y } = await cellOf(everpane.page, 'src/a.ts:12:3');
    await everpane.page.mouse.click(x, y);
    expect(await panes(everpane)).toHaveLength(1);
    await clickWithControl(everpane, 'src/a.ts:12:3');
    await waitForPane(everpane, 'p2');
    await waitFor(everpane, `at 12\\.3 of ${everpane.userHome}/src/a\\.ts`, 'p2');
  });

  test('should open a directory in a shell there', async ({ everpane }) => {
    await project(everpane);
    await everpane.cliOutput('send', 'p1', 'echo ./src', '--enter');
    await waitFor(everpane, '^./src$');
    await expect(everpane.page.locator('.xterm-rows > div').filter({ hasText: /^\.\/src\s*$/ })).toHaveCount(
      1,
    );
    await clickWithControl(everpane, './src');
    await expect.poll(async () => (await panes(everpane))[1]?.cwd).toBe(join(everpane.userHome, 'src'));
  });
});

test.describe('without one', () => {
  test.use({ everpaneOptions: { env: { EDITOR: 'tail -f -v' } } });

  test('should take that of the environment, and look from where the shell is now', async ({ everpane }) => {
    await project(everpane);
    await everpane.cliOutput('send', 'p1', 'cd src; echo a.ts', '--enter');
    await waitFor(everpane, String.raw`^a\.ts$`);
    await expect.poll(async () => (await panes(everpane))[0]?.cwd).toBe(join(everpane.userHome, 'src'));
    await clickWithControl(everpane, 'a.ts');
    await waitForPane(everpane, 'p2');
    await waitFor(everpane, '^==> .*/src/a\\.ts <==[^]*^two$', 'p2');
  });
});
