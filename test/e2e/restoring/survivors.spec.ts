// What outlives the app that started it is told, with its process id, where it was started, and is not run a second time.
import { readFile } from 'node:fs/promises';
import type { PaneId } from '../../../shared/ids.ts';
import type { TreeJson } from '../../../shared/tree.ts';
import type { AppUnderTest } from '../../support/app.ts';
import { expect, test } from '../../support/app-fixture.ts';
import { awaitRunning } from '../../support/running.ts';

test.skip(process.platform !== 'linux', 'only Linux tells the environment of another process');
test.use({
  everpaneOptions: {
    config:
      '[restore]\nrelaunch_after_crash = false\nrerun = "allow-listed"\nrerun_allow = ["nohup sleep", "sleep"]\n',
  },
});

async function shellOf(everpane: AppUnderTest, pane: PaneId): Promise<number> {
  const { sessions } = await everpane.cliJson<TreeJson>('ls');
  const found = sessions.flatMap(({ windows }) => windows.flatMap(({ panes }) => panes));
  return found.find(({ id }) => id === pane)?.pid ?? 0;
}

/** The process that a line typed at a prompt has become: the shell's only child. */
async function childOf(pid: number): Promise<number> {
  const children = async () => (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim();
  await expect.poll(children).toMatch(/^\d+$/);
  return Number(await children());
}

const divider = (everpane: AppUnderTest, pane: PaneId) =>
  everpane.page.locator(`[data-pane-id=${pane}] .restored-divider`);

test('should say what still runs, with its pid, instead of offering to run it again', async ({
  everpane,
}) => {
  await everpane.cliOutput('split', 'p1', '--right');
  await everpane.cliOutput('split', 'p2', '--down');
  for (const pane of ['p1', 'p2', 'p3']) await everpane.cliOutput('wait', pane, '--text', '\\$$');
  await everpane.cliOutput('send', 'p1', 'nohup sleep 1000', '--enter');
  await everpane.cliOutput('send', 'p2', `setsid sh -c 'echo pid-$$; exec sleep 1001'`, '--enter');
  // Before the prompt or behind it.
  await everpane.cliOutput('wait', 'p2', '--text', 'pid-\\d+');
  await everpane.cliOutput('send', 'p3', 'sleep 1002', '--enter');
  const inFront = await childOf(await shellOf(everpane, 'p1'));
  await childOf(await shellOf(everpane, 'p3'));
  const detached = Number(/pid-(\d+)/.exec(await everpane.cliOutput('capture', 'p2'))?.[1]);
  const survivors = [inFront, detached];
  // It says who it is before it is called what it is called.
  await expect.poll(() => readFile(`/proc/${detached}/cmdline`, 'latin1')).toBe('sleep\x001001\0');
  try {
    await awaitRunning(everpane, 'p1', 'sleep 1000');
    await awaitRunning(everpane, 'p3', 'sleep 1002');
    await everpane.cliOutput('flush');
    await everpane.kill9({ leavesSurvivors: true });
    await everpane.start();

    await expect(divider(everpane, 'p1')).toContainText(`sleep 1000 is still running, pid ${inFront}`);
    await expect(divider(everpane, 'p1').getByTestId('rerun-offer')).toHaveCount(0);
    await expect(divider(everpane, 'p2')).toContainText(`sleep 1001 is still running, pid ${detached}`);
    // What died with the app and is on the list runs again, beside the survivors of the other panes.
    await everpane.cliOutput('wait', 'p3', '--text', '^\\$ sleep 1002$');
    await childOf(await shellOf(everpane, 'p3'));
    expect(
      await readFile(
        `/proc/${await shellOf(everpane, 'p1')}/task/${await shellOf(everpane, 'p1')}/children`,
        'utf8',
      ),
    ).toBe('');
    const { decorations } = await everpane.cliJson<{ decorations: { text: string }[] }>('capture', 'p1');
    expect(decorations.map(({ text }) => text).join()).toContain(`still running, pid ${inFront}`);

    process.kill(inFront, 'SIGKILL');
    await expect(divider(everpane, 'p1')).not.toContainText('still running');
    await expect(divider(everpane, 'p1').getByTestId('rerun-offer')).toHaveCount(1);
  } finally {
    for (const pid of survivors) if (Number.isSafeInteger(pid) && pid > 1) endIfAlive(pid);
  }
});

test('should take nobody else for a survivor', async ({ everpane }) => {
  await everpane.cliOutput('wait', 'p1', '--text', '\\$$');
  await everpane.cliOutput('send', 'p1', 'cat', '--enter');
  await childOf(await shellOf(everpane, 'p1'));
  await awaitRunning(everpane, 'p1', 'cat');
  await everpane.cliOutput('flush');
  await everpane.kill9();
  await everpane.start();
  await expect(divider(everpane, 'p1')).toContainText('was running cat');
  await expect(divider(everpane, 'p1')).not.toContainText('still running');
});

function endIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
