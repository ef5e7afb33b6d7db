// Going back to a restore point, through the built command line against the real host.
import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../../shared/status.ts';
import type { TreeJson } from '../../shared/tree.ts';
import { CliHarness } from '../support/cli-harness.ts';

const namesOf = (tree: TreeJson) => tree.sessions.map(({ name }) => name);

describe('timeline and restore', () => {
  it('should go back beside what is there and instead of it, which can be had back in turn', async () => {
    const cli = await CliHarness.start();
    expect(await cli.json('timeline')).toEqual([]);
    await cli.output('rename', 's1', 'before');
    await cli.output('config', 'set', 'persistence.restore_on_startup', 'false');
    await cli.output('quit');
    await cli.startHost();
    expect(namesOf(await cli.json<TreeJson>('ls'))).not.toContain('before');
    const [known] = await cli.json<TimelineEntry[]>('timeline');
    expect(known).toMatchObject({
      id: expect.any(String),
      at: expect.stringMatching(/^\d{4}-/),
      lsn: expect.any(Number),
      sessions: expect.any(Number),
      windows: expect.any(Number),
      panes: expect.any(Number),
      bytes: expect.any(Number),
      reason: expect.any(String),
    });
    const id = known?.id ?? '';
    expect(await cli.output('timeline')).toContain(id);
    const [now] = (await cli.json<TreeJson>('ls')).sessions;
    await cli.output('rename', now?.id ?? '', 'after');
    await cli.output('restore', id);
    expect(namesOf(await cli.json<TreeJson>('ls')).sort()).toEqual(['after', 'before']);
    await cli.output('restore', id, '--replace');
    expect(namesOf(await cli.json<TreeJson>('ls'))).toEqual(['before']);
    const kept = (await cli.json<TimelineEntry[]>('timeline')).find((point) => point.id !== id);
    await cli.output('restore', kept?.id ?? '');
    expect(namesOf(await cli.json<TreeJson>('ls'))).toContain('after');
  });

  it('should refuse a restore point that is none', async () => {
    const cli = await CliHarness.start();
    const result = await cli.run(['restore', 'nothing']);
    expect(result).toMatchObject({ code: 1, stdout: '' });
    expect(result.stderr).toMatch(/^everpane: [^\n]*nothing[^\n]*\n$/);
  });
});
