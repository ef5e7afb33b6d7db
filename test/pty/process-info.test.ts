import { mkdir, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempDir } from '../support/temp-dir.ts';
import { ptySpec, shellSpec, startPty } from './pty-harness.ts';

describe.runIf(process.platform === 'linux')('what is known of a process', () => {
  it('should follow its working directory', async () => {
    const dir = await realpath(await tempDir());
    const odd = join(dir, 'a (deleted)', "with 'quotes'\nand lines (deleted)");
    await mkdir(odd, { recursive: true });
    const running = await startPty(
      shellSpec('cd "$1"; echo there; read line', {
        cwd: dir,
        args: ['-c', 'cd "$1"; echo there; read line', 'sh', odd],
      }),
    );
    await running.printed(/there/);
    expect(await running.pty.cwd()).toBe(odd);
    await rm(odd, { recursive: true });
    expect(await running.pty.cwd()).toBe(odd);
  });

  it('should name the program in front of the shell, and nothing when the shell is', async () => {
    const running = await startPty(ptySpec('/bin/bash', ['--norc', '--noprofile', '-i']));
    await running.printed(/\$ $/);
    expect(await running.pty.foreground()).toBeNull();
    running.pty.write("sh -c 'echo in-front; read line' 'an argument' ''\n");
    await running.printed(/in-front\r\n/);
    const foreground = await running.pty.foreground();
    expect(foreground).toMatchObject({
      command: 'sh',
      args: ['-c', 'echo in-front; read line', 'an argument', ''],
    });
    running.pty.write('\nprintf back-%s again\n');
    await running.printed(/back-again/);
    expect(await running.pty.foreground()).toBeNull();
  });

  it('should name what is left of a pipeline whose first process is gone', async () => {
    const running = await startPty(ptySpec('/bin/bash', ['--norc', '--noprofile', '-i']));
    await running.printed(/\$ $/);
    running.pty.write("true | sh -c 'sleep 0.1; echo left-%s | tr % o; read line < /dev/tty'\n");
    await running.printed(/left-os/);
    expect(await running.pty.foreground()).toMatchObject({ command: 'sh' });
  });

  it('should know nothing of a process that has ended', async () => {
    const running = await startPty(shellSpec('exit 0'));
    await running.exited;
    expect(await running.pty.cwd()).toBeNull();
    expect(await running.pty.foreground()).toBeNull();
    expect(running.pty.kill()).toBe(false);
  });
});
