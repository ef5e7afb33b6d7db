import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shellEnvironment } from '../../electron/pty/environment.ts';
import { defaultShell, defaultShellArgs, findExecutable } from '../../electron/pty/shell.ts';
import { tempDir } from '../support/temp-dir.ts';

describe('the environment of a shell', () => {
  it('should keep what the user had', () => {
    const env = shellEnvironment(
      { HOME: '/h', EDITOR: 'vi', SSH_AUTH_SOCK: '/s', LC_ALL: 'de_DE.UTF-8' },
      {},
      '1.2.3',
    );
    expect(env).toEqual({
      HOME: '/h',
      EDITOR: 'vi',
      SSH_AUTH_SOCK: '/s',
      LC_ALL: 'de_DE.UTF-8',
      PATH: '/usr/local/bin:/usr/bin:/bin',
      TERM: 'xterm-256color',
      COLORTERM: 'truecolor',
      TERM_PROGRAM: 'Everpane',
      TERM_PROGRAM_VERSION: '1.2.3',
    });
  });

  it.each([
    'ELECTRON_RUN_AS_NODE',
    'CHROME_DESKTOP',
    'NODE_OPTIONS',
    'npm_config_cache',
    'npm_lifecycle_event',
    'INIT_CWD',
    'TMUX',
    'STY',
    'SHLVL',
    'PWD',
    'VTE_VERSION',
    'VSCODE_PID',
    'COLUMNS',
  ])('should leave out %s', (name) => {
    expect(shellEnvironment({ [name]: 'x', HOME: '/h' }, {}, '1')).not.toHaveProperty(name);
  });

  it('should take what npm puts in front of the path away, and nothing else', () => {
    const path =
      '/w/node_modules/.bin:/node_modules/.bin:/n/npm/bin/node-gyp-bin:/usr/bin:./node_modules/.bin:/h/.bin:/bin';
    expect(shellEnvironment({ PATH: path }, {}, '1').PATH).toBe('/usr/bin:./node_modules/.bin:/h/.bin:/bin');
  });

  it('should take what an AppImage adds away, and nothing of a user who has such variables', () => {
    const image = {
      APPIMAGE: '/apps/Everpane.AppImage',
      APPDIR: '/tmp/.mount_EverpaX',
      ARGV0: './Everpane.AppImage',
      OWD: '/h',
      PATH: '/tmp/.mount_EverpaX:/tmp/.mount_EverpaX/usr/sbin:/h/bin:/usr/bin',
      LD_LIBRARY_PATH: '/tmp/.mount_EverpaX/usr/lib:',
      XDG_DATA_DIRS: './share/:/tmp/.mount_EverpaX/usr/share/:/usr/share',
    };
    const { LANG, TERM, COLORTERM, TERM_PROGRAM, TERM_PROGRAM_VERSION, ...rest } = shellEnvironment(
      image,
      {},
      '1',
    );
    expect(rest).toEqual({ PATH: '/h/bin:/usr/bin', XDG_DATA_DIRS: './share/:/usr/share' });
    expect(shellEnvironment({ APPDIR: '/mine', PATH: '/mine/bin' }, {}, '1')).toMatchObject({
      APPDIR: '/mine',
      PATH: '/mine/bin',
    });
  });

  it('should speak UTF-8 unless the user has chosen a locale', () => {
    expect(shellEnvironment({}, {}, '1').LANG).toMatch(/UTF-8$/);
    expect(shellEnvironment({ LANG: '' }, {}, '1').LANG).toMatch(/UTF-8$/);
    expect(shellEnvironment({ LANG: 'C' }, {}, '1').LANG).toBe('C');
  });

  it('should let the user have the last word', () => {
    expect(shellEnvironment({ A: '1' }, { A: '2', TERM: 'dumb', npm_x: 'kept' }, '1')).toMatchObject({
      A: '2',
      TERM: 'dumb',
      npm_x: 'kept',
    });
  });
});

describe('the shell to run', () => {
  it('should be what SHELL names if that can be executed', async () => {
    const dir = await tempDir();
    const shell = join(dir, 'my shell');
    await writeFile(shell, '#!/bin/sh\n');
    expect(defaultShell({ SHELL: shell })).not.toBe(shell);
    await chmod(shell, 0o700);
    expect(defaultShell({ SHELL: shell })).toBe(shell);
    expect(defaultShell({ SHELL: dir })).not.toBe(dir);
    expect(defaultShell({ SHELL: 'sh' })).toMatch(/^\//);
    expect(defaultShell({})).toMatch(/^\//);
  });

  it('should be a login shell where nothing else reads the profile', () => {
    expect(defaultShellArgs('darwin')).toEqual(['-l']);
    expect(defaultShellArgs('linux')).toEqual([]);
  });

  it('should be found as execvp would find it', async () => {
    const dir = await tempDir();
    await writeFile(join(dir, 'tool'), '', { mode: 0o600 });
    expect(findExecutable('sh', `relative:${dir}:/bin`)).toEqual({ kind: 'found', path: '/bin/sh' });
    expect(findExecutable('tool', `${dir}:/bin`)).toEqual({ kind: 'not-executable' });
    expect(findExecutable('tool', '/bin')).toEqual({ kind: 'not-found' });
    expect(findExecutable(dir, '')).toEqual({ kind: 'not-executable' });
  });
});
