import type { TreeJson, WindowJson } from '../../shared/tree.ts';
import type { AppUnderTest } from '../support/app.ts';
import { expect, test } from '../support/app-fixture.ts';

async function windowsOf(everpane: AppUnderTest): Promise<readonly WindowJson[]> {
  return (await everpane.cliJson<TreeJson>('ls')).sessions.flatMap(({ windows }) => windows);
}

test('should show what is typed', async ({ everpane }) => {
  const { page } = everpane;
  const pane = page.getByTestId('pane');
  await expect(pane.locator('.xterm-rows')).toContainText('$');
  await pane.click();
  await page.keyboard.type('echo "six times seven is $((6*7))"\n');
  await expect(pane.locator('.xterm-rows')).toContainText('six times seven is 42');
  const lines = (await everpane.cliOutput('capture', 'p1')).split('\n');
  expect(lines).toContain('six times seven is 42');
});

test('should split, focus, zoom and close panes by keyboard', async ({ everpane }) => {
  const { page } = everpane;
  const panes = page.getByTestId('pane');
  await panes.first().click();
  await page.keyboard.press('Control+Shift+D');
  await expect(panes).toHaveCount(2);
  await page.keyboard.press('Control+Shift+E');
  await expect(panes).toHaveCount(3);
  await expect(page.locator('[data-testid=pane][data-active=true]')).toHaveAttribute('data-pane-id', 'p3');
  const [window] = await windowsOf(everpane);
  expect(window?.layout).toEqual({
    dir: 'row',
    ratios: [0.5, 0.5],
    children: ['p1', { dir: 'column', ratios: [0.5, 0.5], children: ['p2', 'p3'] }],
  });
  await page.keyboard.press('Control+Shift+W');
  await expect(panes).toHaveCount(2);
});

test('should make tabs and sessions, and rename them', async ({ everpane }) => {
  const { page } = everpane;
  await page.getByTestId('pane').click();
  await page.keyboard.press('Control+Shift+T');
  await expect(page.getByTestId('window-tab')).toHaveCount(2);
  await page.getByTestId('window-tab').nth(1).dblclick();
  await page.keyboard.type('logs');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('window-tab').nth(1)).toContainText('logs');
  await page.keyboard.press('Control+Shift+N');
  await expect(page.getByTestId('session-item')).toHaveCount(2);
  expect((await windowsOf(everpane)).map(({ name }) => name)).toContain('logs');
});

test('should resize panes by dragging the line between them', async ({ everpane }) => {
  const { page } = everpane;
  await everpane.cliOutput('split', 'p1', '--right');
  const handle = page.getByTestId('split-handle');
  await expect(handle).toHaveCount(1);
  const box = await handle.boundingBox();
  if (box === null) throw new Error('the handle has no box');
  await page.mouse.move(box.x + box.width / 2, box.y + 200);
  await page.mouse.down();
  await page.mouse.move(box.x - 150, box.y + 200, { steps: 8 });
  await page.mouse.up();
  await expect
    .poll(async () => {
      const layout = (await windowsOf(everpane))[0]?.layout;
      return typeof layout === 'object' ? (layout.ratios[0] ?? 1) : 1;
    })
    .toBeLessThan(0.45);
  await handle.dblclick();
  await expect.poll(async () => (await windowsOf(everpane))[0]?.layout).toMatchObject({ ratios: [0.5, 0.5] });
});

test('should follow what the command line does', async ({ everpane }) => {
  const { page } = everpane;
  await everpane.cliOutput('split', 'p1', '--down');
  await expect(page.getByTestId('pane')).toHaveCount(2);
  await everpane.cliOutput('new-window', '--name', 'from outside');
  await expect(page.getByTestId('window-tab').nth(1)).toContainText('from outside');
  await everpane.cliOutput('focus', 'w1');
  await expect(page.getByTestId('window-tab').first()).toHaveAttribute('aria-selected', 'true');
  await everpane.cliOutput('close', 's1', '--force');
  await expect(page.getByTestId('window-tab')).toHaveCount(0);
  expect((await everpane.cliJson<TreeJson>('ls')).activeSession).toBeNull();
  await everpane.cliOutput('new-session');
  await expect(page.getByTestId('pane')).toHaveCount(1);
});

test('should say that everything is saved', async ({ everpane }) => {
  await expect(everpane.page.getByTestId('status-journal')).toContainText('saved');
});

test('should stay usable while a pane floods', async ({ everpane }) => {
  const { page } = everpane;
  const quiet = await everpane.cliOutput('split', 'p1', '--right');
  await everpane.cliOutput('send', 'p1', 'yes flooding', '--enter');
  await page.locator(`[data-pane-id=${quiet}]`).click();
  await page.keyboard.type('echo calm-$((20+2))\n');
  await expect(page.locator(`[data-pane-id=${quiet}] .xterm-rows`)).toContainText('calm-22');
  const { host } = await everpane.cliJson<{ host: { rssBytes: number } }>('status');
  expect(host.rssBytes).toBeLessThan(1.5 * 2 ** 30);
  await everpane.cliOutput('send', 'p1', '--key', 'C-c');
  await everpane.cliOutput('send', 'p1', 'echo stopped', '--enter');
  await everpane.cliOutput('wait', 'p1', '--text', '^stopped$');
});
