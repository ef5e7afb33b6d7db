// A run of starts that die before their window is ready ends in safe mode: everything is kept and said, and no shell starts
// that nobody asks for.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppStatus } from '../../../shared/status.ts';
import type { TreeJson } from '../../../shared/tree.ts';
import type { AppUnderTest } from '../../support/app.ts';
import { expect, test } from '../../support/app-fixture.ts';

async function statesOf(everpane: AppUnderTest): Promise<Record<string, string>> {
  const { sessions } = await everpane.cliJson<TreeJson>('ls');
  const panes = sessions.flatMap(({ windows }) => windows.flatMap((window) => window.panes));
  return Object.fromEntries(panes.map(({ id, state }) => [id, state]));
}

async function prepare(everpane: AppUnderTest): Promise<void> {
  await everpane.cliOutput('split', 'p1', '--right');
  await everpane.cliOutput('new-window', '--cwd', '/usr');
  for (const pane of ['p1', 'p2', 'p3']) {
    await everpane.cliOutput('send', pane, `echo history-of-$((1+1))-${pane}`, '--enter');
    await everpane.cliOutput('wait', pane, '--text', `^history-of-2-${pane}$`);
  }
  await everpane.cliOutput('focus', 'p1');
  await everpane.cliOutput('flush');
}

test('should show everything in safe mode and start a shell only when it is asked to', async ({
  everpane,
}) => {
  await prepare(everpane);
  await everpane.kill9();
  await everpane.start(['--relaunched=3']);
  const panes = everpane.page.getByTestId('pane');
  await expect(panes).toHaveCount(2);
  await expect(everpane.page.locator('[data-pane-id=p1]')).toContainText('history-of-2-p1');
  await expect(everpane.page.getByTestId('dormant-line')).toHaveCount(2);
  await expect(everpane.page.getByRole('alert')).toContainText('This is safe mode: everything is kept');
  expect((await everpane.cliJson<AppStatus>('status')).safeMode).toBe(true);
  expect(await statesOf(everpane)).toEqual({ p1: 'dormant', p2: 'dormant', p3: 'dormant' });

  await panes.first().locator('.xterm-screen').click();
  await everpane.page.keyboard.type('x');
  expect((await statesOf(everpane)).p1).toBe('dormant');
  await everpane.page.keyboard.press('Enter');
  await expect(everpane.page.getByTestId('dormant-line')).toHaveCount(1);
  await everpane.cliOutput('wait', 'p1', '--text', '\\$$');
  await everpane.page.keyboard.type('echo awake-$((1+1))\n');
  await everpane.cliOutput('wait', 'p1', '--text', '^awake-2$');
  await everpane.cliOutput('send', 'p3', 'pwd', '--enter');
  await everpane.cliOutput('wait', 'p3', '--text', '^/usr$');
  expect(await statesOf(everpane)).toEqual({ p1: 'running', p2: 'dormant', p3: 'running' });
  await everpane.page.getByTestId('dormant-line').getByRole('button').click();
  await expect(everpane.page.getByTestId('dormant-line')).toHaveCount(0);

  await everpane.restart();
  await expect(everpane.page.getByTestId('pane')).toHaveCount(2);
  expect((await everpane.cliJson<AppStatus>('status')).safeMode).toBe(false);
  expect(await statesOf(everpane)).toMatchObject({ p1: 'running', p2: 'running' });
  for (const pane of ['p1', 'p2', 'p3']) {
    expect(await everpane.cliOutput('capture', pane, '--scrollback')).toContain(`history-of-2-${pane}`);
  }
});

test.describe('a loop of crashes', () => {
  test.use({ everpaneOptions: { config: '' } });

  /** How many relaunches in a row the watcher of the living process counts, and that process; null where none is armed. */
  async function watched(everpane: AppUnderTest): Promise<{ token: string; count: number } | null> {
    const text = await readFile(join(everpane.home, 'relaunch'), 'utf8').catch(() => '');
    const [, token, count] = /^(\S+) (\d+)\n$/.exec(text) ?? [];
    return token === undefined ? null : { token, count: Number(count) };
  }

  async function ownerOfLock(everpane: AppUnderTest): Promise<number> {
    const state = join(everpane.home, 'state');
    const claims = (await readdir(state)).filter((name) => /^LOCK\.\d+$/.test(name));
    const newest = claims.map((name) => Number(name.slice('LOCK.'.length))).sort((a, b) => b - a)[0];
    const claim: unknown = JSON.parse(await readFile(join(state, `LOCK.${newest}`), 'utf8'));
    return (claim as { pid: number }).pid;
  }

  /** Kills the process that runs the home as soon as its watcher is armed; resolves to what that watcher counted. */
  async function killAtStart(
    everpane: AppUnderTest,
    last: string,
  ): Promise<{ token: string; count: number }> {
    for (;;) {
      const found = await watched(everpane);
      if (found !== null && found.token !== last) {
        process.kill(await ownerOfLock(everpane), 'SIGKILL');
        return found;
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  test('should end in safe mode, with everything kept, and be left by starting again', async ({
    everpane,
  }) => {
    test.skip(process.platform === 'win32', 'there is no watcher there');
    await prepare(everpane);
    await expect.poll(async () => (await watched(everpane))?.count).toBe(0);
    let killed = await watched(everpane);
    await everpane.kill9({ leavesSurvivors: true });
    // A start whose window was faster than the kill begins the count anew.
    while ((killed?.count ?? 0) < 2) killed = await killAtStart(everpane, killed?.token ?? '');

    const status = async (): Promise<AppStatus | null> => {
      const { code, stdout } = await everpane.cli('status', '--json');
      return code === 0 ? (JSON.parse(stdout) as AppStatus) : null;
    };
    await expect.poll(async () => (await status())?.safeMode).toBe(true);
    expect((await status())?.recovery).toMatchObject({ cause: 'crash', panes: 3, losses: [] });
    expect(await statesOf(everpane)).toEqual({ p1: 'dormant', p2: 'dormant', p3: 'dormant' });
    for (const pane of ['p1', 'p2', 'p3']) {
      expect(await everpane.cliOutput('capture', pane, '--scrollback')).toContain(`history-of-2-${pane}`);
    }
    await everpane.cliOutput('quit');
    await everpane.expectNothingLeft();
    await everpane.start();
    expect(await statesOf(everpane)).toMatchObject({ p1: 'running', p2: 'running' });
    expect((await status())?.safeMode).toBe(false);
  });
});
