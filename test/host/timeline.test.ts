import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { treeOf } from '../../shared/tree.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openTestHost, runCommand, textOf, typeAndSee } from '../support/test-host.ts';

describe('the timeline', () => {
  it('should bring a restore point back beside what is there', async () => {
    const dir = await tempDir();
    const first = await openTestHost({ dir });
    const { pane } = await runCommand(first, 'pane.split', { pane: 'p1', direction: 'right', ratio: 0.3 });
    await typeAndSee(first, pane, 'echo long-ago', /^long-ago$/mu);
    await first.shutdown();
    // Starting empty keeps the old workspace as a restore point.
    const config = { persistence: { restore_on_startup: false } };
    const second = await openTestHost({ dir, config });
    const fresh = treeOf(second.workspace);
    expect(fresh.sessions).toHaveLength(1);
    expect(fresh.sessions[0]?.windows[0]?.panes).toHaveLength(1);
    const [point] = second.timeline();
    expect(point).toMatchObject({ sessions: 1, windows: 1, panes: 2, reason: 'start' });
    await second.restore(point?.id ?? '', { replace: false });
    const tree = treeOf(second.workspace);
    expect(tree.sessions).toHaveLength(2);
    const [window] = tree.sessions[1]?.windows ?? [];
    expect(window?.layout).toMatchObject({ dir: 'row', ratios: [0.7, 0.3] });
    const restored = window?.panes[1]?.id as `p${number}`;
    expect(await textOf(second, restored)).toContain('long-ago');
    await second.shutdown();
    const third = await openTestHost({ dir });
    expect(await textOf(third, restored)).toContain('long-ago');
  });

  it('should go back instead, and keep the present in the timeline', async () => {
    const dir = await tempDir();
    const first = await openTestHost({ dir });
    await typeAndSee(first, 'p1', 'echo in-the-past', /^in-the-past$/mu);
    await first.shutdown();
    const second = await openTestHost({ dir, config: { persistence: { restore_on_startup: false } } });
    const id = treeOf(second.workspace).sessions[0]?.windows[0]?.activePane as `p${number}`;
    await typeAndSee(second, id, 'echo in-the-present', /^in-the-present$/mu);
    const past = second.timeline()[0]?.id ?? '';
    await second.restore(past, { replace: true });
    const [only, ...others] = treeOf(second.workspace).sessions;
    expect(others).toEqual([]);
    const pane = only?.windows[0]?.activePane as `p${number}`;
    expect(await textOf(second, pane)).toContain('in-the-past');
    const present = second.timeline().find(({ reason }) => reason === 'restore');
    await second.restore(present?.id ?? '', { replace: true });
    const back = treeOf(second.workspace).sessions[0]?.windows[0]?.activePane as `p${number}`;
    expect(await textOf(second, back)).toContain('in-the-present');
  });

  it('should say so when there is no such point', async () => {
    const host = await openTestHost({ dir: await tempDir() });
    await expect(host.restore('c99', { replace: false })).rejects.toThrow('there is no restore point c99');
  });

  it('should be asked for and gone back to by a window', async () => {
    const dir = await tempDir();
    const first = await openTestHost({ dir });
    await typeAndSee(first, 'p1', 'echo long-ago', /^long-ago$/mu);
    await first.shutdown();
    const second = await openTestHost({ dir, config: { persistence: { restore_on_startup: false } } });
    const { points } = await runCommand(second, 'timeline.list', {});
    expect(points).toEqual(second.timeline());
    const [before] = second.workspace.sessionOrder;
    await runCommand(second, 'timeline.restore', { id: points[0]?.id ?? '', replace: true });
    expect(second.workspace.sessionOrder).toHaveLength(1);
    expect(second.workspace.sessionOrder).not.toContain(before);
    const refused = await second.execute({ name: 'timeline.restore', params: { id: 'c99', replace: true } });
    expect(refused).toMatchObject({ kind: 'refused', error: { code: 'not-found' } });
    expect(second.workspace.sessionOrder).toHaveLength(1);
  });

  it('should begin with nothing in it where nothing was', async () => {
    const config = { persistence: { restore_on_startup: false } };
    const host = await openTestHost({ dir: await tempDir(), config });
    expect(host.workspace.sessionOrder).toEqual(['s1']);
    expect(host.timeline()).toEqual([]);
  });
});

it('should be no reason to do without the workspace when the old one cannot be kept at a start', async ({
  skip,
}) => {
  skip(process.platform !== 'linux', 'needs a directory in which nobody can make a file');
  const dir = await tempDir();
  const first = await openTestHost({ dir });
  await typeAndSee(first, 'p1', 'echo before', /^before$/mu);
  await first.shutdown();
  const points = join(dir, 'state', 'restore-points');
  await rm(points, { recursive: true });
  await symlink('/proc/self/task', points);
  const second = await openTestHost({ dir, config: { persistence: { restore_on_startup: false } } });
  expect(second.workspace.sessionOrder).toEqual(['s1']);
  expect(await textOf(second, 'p1')).toMatch(/^before$/mu);
  expect(second.paneOf('p1')?.isLive).toBe(true);
});
