// How a pane's process is ended: whoever listens to a hang-up gets the time to answer it, and nobody else is waited for.
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { PaneProcess } from '../../electron/host/pane-process.ts';
import { ptySpec, startPty } from '../pty/pty-harness.ts';
import { tempDir } from '../support/temp-dir.ts';

/** Longer than a test may take: a process that is given it fails the test. */
const endlessMs = 3_600_000;

const deaf = () => undefined;
const idle = { onOutput: deaf, onQuiet: deaf, onHints: deaf, onExit: deaf };

describe('ending a process', () => {
  it('should not wait for one that ignores the hang-up', async (context) => {
    if (process.platform !== 'linux') return context.skip('only Linux tells which signals are ignored');
    const running = await startPty(ptySpec('/bin/sh', ['-c', 'trap "" HUP; echo begun; sleep 1000']));
    await running.printed(/begun/);
    await new PaneProcess(running.pty, null, idle).end(endlessMs);
    expect(await running.exited).toMatchObject({ signal: 9 });
  });

  it('should wake one that is stopped, so that it hears the hang-up', async (context) => {
    if (process.platform !== 'linux') return context.skip('its state is read from /proc');
    const running = await startPty(ptySpec('/bin/sh', ['-c', 'echo begun; kill -STOP $$; sleep 1000']));
    await running.printed(/begun/);
    await expect.poll(() => readFile(`/proc/${running.pty.pid}/stat`, 'latin1')).toMatch(/\) T /);
    await new PaneProcess(running.pty, null, idle).end(endlessMs);
    expect(await running.exited).toMatchObject({ signal: 1 });
  });

  it('should let one that handles the hang-up finish', async () => {
    const dir = await tempDir();
    const script =
      'trap "sleep 0.3; echo saved > saved; exit 5" HUP; echo begun; while :; do sleep 0.05; done';
    const running = await startPty(ptySpec('/bin/sh', ['-c', script], { cwd: dir }));
    await running.printed(/begun/);
    await new PaneProcess(running.pty, null, idle).end(endlessMs);
    expect(await running.exited).toMatchObject({ exitCode: 5 });
  });
});
