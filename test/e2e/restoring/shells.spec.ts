// Shells of every kind come back where they were, know what was running in them, and leave nothing of themselves when nobody
// touches them; one that is gone or dies at once is said, and not started again and again; one that nobody sees waits.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TreeJson } from '../../../shared/tree.ts';
import { isInstalled } from '../../host/restoring/corpus.ts';
import type { AppUnderTest } from '../../support/app.ts';
import { expect, test } from '../../support/app-fixture.ts';

async function paneOf(everpane: AppUnderTest, pane: string) {
  const { sessions } = await everpane.cliJson<TreeJson>('ls');
  return sessions
    .flatMap(({ windows }) => windows.flatMap(({ panes }) => panes))
    .find(({ id }) => id === pane);
}

const text = (everpane: AppUnderTest) => everpane.cliOutput('capture', 'p1', '--scrollback');
const capture = (everpane: AppUnderTest) => everpane.cliOutput('capture', 'p1', '--scrollback', '--ansi');

for (const shell of ['bash', 'zsh', 'fish']) {
  test.describe(shell, () => {
    const config = `[restore]\nrelaunch_after_crash = false\n[shell]\nprogram = "/usr/bin/${shell}"\n`;
    test.use({ everpaneOptions: { autoStart: false, config } });

    test(`should come back as ${shell}: where it was, with what it ran, and no trace of restarts`, async ({
      everpane,
    }) => {
      test.skip(!isInstalled(shell), `${shell} is not installed`);
      // zsh asks newcomers questions, and fish begins by reading all manual pages.
      await mkdir(join(everpane.userHome, '.local/share/fish/generated_completions'), { recursive: true });
      await writeFile(join(everpane.userHome, '.zshrc'), "PS1='%% '\n");
      await everpane.start();
      const running = async () => (await paneOf(everpane, 'p1'))?.command;
      await everpane.cliOutput('wait', 'p1', '--idle', '800');
      await everpane.cliOutput('send', 'p1', 'cd /usr/share && sleep 1000', '--enter');
      await expect.poll(running).toContain('sleep 1000');
      await everpane.cliOutput('flush');

      const captures: string[] = [];
      for (let start = 1; start <= 3; start++) {
        await everpane.kill9();
        await everpane.start();
        await everpane.cliOutput('wait', 'p1', '--idle', '800');
        captures.push(await capture(everpane));
        expect(await paneOf(everpane, 'p1')).toMatchObject({ cwd: '/usr/share', state: 'running' });
        const divider = everpane.page.locator('[data-pane-id=p1] .restored-divider');
        await expect(divider).toContainText('was running');
        await expect(divider).toContainText('sleep 1000');
      }
      expect(new Set(captures).size, captures.join('\n--- or ---\n')).toBe(1);
      expect((await text(everpane)).match(/sleep 1000/g)).toHaveLength(1);

      await everpane.page.getByTestId('rerun-offer').click();
      await expect.poll(running).toContain('sleep 1000');
      expect((await text(everpane)).match(/sleep 1000/g)).toHaveLength(2);
    });
  });
}

