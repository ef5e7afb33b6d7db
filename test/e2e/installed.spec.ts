// The deb, installed by dpkg on a system without Node: what it puts where, that an ordinary user can run it in the sandbox,
// that it opens at login, comes through an upgrade, and goes without a trace but the user's own files. And the rpm, by rpm.
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildUnpacked } from '../../scripts/package/unpacked.mjs';
import { hasProgram } from '../../scripts/setup/system-libraries.mjs';
import type { AppStatus } from '../../shared/status.ts';
import type { TreeJson } from '../../shared/tree.ts';
import { expect, test } from '../support/app-fixture.ts';
import { commandLineOf } from '../support/marked-processes.ts';
import { readRuntimeRecord } from '../support/runtime-record.ts';
import { ScratchSystem, type ScratchUser } from '../support/scratch-system.ts';

const HOME = '/home/kim';
const CONFIG = `${HOME}/.config/everpane/config.toml`;
const LOGIN_ENTRY = `${HOME}/.config/autostart/everpane-at-login.desktop`;

/** Of the manual, the completions and the desktop, in both packages. */
const SHARED_FILES = [
  '/usr/share/applications/everpane.desktop',
  '/usr/share/man/man1/everpane.1.gz',
  '/usr/share/bash-completion/completions/everpane',
  '/usr/share/fish/vendor_completions.d/everpane.fish',
];

test.skip(!ScratchSystem.isPossible(), 'installs a package: needs Linux, root, and the right to mount');

test('should install, run, restore, open at login and go again as a deb', async ({ display }) => {
  test.skip(!hasProgram('dpkg-deb'), 'needs Debian');
  await withPackage('deb', (system, deb) =>
    expectInstalled(system, deb, { HOME, SHELL: '/bin/bash', DISPLAY: display ?? '' }),
  );
});

test('should install, run and go again as an rpm', async () => {
  test.skip(!hasProgram('rpmbuild'), 'needs rpmbuild');
  await withPackage('rpm', async (system, rpm) => {
    const arch = (await system.output(['uname', '-m'])).trim();
    expect(await system.output(['rpm', '-qp', '--qf', '%{NAME} %{ARCH} %{SUMMARY}', rpm])).toBe(
      `everpane ${arch} A desktop terminal whose workspace cannot be lost`,
    );
    await system.output(['useradd', '-m', '-s', '/bin/bash', 'kim']);
    // What it requires is there under Debian's names.
    await system.output(['rpm', '-i', '--nodeps', rpm]);
    await expectFiles(system, '/usr/share/zsh/site-functions/_everpane');
    expect(await system.output(['rpm', '-qf', '/usr/share/man/man1/everpane.1.gz'])).toMatch(/^everpane-/);
    const kim: ScratchUser = { name: 'kim', env: { HOME } };
    expect(await system.output(['everpane', 'version'], kim)).toMatch(/^everpane \d/);
    expect((await system.run(['everpane', 'ls'], kim)).code).toBe(3);
    // The old version is removed after the new one is there.
    await system.output(['rpm', '-U', '--nodeps', '--force', rpm]);
    await expectFiles(system, '/usr/share/zsh/site-functions/_everpane');
    await system.output(['rpm', '-e', 'everpane']);
    await expectGone(system, '/usr/share/zsh/site-functions/_everpane');
  });
});

async function withPackage(
  kind: 'deb' | 'rpm',
  use: (system: ScratchSystem, file: string) => Promise<void>,
): Promise<void> {
  test.setTimeout(300_000);
  const dir = await mkdtemp(join(tmpdir(), 'everpane-installed-'));
  let system: ScratchSystem | undefined;
  try {
    const shared = join(dir, 'shared');
    await buildUnpacked({ runtime: readRuntimeRecord(), outputDir: shared, packages: [kind] });
    const made = (await readdir(shared)).find((file) => file.endsWith(`.${kind}`));
    system = await ScratchSystem.create(join(dir, 'system'), shared);
    await use(system, `/mnt/${made}`);
  } finally {
    await system?.dispose();
    await rm(dir, { recursive: true, force: true });
  }
}

