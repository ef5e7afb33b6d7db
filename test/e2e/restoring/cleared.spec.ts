// What a person cleared away stays away, and what the window adds to a restored pane is never part of its text.
import type { AppUnderTest } from '../../support/app.ts';
import { expect, test } from '../../support/app-fixture.ts';

const prompt = '\\$$';

/** Everything that `capture` can tell. */
function everything(everpane: AppUnderTest): Promise<string> {
  return everpane.cliOutput('capture', 'p1', '--scrollback');
}

/** Until the prompt behind what it prints is there: on a busy machine that comes late, and would be taken for news. */
async function run(everpane: AppUnderTest, line: string, printed: string): Promise<void> {
  await everpane.cliOutput('wait', 'p1', '--text', prompt);
  await everpane.cliOutput('send', 'p1', line, '--enter');
  await everpane.cliOutput('wait', 'p1', '--text', `^${printed}\\n${prompt}`);
}

const waysToClear: Record<string, (everpane: AppUnderTest) => Promise<void>> = {
  'the command clear': async (everpane) => {
    await everpane.cliOutput('send', 'p1', 'clear', '--enter');
  },
  'Ctrl+L': async (everpane) => {
    await everpane.page.locator('[data-pane-id=p1] .xterm-screen').click();
    await everpane.page.keyboard.press('Control+l');
  },
  'the action': async (everpane) => {
    await everpane.page.locator('[data-pane-id=p1] .xterm-screen').click();
    await everpane.page.keyboard.press('Control+Shift+K');
  },
};

for (const [name, clear] of Object.entries(waysToClear)) {
  test(`should keep a screen cleared that was cleared by ${name}`, async ({ everpane }) => {
    await run(everpane, 'echo cleared-$((40+2))', 'cleared-42');
    await clear(everpane);
    const onScreen = async () => (await everpane.cliOutput('capture', 'p1')).includes('cleared-42');
    await expect.poll(onScreen).toBe(false);
    await run(everpane, 'echo after-$((40+2))', 'after-42');
    const before = await everything(everpane);
    expect(before).not.toContain('cleared-42');
    await everpane.cliOutput('flush');
    for (let start = 0; start < 2; start++) {
      await everpane.kill9();
      await everpane.start();
      await everpane.cliOutput('wait', 'p1', '--text', prompt);
      const rows = everpane.page.getByTestId('pane').locator('.xterm-rows');
      await expect(rows).toContainText('after-42');
      await expect(rows).not.toContainText('cleared-42');
      // The prompt of the new shell is all that has come.
      expect(await everything(everpane)).toBe(`${before}\n$`);
    }
  });
}

test('should show one divider however often a pane is restored, and never copy or capture it', async ({
  everpane,
}) => {
  const rows: number[] = [];
  for (let start = 1; start <= 4; start++) {
    await run(everpane, `echo life-$((${start}+0))`, `life-${start}`);
    await everpane.cliOutput('flush');
    if (start % 2 === 0) await everpane.quit();
    else await everpane.kill9();
    await everpane.start();
    await everpane.cliOutput('wait', 'p1', '--text', prompt);
    await expect(everpane.page.locator('.restored-divider')).toHaveCount(1);
    const captured = await everpane.cliJson<{ rows: number; decorations: { line: number; text: string }[] }>(
      'capture',
      'p1',
      '--scrollback',
    );
    expect(captured.decorations).toHaveLength(1);
    rows.push(captured.rows);
  }
  expect(new Set(rows).size).toBe(1);
  const text = await everything(everpane);
  expect(text.match(/^life-\d$/gm)).toEqual(['life-1', 'life-2', 'life-3', 'life-4']);
  expect(text).not.toContain('restored');
  await everpane.app.evaluate(({ clipboard }) => clipboard.writeText('nothing copied'));
  await everpane.page.locator('[data-pane-id=p1] .xterm-screen').click();
  await everpane.page.keyboard.press('Control+Shift+A');
  await everpane.page.keyboard.press('Control+Shift+C');
  const copied = () => everpane.app.evaluate(({ clipboard }) => clipboard.readText());
  await expect.poll(copied).toContain('life-1');
  // The blank behind a prompt was printed, so it is copied; a capture drops it.
  expect((await copied()).replaceAll(/ +$/gm, '').trimEnd()).toBe(text);
});
