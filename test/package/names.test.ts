// The small decisions of a package: where its files are, whose command line a process is, what a stand-in is called.
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packagedExecutable } from '../../cli/launch/runtime-record.ts';
import { commandLineArguments } from '../../electron/app/command-line-mode.ts';
import { outsideArchive } from '../../electron/home/archive.ts';
import { leftOut } from '../../scripts/package/left-out.mjs';
import { runtimeMark, runtimeNotice } from '../../scripts/package/stand-in.mjs';

describe('the archive', () => {
  it('should have its unpacked files beside it under the same path', () => {
    const resources = join(sep, 'opt', 'app.asar users', 'resources');
    const inside = join(resources, 'app.asar', 'out', 'main');
    expect(outsideArchive(inside)).toBe(join(resources, 'app.asar.unpacked', 'out', 'main'));
    expect(outsideArchive(join(resources, 'app.asar'))).toBe(join(resources, 'app.asar.unpacked'));
  });

  it('should leave alone what is not inside one', () => {
    for (const path of [join(sep, 'src', 'out'), join(sep, 'opt', 'app.asar.unpacked', 'out')]) {
      expect(outsideArchive(path)).toBe(path);
    }
  });
});

describe('the executable as the command line', () => {
  it('should take what is behind the marker and the dashes', () => {
    const argv = ['everpane', '--no-sandbox', '--everpane-cli', '--', 'send', 'p1', '--', '--everpane-cli'];
    expect(commandLineArguments(argv)).toEqual(['send', 'p1', '--', '--everpane-cli']);
    expect(commandLineArguments(['everpane', '--everpane-cli', '--'])).toEqual([]);
  });

  it('should be the app without them', () => {
    expect(commandLineArguments(['everpane'])).toBeNull();
    expect(commandLineArguments(['everpane', '--home', '/h', '--everpane-cli'])).toBeNull();
    expect(commandLineArguments(['everpane', '--', '--everpane-cli', '--', 'quit'])).toBeNull();
  });
});

describe('an installed command line', () => {
  it('should know the executable of its platform', () => {
    const linux = join(sep, 'opt', 'Everpane');
    const contents = join(sep, 'Applications', 'Everpane.app', 'Contents');
    const out = (resources: string) => join(resources, 'app.asar.unpacked', 'out');
    expect(packagedExecutable(out(join(linux, 'resources')), 'linux')).toBe(join(linux, 'everpane'));
    expect(packagedExecutable(out(join(linux, 'resources')), 'win32')).toBe(join(linux, 'Everpane.exe'));
    expect(packagedExecutable(out(join(contents, 'Resources')), 'darwin')).toBe(
      join(contents, 'MacOS', 'Everpane'),
    );
  });

  it('should not take a checkout for a package', () => {
    expect(packagedExecutable(join(sep, 'src', 'everpane', 'out'), 'linux')).toBeNull();
  });
});

describe('a package that is not a release', () => {
  const standIn = { kind: 'stand-in', electronVersion: '25.1.1' };

  it('should say so in its name and inside', () => {
    expect(runtimeMark(standIn)).toBe('.not-for-release.stand-in-electron-25.1.1');
    expect(runtimeMark({ kind: 'override', electronVersion: null })).toContain('not-for-release');
    expect(runtimeNotice(standIn, '45.4.1')?.text).toMatch(/NOT A RELEASE.*25\.1\.1.*45\.4\.1/s);
  });

  it('should be told from one with the official runtime', () => {
    const official = { kind: 'official', electronVersion: '45.4.1' };
    expect(runtimeMark(official)).toBe('');
    expect(runtimeNotice(official, '45.4.1')).toBeUndefined();
  });

  it('should name each kind of package that was not made, with a reason', () => {
    expect(leftOut(['deb'], 'linux').map(({ name }) => name)).not.toContain('deb');
    expect(leftOut([], 'linux').find(({ name }) => name === 'deb')?.why).toContain('dpkg-deb');
    expect(leftOut([], 'darwin').find(({ name }) => name === 'rpm')?.why).toContain('Linux');
  });
});
