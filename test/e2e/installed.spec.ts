// The deb, installed by dpkg on a system without Node: what it puts where, that an ordinary user can run it in the sandbox,
// that it opens at login, comes through an upgrade, and goes without a trace but the user's own files.
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildUnpacked } from '../../scripts/package/unpacked.mjs';
import { hasProgram } from '../../scripts/setup/system-libraries.mjs';
import { expect, test } from '../support/app-fixture.ts';
import { commandLineOf } from '../support/marked-processes.ts';
import { readRuntimeRecord } from '../support/runtime-record.ts';
import { ScratchSystem, type ScratchUser } from '../support/scratch-system.ts';

interface Status {
  readonly pid: number;
  readonly recovery: { readonly cause: string; readonly losses: readonly unknown[] };
}

interface Tree {
  readonly sessions: readonly {
    readonly windows: readonly {
      readonly layout: unknown;
      readonly panes: readonly { readonly cwd: string }[];
    }[];
  }[];
}

const HOME = '/home/kim';
const CONFIG = `${HOME}/.config/everpane/config.toml`;
const LOGIN_ENTRY = `${HOME}/.config/autostart/everpane-at-login.desktop`;

test.skip(
  !ScratchSystem.isPossible() || !hasProgram('dpkg-deb'),
  'installs a package: needs Debian, root, and the right to mount',
);

test('should install, run, restore, open at login and go again as a deb', async ({ display }) => {
  test.setTimeout(300_000);
  const dir = await mkdtemp(join(tmpdir(), 'everpane-installed-'));
  let system: ScratchSystem | undefined;
  try {
    const shared = join(dir, 'shared');
    await buildUnpacked({ runtime: readRuntimeRecord(), outputDir: shared, deb: true });
    const deb = `/mnt/${(await readdir(shared)).find((file) => file.endsWith('.deb'))}`;
    system = await ScratchSystem.create(join(dir, 'system'), shared);
    await expectInstalled(system, deb, { HOME, SHELL: '/bin/bash', DISPLAY: display ?? '' });
  } finally {
    await system?.dispose();
    await rm(dir, { recursive: true, force: true });
  }
});

async function expectInstalled(system: ScratchSystem, deb: string, env: ScratchUser['env']): Promise<void> {
  const kim: ScratchUser = { name: 'kim', env };
  const everpane = (...args: string[]) => system.output(['everpane', ...args], kim);
  const json = async <Shape>(...args: string[]): Promise<Shape> =>
    JSON.parse(await everpane(...args, '--json'));

  await system.output(['sh', '-c', 'rm -f $(which -a node nodejs)']);
  await system.output(['useradd', '-m', '-s', '/bin/bash', 'kim']);
  await system.output(['dpkg', '-i', deb]);
  expect((await system.run(['which', 'node'], kim)).code).toBe(1);
  expect(await system.output(['stat', '-c', '%U %a', '/opt/Everpane/chrome-sandbox'])).toBe('root 4755');
  expect(await system.output(['readlink', '/usr/bin/everpane'])).toBe('/opt/Everpane/resources/bin/everpane');
  expect(await system.output(['cat', '/usr/share/applications/everpane.desktop'])).toMatch(
    /^Exec=\/opt\/Everpane\/everpane/m,
  );

  // A new home: it is all right, and the app does not run.
  expect(await everpane('doctor')).not.toMatch(/^wrong/m);
  expect((await system.run(['everpane', 'ls'], kim)).code).toBe(3);
  await everpane('config', 'set', 'restore.relaunch_after_crash', 'false');
  await everpane('open');
  const before = await json<Status>('status');
  const renderer = system.processes().find((pid) => commandLineOf(pid).includes('--type=renderer'));
  expect(commandLineOf(renderer ?? 0)).not.toContain('no-sandbox');
  // proc(5): 2 is a seccomp filter, which Chromium's sandbox puts on its renderers.
  expect(readFileSync(`/proc/${renderer}/status`, 'utf8')).toMatch(/^Seccomp:\s+2$/m);

  const pane = await everpane('split', 'p1', '--right', '--cwd', '/usr/share');
  await everpane('send', pane, 'cd doc; echo installed-$((40 + 2))', '--enter');
  await everpane('wait', pane, '--text', '^installed-42$');
  await expect.poll(async () => panesOf(await json<Tree>('ls'))).toEqual([HOME, '/usr/share/doc']);
  await everpane('flush');
  const tree = await json<Tree>('ls');

  process.kill(before.pid, 'SIGKILL');
  expect(await system.awaitNoProcesses()).toEqual([]);
  await everpane('open');
  expect((await json<Status>('status')).recovery).toMatchObject({ cause: 'crash', losses: [] });
  const restored = await json<Tree>('ls');
  expect(restored.sessions[0]?.windows[0]?.layout).toEqual(tree.sessions[0]?.windows[0]?.layout);
  expect(panesOf(restored)).toEqual([HOME, '/usr/share/doc']);
  expect(await everpane('capture', pane, '--scrollback')).toContain('installed-42');

  await everpane('config', 'set', 'window.open_at_login', 'true');
  await expect.poll(async () => (await system.run(['test', '-e', LOGIN_ENTRY])).code).toBe(0);
  await everpane('quit');
  expect(await system.awaitNoProcesses()).toEqual([]);
  // What a desktop does at login: its escapes and quotes are a part of the shell's.
  const exec = /^Exec=(.*)$/m.exec(await system.output(['cat', LOGIN_ENTRY]))?.[1];
  await system.output(['sh', '-c', `${exec} >/dev/null 2>&1 &`], kim);
  await expect.poll(async () => (await system.run(['everpane', 'status'], kim)).code).toBe(0);
  await everpane('config', 'set', 'window.open_at_login', 'false');
  await expect.poll(async () => (await system.run(['test', '-e', LOGIN_ENTRY])).code).toBe(1);

  // An upgrade runs the old version's removal after the new version's files are there; the app goes on.
  await system.output(['dpkg', '-i', deb]);
  expect(await everpane('capture', pane, '--scrollback')).toContain('installed-42');
  await everpane('quit');
  expect(await system.awaitNoProcesses()).toEqual([]);

  await system.output(['dpkg', '-r', 'everpane']);
  const places = ['/opt/Everpane', '/usr/bin/everpane', '/usr/share/applications/everpane.desktop'];
  for (const place of places) expect((await system.run(['test', '-e', place])).code, place).toBe(1);
  expect((await system.run(['test', '-L', '/usr/bin/everpane'])).code).toBe(1);
  await system.output(['test', '-s', CONFIG]);
}

function panesOf({ sessions }: Tree): string[] {
  return sessions.flatMap(({ windows }) => windows.flatMap(({ panes }) => panes.map(({ cwd }) => cwd)));
}
