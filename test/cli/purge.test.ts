// What a pane printed, gone for good: through the built command line against the real host.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TreeJson } from '../../shared/tree.ts';
import { CliHarness } from '../support/cli-harness.ts';

/** Files of the home that hold `text`. */
function filesWith(text: string, home: string): Promise<string[]> {
  return new Promise((resolve) => {
    const excluded = '--exclude-dir=run';
    execFile('grep', ['-rla', excluded, '-e', text, join(home, 'state'), join(home, 'logs')], (_, found) =>
      resolve(found.split('\n').filter((line) => line !== '')),
    );
  });
}

describe('purge', () => {
  it('should leave nothing of a pane, open or closed, in the journal', async () => {
    const cli = await CliHarness.start();
    const printed = async (secret: string): Promise<string> => {
      const pane = await cli.output('split', 'p1', '--right');
      // Typed in two pieces, so that only the output holds the word.
      await cli.output('send', pane, `printf '%s-%s\\n' ${secret} word`, '--enter');
      await cli.output('wait', pane, '--text', `^${secret}-word$`);
      return pane;
    };
    const open = await printed('first');
    const closed = await printed('second');
    await cli.output('checkpoint');
    await cli.output('close', closed);
    expect(await filesWith('first-word\\|second-word', cli.home)).not.toEqual([]);
    expect(await cli.output('purge', open)).toBe('');
    expect(await filesWith('first-word', cli.home)).toEqual([]);
    expect(await filesWith('second-word', cli.home)).not.toEqual([]);
    await cli.output('purge', '--closed');
    expect(await filesWith('second-word', cli.home)).toEqual([]);
    const panes = (await cli.json<TreeJson>('ls')).sessions.flatMap(({ windows }) =>
      windows.flatMap((window) => window.panes.map(({ id }) => id)),
    );
    expect(panes).toEqual(['p1']);
    expect(await cli.run(['reopen'])).toMatchObject({ code: 1 });
  });

  it('should want to know what, and end what runs only when forced', async () => {
    const cli = await CliHarness.start();
    for (const args of [['purge'], ['purge', 'p1', '--closed']]) {
      expect(await cli.run(args)).toMatchObject({ code: 2, stderr: expect.stringContaining('purge what?') });
    }
    await cli.output('send', 'p1', '(echo ready; exec sleep 1000)', '--enter');
    await cli.output('wait', 'p1', '--text', '^ready$');
    expect(await cli.run(['purge', 'p1'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--force'),
    });
    expect(await cli.run(['purge', 'p1', '--force'])).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });
});
