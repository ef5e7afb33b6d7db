// Commands that change the tree, through the built command line against the real host.
import { realpath } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { TreeJson } from '../../shared/tree.ts';
import { CliHarness } from '../support/cli-harness.ts';

const windowsOf = (tree: TreeJson) => tree.sessions.flatMap((session) => session.windows);
const panesOf = (tree: TreeJson) => windowsOf(tree).flatMap((window) => window.panes);

describe('the tree', () => {
  it('should begin with one session, one window and one pane in the shape that is promised', async () => {
    const cli = await CliHarness.start();
    expect(await cli.json('ls')).toMatchObject({
      activeSession: 's1',
      sessions: [
        {
          id: 's1',
          name: expect.any(String),
          createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
          activeWindow: 'w1',
          windows: [
            {
              id: 'w1',
              name: '',
              activePane: 'p1',
              zoomedPane: null,
              layout: 'p1',
              panes: [
                {
                  id: 'p1',
                  title: expect.any(String),
                  cwd: cli.userHome,
                  shell: '/bin/bash',
                  pid: expect.anything(),
                  cols: expect.any(Number),
                  rows: expect.any(Number),
                  state: 'running',
                  exitCode: null,
                  private: false,
                  command: null,
                  restoredAt: null,
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it('should make sessions, windows and panes, print their ids alone and make them active', async () => {
    const cli = await CliHarness.start();
    expect(await cli.output('new-session', '--name', 'api', '--cwd', '.')).toBe('s2');
    expect(await cli.output('new-window', '--name', 'logs', '--private', '--', 'sleep', '1000')).toBe('p3');
    expect(await cli.output('new-window', '-s', 's1')).toBe('p4');
    expect(await cli.output('split', 'p1', '--down', '--ratio', '0.25')).toBe('p5');
    const tree = await cli.json<TreeJson>('ls');
    expect(tree.activeSession).toBe('s1');
    expect(tree.sessions.map(({ id, name }) => [id, name])).toEqual([
      ['s1', expect.any(String)],
      ['s2', 'api'],
    ]);
    const panes = new Map(panesOf(tree).map((pane) => [pane.id, pane]));
    expect(panes.get('p2')?.cwd).toBe(await realpath(cli.dir));
    expect(panes.get('p3')).toMatchObject({ private: true, command: 'sleep 1000' });
    expect(windowsOf(tree).find(({ id }) => id === 'w1')).toMatchObject({
      activePane: 'p5',
      layout: { dir: 'column', ratios: [0.75, 0.25], children: ['p1', 'p5'] },
    });
  });

  it('should resolve a relative directory where the command line runs', async () => {
    const cli = await CliHarness.start();
    const { stdout } = await cli.run(['split', 'p1', '--cwd', '../user'], { cwd: cli.home });
    const tree = await cli.json<TreeJson>('ls');
    expect(panesOf(tree).find(({ id }) => id === stdout.trim())?.cwd).toBe(cli.userHome);
  });

  it('should resize, zoom, focus, rename, move and swap', async () => {
    const cli = await CliHarness.start();
    await cli.output('split', 'p1', '--right');
    await cli.output('resize', 'p2', '--ratio', '0.2');
    await cli.output('zoom', 'p2');
    await cli.output('rename', 'w1', 'work');
    await cli.output('rename', 's1', 'one');
    const [zoomed] = windowsOf(await cli.json<TreeJson>('ls'));
    expect(zoomed).toMatchObject({ name: 'work', zoomedPane: 'p2' });
    expect(zoomed?.layout).toMatchObject({ dir: 'row', children: ['p1', 'p2'] });
    await cli.output('focus', 'p1');
    await cli.output('swap', 'p1', 'p2');
    const [swapped] = windowsOf(await cli.json<TreeJson>('ls'));
    expect(swapped).toMatchObject({ zoomedPane: null, activePane: 'p1', layout: { children: ['p2', 'p1'] } });
    await cli.output('move', 'p1', '--to', 'new');
    await cli.output('move', 'p1', '--to', 'w1');
    const [moved, ...others] = windowsOf(await cli.json<TreeJson>('ls'));
    expect(others).toEqual([]);
    expect(moved?.panes.map(({ id }) => id).sort()).toEqual(['p1', 'p2']);
    expect((await cli.json<TreeJson>('ls')).sessions[0]?.name).toBe('one');
  });

  it('should take names for targets where only one thing has the name', async () => {
    const cli = await CliHarness.start();
    await cli.output('new-session', '--name', 'api');
    await cli.output('new-window', '-s', 'api', '--name', 'logs');
    await cli.output('rename', 'logs', 'output');
    await cli.output('focus', 's1');
    await cli.output('focus', 'output');
    expect((await cli.json<TreeJson>('ls')).activeSession).toBe('s2');
    expect(await cli.output('split', 'output')).toBe('p4');
    await cli.output('rename', 's1', 'api');
    const ambiguous = await cli.run(['rename', 'api', 'x']);
    expect(ambiguous).toMatchObject({ code: 1, stdout: '' });
    expect(ambiguous.stderr).toMatch(/s1, s2/);
  });

  it('should close what is idle, refuse what runs, and force it when told', async () => {
    const cli = await CliHarness.start();
    await cli.output('split', 'p1', '--', 'sleep', '1000');
    const refused = await cli.run(['close', 'p2']);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/^everpane: .*sleep 1000.*--force\n$/);
    await cli.output('close', 'p2', '--force');
    expect(await cli.output('reopen')).toBe('p2');
    await cli.output('close', 's1', '--force');
    expect(await cli.json('ls')).toEqual({ activeSession: null, sessions: [] });
    expect(await cli.output('new-session')).toBe('s2');
  });

  it('should respawn a pane whose program ended with an error', async () => {
    const cli = await CliHarness.start();
    const pane = await cli.output('new-window', '--', 'sh', '-c', 'exit 7');
    await cli.output('wait', pane, '--exit');
    const ended = panesOf(await cli.json<TreeJson>('ls')).find(({ id }) => id === pane);
    expect(ended).toMatchObject({ state: 'exited', exitCode: 7, pid: null });
    await cli.output('respawn', pane);
    await cli.output('wait', pane, '--exit');
    expect(await cli.run(['respawn', 'p1'])).toMatchObject({ code: 1 });
  });
});
