// `everpane open`: the real app on the real runtime, started by the built command line.
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { AppStatus } from '../../shared/status.ts';
import { CliHarness } from '../support/cli-harness.ts';
import { awaitProcessesGone, markedProcesses } from '../support/marked-processes.ts';

const limitMs = 60_000;

/** Electron's main processes of the test; its helpers say their type, and a shell waits for the end of each. */
const appsOf = (cli: CliHarness) =>
  markedProcesses(cli.mark).filter(
    ({ commandLine }) =>
      commandLine.includes(`--home ${cli.home}`) &&
      !commandLine.includes('--type=') &&
      !commandLine.startsWith('/bin/sh '),
  );

const pidOf = async (cli: CliHarness) => (await cli.json<AppStatus>('status')).pid;

describe.runIf(process.platform === 'linux')('everpane open', () => {
  it(
    'should start the app, answer, come to the front the second time, and leave nothing behind after quit',
    async () => {
      const cli = await CliHarness.create();
      const opened = await cli.run(['open']);
      expect(opened).toMatchObject({ code: 0, stdout: '' });
      if (process.getuid?.() === 0) expect(opened.stderr).toMatch(/--no-sandbox/);
      const pid = await pidOf(cli);
      expect(await cli.run(['open'])).toEqual({ code: 0, stdout: '', stderr: '' });
      expect(await pidOf(cli)).toBe(pid);
      await cli.output('send', 'p1', 'echo it is $((20 + 1))', '--enter');
      await cli.output('wait', 'p1', '--text', '^it is 21$');
      expect(await cli.run(['quit'])).toEqual({ code: 0, stdout: '', stderr: '' });
      expect(appsOf(cli)).toEqual([]);
      expect(await awaitProcessesGone(cli.mark, limitMs)).toEqual([]);
      expect((await cli.run(['ls'])).code).toBe(3);
    },
    limitMs,
  );

  it(
    'should let several of them join one start',
    async () => {
      const cli = await CliHarness.create();
      const results = await Promise.all([1, 2, 3].map(() => cli.run(['open'])));
      expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
      expect(appsOf(cli)).toHaveLength(1);
      // The app is started by one of them, so that one alone has something to say as root.
      expect(results.filter(({ stderr }) => stderr !== '').length).toBeLessThanOrEqual(1);
    },
    limitMs,
  );

  it(
    'should leave the app no descriptor, no session and no directory of its caller',
    async () => {
      const cli = await CliHarness.create();
      const stdio = Array.from({ length: 41 }, (_, fd) =>
        fd < 3 || fd === 3 || fd === 40 ? 'pipe' : 'ignore',
      );
      const opening = cli.spawn(['open'], { stdio: stdio as 'pipe'[] });
      const ends = [1, 2, 3, 40].map((fd) => {
        const stream = opening.stdio[fd as 1] as Readable;
        stream.resume();
        return once(stream, 'close');
      });
      const [code] = await once(opening, 'exit');
      expect(code).toBe(0);
      // Each of these ends only when its last holder has let go.
      await Promise.all(ends);
      const pid = await pidOf(cli);
      const stat = await readFile(`/proc/${pid}/stat`, 'latin1');
      const [, , , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      expect(Number(session)).toBe(pid);
    },
    limitMs,
  );

  it(
    'should end its own X server with the app',
    async () => {
      const cli = await CliHarness.create();
      await cli.output('open');
      const servers = () =>
        markedProcesses(cli.mark).filter(({ commandLine }) => commandLine.startsWith('Xvfb '));
      expect(servers()).toHaveLength(1);
      await cli.output('quit');
      expect(await awaitProcessesGone(cli.mark, 20_000)).toEqual([]);
    },
    limitMs,
  );

  it(
    'should start again after a kill, with what was there',
    async () => {
      const cli = await CliHarness.create();
      await writeConfig(cli, '[restore]\nrelaunch_after_crash = false\n');
      await cli.output('open');
      await cli.output('rename', 's1', 'kept');
      process.kill(await pidOf(cli), 'SIGKILL');
      await cli.output('open');
      expect(await cli.json('ls')).toMatchObject({ sessions: [{ id: 's1', name: 'kept' }] });
      expect(await cli.json('status')).toMatchObject({ recovery: { cause: 'crash' } });
    },
    limitMs,
  );

  it(
    'should get along with an app that comes back by itself, and end that for good with quit',
    async () => {
      const cli = await CliHarness.create();
      await cli.output('open');
      process.kill(await pidOf(cli), 'SIGKILL');
      await cli.output('open');
      const pid = await pidOf(cli);
      expect(await cli.json('ls')).toMatchObject({ activeSession: 's1' });
      expect(await pidOf(cli)).toBe(pid);
      await cli.output('quit');
      expect(await awaitProcessesGone(cli.mark, 20_000)).toEqual([]);
      expect((await cli.run(['status'])).code).toBe(3);
    },
    limitMs,
  );

  it(
    'should say within 30 seconds that an app is there and does not answer',
    async () => {
      const cli = await CliHarness.start();
      process.kill(cli.hostPid ?? 0, 'SIGSTOP');
      const opened = await cli.run(['open']);
      expect(opened).toMatchObject({ code: 1, stdout: '' });
      expect(opened.stderr).toMatch(
        new RegExp(
          `^everpane: process ${cli.hostPid} holds [^\\n]* and does not answer; end it with: kill -9 `,
        ),
      );
    },
    limitMs,
  );

  it(
    'should say in one line why the app does not start',
    async () => {
      const cli = await CliHarness.create();
      await writeFile(join(cli.dir, 'file'), '');
      const noHome = await cli.run(['open', '--home', 'file']);
      expect(noHome).toMatchObject({ code: 1, stdout: '' });
      expect(noHome.stderr).toMatch(/^everpane: .*file is not a directory.*\n$/);
      await writeConfig(cli, '[persistence]\ndirectory = "/proc/nowhere"\n');
      const noState = await cli.run(['open']);
      expect(noState).toMatchObject({ code: 1, stdout: '' });
      expect(noState.stderr.trim().split('\n').at(-1)).toMatch(
        /^everpane: the app ended before it answered .*start\.log\)$/,
      );
    },
    limitMs,
  );
});

async function writeConfig(cli: CliHarness, text: string): Promise<void> {
  await mkdir(cli.home, { mode: 0o700, recursive: true });
  await writeFile(join(cli.home, 'config.toml'), text);
}