/** The app, its command, its page of the manual and its completions, each where it is looked for. */
async function expectFiles(system: ScratchSystem, zshCompletion: string): Promise<void> {
  expect(await system.output(['stat', '-c', '%U %a', '/opt/Everpane/chrome-sandbox'])).toBe('root 4755');
  expect(await system.output(['readlink', '/usr/bin/everpane'])).toBe('/opt/Everpane/resources/bin/everpane');
  for (const file of [...SHARED_FILES, zshCompletion]) {
    expect(await system.output(['stat', '-c', '%U %a', file]), file).toBe('root 644');
  }
  const [desktop = '', manual = '', bash = ''] = SHARED_FILES;
  expect(await system.output(['cat', desktop])).toMatch(/^Exec=\/opt\/Everpane\/everpane/m);
  expect(await system.output(['zcat', manual])).toMatch(/^\.TH EVERPANE 1 /);
  const completed = `. ${bash}; complete -p everpane`;
  expect(await system.output(['bash', '--norc', '-c', completed])).toContain('-F _everpane everpane');
  expect(await system.output(['head', '-n1', zshCompletion])).toBe('#compdef everpane');
}

async function expectGone(system: ScratchSystem, zshCompletion: string): Promise<void> {
  for (const place of ['/opt/Everpane', '/usr/bin/everpane', zshCompletion, ...SHARED_FILES]) {
    expect((await system.run(['test', '-e', place])).code, place).toBe(1);
  }
  expect((await system.run(['test', '-L', '/usr/bin/everpane'])).code).toBe(1);
}

async function expectInstalled(system: ScratchSystem, deb: string, env: ScratchUser['env']): Promise<void> {
  const kim: ScratchUser = { name: 'kim', env };
  const everpane = (...args: string[]) => system.output(['everpane', ...args], kim);
  const json = async <Shape>(...args: string[]): Promise<Shape> =>
    JSON.parse(await everpane(...args, '--json'));

  await system.output(['sh', '-c', 'rm -f $(which -a node nodejs)']);
  await system.output(['useradd', '-m', '-s', '/bin/bash', 'kim']);
  await system.output(['dpkg', '-i', deb]);
  expect((await system.run(['which', 'node'], kim)).code).toBe(1);
  await expectFiles(system, '/usr/share/zsh/vendor-completions/_everpane');

  // A new home: it is all right, and the app does not run.
  expect(await everpane('doctor')).not.toMatch(/^wrong/m);
  expect((await system.run(['everpane', 'ls'], kim)).code).toBe(3);
  await everpane('config', 'set', 'restore.relaunch_after_crash', 'false');
  await everpane('open');
  const before = await json<AppStatus>('status');
  const renderer = system.processes().find((pid) => commandLineOf(pid).includes('--type=renderer'));
  expect(commandLineOf(renderer ?? 0)).not.toContain('no-sandbox');
  // proc(5): 2 is a seccomp filter, which Chromium's sandbox puts on its renderers.
  expect(readFileSync(`/proc/${renderer}/status`, 'utf8')).toMatch(/^Seccomp:\s+2$/m);

  const pane = await everpane('split', 'p1', '--right', '--cwd', '/usr/share');
  await everpane('send', pane, 'cd doc; echo installed-$((40 + 2))', '--enter');
  await everpane('wait', pane, '--text', '^installed-42$');
  await expect.poll(async () => panesOf(await json<TreeJson>('ls'))).toEqual([HOME, '/usr/share/doc']);
  await everpane('flush');
  const tree = await json<TreeJson>('ls');

  process.kill(before.pid, 'SIGKILL');
  expect(await system.awaitNoProcesses()).toEqual([]);
  await everpane('open');
  expect((await json<AppStatus>('status')).recovery).toMatchObject({ cause: 'crash', losses: [] });
  const restored = await json<TreeJson>('ls');
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
  await expectGone(system, '/usr/share/zsh/vendor-completions/_everpane');
  await system.output(['test', '-s', CONFIG]);
}

function panesOf({ sessions }: TreeJson): string[] {
  return sessions.flatMap(({ windows }) => windows.flatMap(({ panes }) => panes.map(({ cwd }) => cwd)));
}
