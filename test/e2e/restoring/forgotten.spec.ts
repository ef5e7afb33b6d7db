// What must not be on disk is nowhere on disk: the whole home is searched, Chromium's own directory and the logs included.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TreeJson } from '../../../shared/tree.ts';
import type { AppUnderTest } from '../../support/app.ts';
import { expect, test } from '../../support/app-fixture.ts';
import { awaitRunning } from '../../support/running.ts';

/** Files of the home that hold `text`, as UTF-8 or as UTF-16. */
function filesWith(everpane: AppUnderTest, text: string): Promise<string[]> {
  const wide = [...text].join('.');
  return new Promise((resolve) => {
    execFile('grep', ['-rlaP', '-e', `${text}|${wide}`, everpane.home], (_, stdout) =>
      resolve(stdout.split('\n').filter((line) => line !== '')),
    );
  });
}

/** Prints a word that does not stand in the line that was typed, as title and as text. */
async function printWord(everpane: AppUnderTest, pane: string, word: string): Promise<void> {
  const [first = '', ...rest] = word;
  await everpane.cliOutput('wait', pane, '--text', '\\$$');
  const print = `printf '\\033]2;%s%s\\007%s%s\\n' ${first} ${rest.join('')} ${first} ${rest.join('')}`;
  await everpane.cliOutput('send', pane, print, '--enter');
  await everpane.cliOutput('wait', pane, '--text', `^${word}$`);
  await expect(everpane.page.locator(`[data-pane-id=${pane}] .xterm-rows`)).toContainText(word);
}

test.describe('a closed pane', () => {
  test.use({
    everpaneOptions: {
      config: '[restore]\nrelaunch_after_crash = false\n[persistence]\nundo_close_minutes = 0\n',
    },
  });

  test('should be gone from the whole home once it cannot be reopened', async ({ everpane }) => {
    const pane = await everpane.cliOutput('split', 'p1', '--right');
    await printWord(everpane, 'p1', 'keptword');
    await printWord(everpane, pane, 'closedword');
    await everpane.cliOutput('checkpoint');
    expect((await filesWith(everpane, 'closedword')).length).toBeGreaterThan(0);
    await everpane.cliOutput('close', pane, '--force');
    await everpane.cliOutput('checkpoint');
    await expect.poll(() => filesWith(everpane, 'closedword')).toEqual([]);
    await everpane.kill9();
    await everpane.start();
    expect(await everpane.cliOutput('capture', 'p1', '--scrollback')).toContain('keptword');
    expect(await filesWith(everpane, 'closedword')).toEqual([]);
  });
});

test.describe('without scrollback on disk', () => {
  test.use({
    everpaneOptions: {
      config: '[restore]\nrelaunch_after_crash = false\n[persistence]\nscrollback_persistence = false\n',
    },
  });

  test('should keep the layout and not one byte of output', async ({ everpane }) => {
    const pane = await everpane.cliOutput('split', 'p1', '--right', '--cwd', '/usr');
    await everpane.cliOutput('wait', pane, '--text', '\\$$');
    for (const id of ['p1', pane]) {
      await everpane.cliOutput('wait', id, '--text', '\\$$');
      await everpane.cliOutput('send', id, "printf '%s%s\\n' printed word", '--enter');
      await everpane.cliOutput('wait', id, '--text', '^printedword$');
    }
    await everpane.cliOutput('checkpoint');
    await everpane.cliOutput('flush');
    expect(await filesWith(everpane, 'printedword')).toEqual([]);
    const shape = async () =>
      (await everpane.cliJson<TreeJson>('ls')).sessions.map(({ windows }) =>
        windows.map(({ layout, panes }) => ({ layout, cwds: panes.map(({ cwd }) => cwd) })),
      );
    const before = await shape();
    await everpane.kill9();
    expect(await filesWith(everpane, 'printedword')).toEqual([]);
    await everpane.start();
    expect(await shape()).toEqual(before);
    await everpane.quit();
    expect(await filesWith(everpane, 'printedword')).toEqual([]);
    await everpane.start();
  });
});

test('should leave nothing of a private pane: output, title, command line, directory', async ({
  everpane,
}) => {
  await writeFile(join(everpane.userHome, 'ordinary'), '');
  const pane = await everpane.cliOutput('new-window', '--private');
  await everpane.cliOutput('wait', pane, '--text', '\\$$');
  await everpane.cliOutput('send', pane, 'mkdir hidden-directory; cd hidden-directory', '--enter');
  await printWord(everpane, pane, 'hiddenword');
  await everpane.cliOutput('send', pane, 'sleep 98765', '--enter');
  await awaitRunning(everpane, pane, 'sleep 98765');
  const { sessions } = await everpane.cliJson<TreeJson>('ls');
  expect(sessions[0]?.windows[1]?.panes[0]).toMatchObject({ private: true, command: 'sleep 98765' });
  await everpane.cliOutput('flush');
  await everpane.cliOutput('checkpoint');
  const words = ['hiddenword', 'hidden-directory', '98765'];
  for (const word of words) expect(await filesWith(everpane, word)).toEqual([]);
  await everpane.kill9();
  for (const word of words) expect(await filesWith(everpane, word)).toEqual([]);
  await everpane.start();
  await everpane.cliOutput('focus', pane);
  await everpane.cliOutput('wait', pane, '--text', '\\$$');
  expect(await everpane.cliOutput('capture', pane, '--scrollback')).toBe('$');
  await everpane.quit();
  for (const word of words) expect(await filesWith(everpane, word)).toEqual([]);
  await everpane.start();
});
