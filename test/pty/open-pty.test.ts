import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openPty } from '../../electron/pty/open-pty.ts';
import { tempDir } from '../support/temp-dir.ts';
import { ptySpec, shellSpec, startPty, watchPty } from './pty-harness.ts';

describe('openPty', () => {
  it('should run a program with its arguments, environment, directory and size', async () => {
    const dir = await tempDir();
    const script = 'printf "%s|%s|%s|" "$1" "$GREETING" "$PWD"; pwd; stty size';
    const spec = ptySpec('sh', ['-c', script, 'sh', 'two words'], {
      cwd: dir,
      env: { PATH: '/usr/bin:/bin', GREETING: 'grüß dich' },
      cols: 101,
      rows: 37,
    });
    const running = await startPty(spec);
    expect(await running.exited).toEqual({ exitCode: 0, signal: null });
    expect(running.output().toString()).toBe(`two words|grüß dich|${dir}|${dir}\r\n37 101\r\n`);
  });

  it('should give the program no variable beside those it was given', async () => {
    const running = await startPty(
      ptySpec('/usr/bin/env', [], {
        env: { PS1: '\\u $ ', PS2: '> ', BASH_ENV: '/no/such', PATH: '/usr/bin' },
      }),
    );
    await running.exited;
    const names = running
      .output()
      .toString()
      .trim()
      .split('\r\n')
      .map((line) => line.split('=')[0]);
    // The shell in between may leave its level and last command, which every interactive shell sets again.
    expect(names.filter((name) => name !== '_' && name !== 'SHLVL').sort()).toEqual([
      'BASH_ENV',
      'PATH',
      'PS1',
      'PS2',
      'PWD',
    ]);
  });

  it('should start the terminal in UTF-8 mode', async () => {
    const running = await startPty(shellSpec('stty -a'));
    await running.exited;
    expect(running.output().toString()).toMatch(/ iutf8/);
  });

  it('should tell an exit status and a signal', async () => {
    expect(await (await startPty(shellSpec('exit 7'))).exited).toEqual({ exitCode: 7, signal: null });
    expect(await (await startPty(shellSpec('kill -9 $$'))).exited).toEqual({ exitCode: 0, signal: 9 });
  });

  it('should fall back to the nearest parent when the directory is gone', async () => {
    const dir = await tempDir();
    const gone = join(dir, 'a', 'b');
    await mkdir(gone, { recursive: true });
    await rm(join(dir, 'a'), { recursive: true });
    const opened = await openPty(shellSpec('pwd', { cwd: gone }));
    expect(opened).toMatchObject({ kind: 'spawned', cwd: dir, cwdFallbackFrom: gone });
    if (opened.kind === 'spawned') {
      const running = watchPty(opened.pty);
      await running.exited;
      expect(running.output().toString()).toBe(`${dir}\r\n`);
    }
  });

  it.each(['relative/path', '', '/nul\0byte'])('should start in the root instead of %j', async (cwd) => {
    const opened = await openPty(shellSpec('pwd', { cwd }));
    expect(opened).toMatchObject({ kind: 'spawned', cwd: '/', cwdFallbackFrom: cwd });
    if (opened.kind === 'spawned') {
      await watchPty(opened.pty).exited;
    }
  });

  it('should start in a directory with a long name, quotes and newlines', async () => {
    let dir = await tempDir();
    for (let depth = 0; depth < 15; depth += 1) {
      dir = join(dir, `it's "${'x'.repeat(230)}"\n$(:)`);
    }
    await mkdir(dir, { recursive: true });
    const running = await startPty(shellSpec('pwd -P', { cwd: dir }));
    await running.exited;
    expect(running.output().toString()).toBe(`${dir.replaceAll('\n', '\r\n')}\r\n`);
  });

  it('should say why nothing could be started', async () => {
    const dir = await tempDir();
    const text = join(dir, 'text');
    await writeFile(text, 'not a program', { mode: 0o600 });
    const kindOf = async (file: string) => {
      const opened = await openPty(ptySpec(file, []));
      return opened.kind === 'failed' ? opened.reason.kind : opened.kind;
    };
    expect(await kindOf('/no/such/shell')).toBe('not-found');
    expect(await kindOf('no-such-shell')).toBe('not-found');
    expect(await kindOf('')).toBe('not-found');
    expect(await kindOf(text)).toBe('not-executable');
    expect(await kindOf(dir)).toBe('not-executable');
  });
});
