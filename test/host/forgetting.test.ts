import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempDir } from '../support/temp-dir.ts';
import { openTestHost, runCommand, textOf, typeAndSee } from '../support/test-host.ts';

/** Files under `dir` that hold `text`. */
function filesWith(text: string, dir: string): Promise<string> {
  return new Promise((resolve) => {
    execFile('grep', ['-rla', '-e', text, dir], (_, stdout) => resolve(stdout));
  });
}

it('should have nothing left of a closed pane on disk once it cannot be reopened and a checkpoint was made', async () => {
  const dir = await tempDir();
  const config = { persistence: { undo_close_minutes: 0 } };
  const host = await openTestHost({ dir, config });
  await typeAndSee(host, 'p1', "printf 'kept-%s\\n' output", /^kept-output$/mu);
  const { pane } = await runCommand(host, 'pane.split', { pane: 'p1', direction: 'right' });
  const print = "printf '\\033]0;secret-title\\007secret-%s\\n' output";
  await typeAndSee(host, pane, print, /^secret-output$/mu);
  // In a snapshot as well, and needed by several checkpoints.
  await host.checkpoint();
  await host.paneOf(pane)?.folding.fold();
  await host.checkpoint();
  expect(await filesWith('secret-', join(dir, 'state'))).not.toBe('');
  await runCommand(host, 'close', { target: pane, force: true });
  await host.checkpoint();
  expect(await filesWith('secret-', join(dir, 'state'))).toBe('');
  expect(await textOf(host, 'p1')).toContain('kept-output');
  await host.shutdown();
  const second = await openTestHost({ dir, config });
  expect(second.recovery.losses).toEqual([]);
  expect(await textOf(second, 'p1')).toContain('kept-output');
});

it('should be left with nothing of a pane, too, that was being folded when it was forgotten', async () => {
  const dir = await tempDir();
  const host = await openTestHost({ dir, config: { persistence: { undo_close_minutes: 0 } } });
  const { pane } = await runCommand(host, 'pane.split', { pane: 'p1', direction: 'right' });
  await typeAndSee(host, pane, 'seq 1 150000; echo secret', /^secret$/mu);
  const folded = host.paneOf(pane)?.folding.fold();
  await runCommand(host, 'close', { target: pane, force: true });
  await host.checkpoint();
  await folded;
  const saved = async (): Promise<string[]> => {
    await host.checkpoint();
    return readdir(join(dir, 'state', 'scrollback'));
  };
  await expect.poll(saved).toEqual([]);
});
