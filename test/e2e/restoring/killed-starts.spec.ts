// Killed on the way: at every moment of a start that can be seen from outside, and in the middle of a checkpoint. The start
// that is left alone finds everything.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppStatus } from '../../../shared/status.ts';
import type { TreeJson } from '../../../shared/tree.ts';
import type { AppUnderTest } from '../../support/app.ts';
import { expect, test } from '../../support/app-fixture.ts';
import { readRuntimeRecord } from '../../support/runtime-record.ts';
import { runsAsRoot } from '../../support/unprivileged-user.ts';

function lasting(tree: TreeJson): unknown {
  return JSON.parse(
    JSON.stringify(tree, (key, value: unknown) =>
      ['pid', 'state', 'restoredAt', 'cols', 'rows', 'title', 'command'].includes(key) ? undefined : value,
    ),
  );
}

async function prepare(everpane: AppUnderTest): Promise<unknown> {
  await everpane.cliOutput('split', 'p1', '--right', '--ratio', '0.3');
  await everpane.cliOutput('new-session', '--name', 'second');
  await everpane.cliOutput('new-window', '--cwd', '/usr');
  for (const pane of ['p1', 'p2', 'p3', 'p4']) {
    await everpane.cliOutput('send', pane, `seq 1 3000; echo end-of-$((1+1))-${pane}`, '--enter');
    await everpane.cliOutput('wait', pane, '--text', `^end-of-2-${pane}$`);
  }
  await everpane.cliOutput('flush');
  return lasting(await everpane.cliJson<TreeJson>('ls'));
}

async function expectAll(everpane: AppUnderTest, before: unknown): Promise<void> {
  expect(lasting(await everpane.cliJson<TreeJson>('ls'))).toEqual(before);
  for (const pane of ['p1', 'p2', 'p3', 'p4']) {
    const text = await everpane.cliOutput('capture', pane, '--scrollback');
    const numbers = [...text.matchAll(/^(\d+)$/gm)].map(([, number]) => Number(number));
    expect(numbers).toEqual(Array.from({ length: 3000 }, (_, index) => index + 1));
    expect(text.match(new RegExp(`^end-of-2-${pane}$`, 'gm'))).toHaveLength(1);
  }
  const { recovery } = await everpane.cliJson<AppStatus>('status');
  expect(recovery.losses.filter(({ kind }) => kind !== 'torn-tail')).toEqual([]);
}

/** The app as a process of its own, with nobody attached to it. */
function launch(everpane: AppUnderTest): ChildProcess {
  const { electronPath, appPath } = readRuntimeRecord();
  const switches = runsAsRoot() ? ['--no-sandbox'] : [];
  return spawn(electronPath, [...switches, appPath, '--home', everpane.home], {
    env: { ...everpane.environment },
    cwd: everpane.userHome,
    stdio: 'ignore',
  });
}

/** Resolves when something happens in `dir` to a file that `isIt` knows. */
function happens(dir: string, isIt: (name: string) => boolean): { seen: Promise<void>; stop(): void } {
  let stop = (): void => undefined;
  const seen = new Promise<void>((resolve) => {
    const watcher = watch(dir, (_, name) => {
      if (name !== null && isIt(name)) resolve();
    });
    stop = () => watcher.close();
  });
  return { seen, stop };
}

const moments: readonly { name: string; dir: string; isIt: (name: string) => boolean }[] = [
  { name: 'when it takes the lock', dir: 'state', isIt: (name) => /^LOCK\.\d+$/.test(name) },
  { name: 'when it opens a segment', dir: 'state/wal', isIt: () => true },
  {
    name: 'while it writes its first checkpoint',
    dir: 'state/checkpoints',
    isIt: (name) => name.endsWith('.tmp'),
  },
  { name: 'when that checkpoint is there', dir: 'state/checkpoints', isIt: (name) => name.endsWith('.ckpt') },
  { name: 'when its first shells have started', dir: 'run', isIt: () => true },
  { name: 'when it listens', dir: '.', isIt: (name) => name === 'control.sock' },
];

test('should come back whole after starts that were killed at every moment', async ({ everpane }) => {
  test.setTimeout(240_000);
  const before = await prepare(everpane);
  await everpane.kill9();
  await mkdir(join(everpane.home, 'run'), { recursive: true, mode: 0o700 });
  for (const { name, dir, isIt } of [...moments, ...moments]) {
    await test.step(name, async () => {
      const moment = happens(join(everpane.home, dir), isIt);
      const child = launch(everpane);
      const exited = once(child, 'exit');
      await moment.seen;
      moment.stop();
      child.kill('SIGKILL');
      await exited;
    });
  }
  await everpane.expectNothingLeft();
  await everpane.start();
  await expectAll(everpane, before);
});

test('should come back whole after a kill in the middle of a checkpoint', async ({ everpane }) => {
  test.setTimeout(240_000);
  const before = await prepare(everpane);
  for (const isIt of [(name: string) => name.endsWith('.tmp'), (name: string) => name.endsWith('.ckpt')]) {
    const moment = happens(join(everpane.home, 'state', 'checkpoints'), isIt);
    const asked = everpane.cli('checkpoint');
    await moment.seen;
    await everpane.kill9();
    moment.stop();
    await asked;
    await everpane.start();
    await expectAll(everpane, before);
  }
});