test.describe('a shell that has changed', () => {
  test.use({ everpaneOptions: { autoStart: false } });

  async function startWith(everpane: AppUnderTest, program: string): Promise<void> {
    await writeFile(
      join(everpane.home, 'config.toml'),
      `[restore]\nrelaunch_after_crash = false\n[shell]\nprogram = "${program}"\n`,
    );
    await everpane.start();
    await everpane.cliOutput('wait', 'p1', '--text', String.raw`\$$`);
    await everpane.cliOutput('send', 'p1', 'echo history-$((1+1))', '--enter');
    await everpane.cliOutput('wait', 'p1', '--text', '^history-2$');
    await everpane.cliOutput('flush');
    await everpane.kill9();
    await writeFile(join(everpane.home, 'config.toml'), '[restore]\nrelaunch_after_crash = false\n');
  }

  test('should be stood in for when it is gone, which is said on its pane', async ({ everpane }) => {
    const program = join(everpane.userHome, 'own-shell');
    await writeFile(program, '#!/bin/sh\nexport OWN=own PS1="$ "\nexec /bin/sh\n', { mode: 0o755 });
    await startWith(everpane, program);
    await rm(program);
    await everpane.start();
    await expect(everpane.page.getByRole('alert')).toContainText(program);
    await everpane.cliOutput('wait', 'p1', '--text', String.raw`\$$`);
    await everpane.cliOutput('send', 'p1', 'echo in-its-place-$((1+1))$OWN', '--enter');
    await everpane.cliOutput('wait', 'p1', '--text', '^in-its-place-2$');
    expect(await everpane.cliOutput('capture', 'p1', '--scrollback')).toContain('history-2');
  });

  test('should be started once when it dies at once, and again when a person asks', async ({ everpane }) => {
    const program = join(everpane.userHome, 'own-shell');
    const starts = join(everpane.userHome, 'starts');
    await writeFile(program, '#!/bin/sh\nexport PS1="$ "\nexec /bin/sh\n', { mode: 0o755 });
    await startWith(everpane, program);
    await writeFile(program, `#!/bin/sh\necho start >> '${starts}'\necho its profile is broken\nexit 7\n`, {
      mode: 0o755,
    });
    for (let start = 1; start <= 2; start++) {
      await everpane.start();
      await expect.poll(async () => (await paneOf(everpane, 'p1'))?.state).toBe('exited');
      await expect(everpane.page.locator('[data-pane-id=p1] .xterm-rows')).toContainText(
        'its profile is broken',
      );
      await expect(everpane.page.locator('[data-pane-id=p1] .xterm-rows')).toContainText('history-2');
      await expect(everpane.page.locator('[data-pane-id=p1]')).toContainText('exited 7');
      await everpane.kill9();
    }
    expect(await readFile(starts, 'utf8')).toBe('start\n');
    await everpane.start();
    await everpane.page.locator('[data-pane-id=p1] .xterm-screen').click();
    await everpane.page.keyboard.press('Enter');
    await expect.poll(() => readFile(starts, 'utf8')).toBe('start\nstart\n');
  });
});

for (const lazy of [true, false]) {
  test.describe(`restore.lazy = ${lazy}`, () => {
    const config = `[restore]\nrelaunch_after_crash = false\nlazy = ${lazy}\n`;
    test.use({ everpaneOptions: { config } });

    test(`should ${lazy ? 'let what is hidden wait until it is shown or written to' : 'start every shell'}`, async ({
      everpane,
    }) => {
      for (const cwd of ['/usr', '/usr/bin']) await everpane.cliOutput('new-window', '--cwd', cwd);
      for (const pane of ['p1', 'p2', 'p3']) {
        await everpane.cliOutput('wait', pane, '--text', String.raw`\$$`);
        await everpane.cliOutput('send', pane, `echo text-of-${pane}`, '--enter');
        await everpane.cliOutput('wait', pane, '--text', `^text-of-${pane}$`);
      }
      await everpane.cliOutput('focus', 'p1');
      await everpane.cliOutput('flush');
      await everpane.kill9();
      await everpane.start();
      const stateOf = (pane: string) => async () => (await paneOf(everpane, pane))?.state;
      await expect.poll(stateOf('p1')).toBe('running');
      if (!lazy) {
        await expect.poll(stateOf('p2')).toBe('running');
        await expect.poll(stateOf('p3')).toBe('running');
        return;
      }
      expect(await everpane.cliOutput('capture', 'p2', '--scrollback')).toContain('text-of-p2');
      expect(await stateOf('p2')()).toBe('dormant');
      expect(await stateOf('p3')()).toBe('dormant');
      await everpane.page.getByTestId('window-tab').nth(1).click();
      await expect(everpane.page.locator('[data-pane-id=p2] .xterm-rows')).toContainText('text-of-p2');
      await expect.poll(stateOf('p2')).toBe('running');
      expect(await stateOf('p3')()).toBe('dormant');
      await everpane.cliOutput('send', 'p3', 'pwd', '--enter');
      await everpane.cliOutput('wait', 'p3', '--text', '^/usr/bin$');
      expect(await stateOf('p3')()).toBe('running');
    });
  });
}
