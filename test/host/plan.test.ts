import { describe, expect, it } from 'vitest';
import type { PlannedCommand } from '../../electron/host/plan/plan-command.ts';
import { planCommand } from '../../electron/host/plan/plan-command.ts';
import { parseCommand } from '../../shared/commands.ts';
import type { PaneId } from '../../shared/ids.ts';
import type { Pane, Workspace } from '../../shared/model.ts';
import { treeOf } from '../../shared/tree.ts';
import { firstRun, planContext, run } from '../support/workspaces.ts';

function refusalOf(workspace: Workspace, name: string, params: unknown): string {
  const parsed = parseCommand(name, params);
  if ('code' in parsed) return parsed.message;
  const plan = planCommand(workspace, planContext, parsed as PlannedCommand);
  return plan.kind === 'refused' ? plan.error.message : 'planned';
}

function paneOf(workspace: Workspace, id: PaneId): Pane {
  const pane = workspace.panes[id];
  if (pane === undefined) throw new Error(`there is no ${id}`);
  return pane;
}

describe('planning commands', () => {
  it('should make one session with one window and one pane on the first run', () => {
    const tree = treeOf(firstRun());
    expect(tree).toMatchObject({
      activeSession: 's1',
      sessions: [
        {
          id: 's1',
          name: 'main',
          activeWindow: 'w1',
          windows: [{ id: 'w1', activePane: 'p1', layout: 'p1' }],
        },
      ],
    });
    expect(tree.sessions[0]?.windows[0]?.panes[0]).toMatchObject({
      id: 'p1',
      state: 'dormant',
      cwd: '/home/ada',
    });
  });

  it('should not split what has no room for two', () => {
    const narrow = firstRun();
    const small: Workspace = {
      ...narrow,
      panes: { ...narrow.panes, p1: { ...paneOf(narrow, 'p1'), cols: 8, rows: 2 } },
    };
    const across = refusalOf(small, 'pane.split', { pane: 'p1', direction: 'right' });
    expect(across).toBe(
      'p1 has 8 columns: too few to split it, since each part needs 4. Make it larger, or close another pane.',
    );
    expect(refusalOf(small, 'pane.split', { pane: 'p1', direction: 'down' })).toContain('p1 has 2 rows');
    const roomy = { ...small, panes: { p1: { ...paneOf(narrow, 'p1'), cols: 9, rows: 3 } } };
    expect(refusalOf(roomy, 'pane.split', { pane: 'p1', direction: 'left' })).toBe('planned');
    expect(refusalOf(roomy, 'pane.split', { pane: 'p1', direction: 'up' })).toBe('planned');
    expect(refusalOf(roomy, 'pane.split', { pane: 'p1', direction: 'up', ratio: 0.2 })).toContain('at 0.2');
  });

  it('should start a new pane where the pane beside it is', () => {
    const moved = { ...firstRun() };
    const there = run(moved, 'pane.split', { pane: 'p1', direction: 'down', cwd: '/srv' });
    const beside = run(there, 'pane.split', { pane: 'p2', direction: 'right' });
    expect(beside.panes.p3?.cwd).toBe('/srv');
    expect(run(beside, 'window.create', {}).panes.p4?.cwd).toBe('/srv');
  });

  it('should put a new window behind the active one and make it active', () => {
    const three = run(run(firstRun(), 'window.create', {}), 'focus', { target: 'w1' });
    const four = run(three, 'window.create', { name: 'logs' });
    expect(four.sessions.s1?.windows).toEqual(['w1', 'w3', 'w2']);
    expect(four.sessions.s1?.activeWindow).toBe('w3');
    expect(four.windows.w3?.name).toBe('logs');
  });

  it('should make a session for a new window when there is none', () => {
    const empty = run(firstRun(), 'close', { target: 's1', force: true });
    const again = run(empty, 'window.create', { name: 'logs', private: true });
    expect(again.sessionOrder).toEqual(['s2']);
    expect(again.windows.w2?.name).toBe('logs');
    expect(again.panes.p2?.private).toBe(true);
  });

  it('should toggle zoom, and unzoom when another pane of the window is focused', () => {
    const two = run(firstRun(), 'pane.split', { pane: 'p1', direction: 'right' });
    const zoomed = run(two, 'pane.zoom', { pane: 'p1' });
    expect(zoomed.windows.w1).toMatchObject({ zoomedPane: 'p1', activePane: 'p1' });
    expect(run(zoomed, 'pane.zoom', { pane: 'p1' }).windows.w1?.zoomedPane).toBeNull();
    expect(run(zoomed, 'focus', { target: 'p2' }).windows.w1?.zoomedPane).toBeNull();
    expect(run(zoomed, 'focus', { target: 'p1' }).windows.w1?.zoomedPane).toBe('p1');
  });

  it('should focus the pane beside the one that was closed', () => {
    const two = run(firstRun(), 'pane.split', { pane: 'p1', direction: 'right' });
    const three = run(two, 'pane.split', { pane: 'p2', direction: 'down' });
    const closed = run(three, 'close', { target: 'p3', force: true });
    expect(closed.windows.w1?.activePane).toBe('p2');
    expect(closed.windows.w1?.layout).toEqual({ dir: 'row', ratios: [0.5, 0.5], children: ['p1', 'p2'] });
  });

  it('should reopen a closed pane where it was, with its history', () => {
    const two = run(firstRun(), 'pane.split', { pane: 'p1', direction: 'right', cwd: '/srv' });
    const reopened = run(run(two, 'close', { target: 'p2', force: true }), 'pane.reopen', {});
    expect(reopened.panes.p2).toMatchObject({ cwd: '/srv', window: 'w1' });
    expect(reopened.closed).toEqual([]);
    const gone = run(two, 'close', { target: 's1', force: true });
    const back = run(gone, 'pane.reopen', { pane: 'p1' });
    expect(back.sessions[back.activeSession ?? 's0']?.name).toBe('main');
  });

  it('should swap panes of two windows with their places', () => {
    const two = run(firstRun(), 'window.create', {});
    const swapped = run(two, 'pane.swap', { a: 'p1', b: 'p2' });
    expect(swapped.windows.w1).toMatchObject({ layout: 'p2', activePane: 'p2' });
    expect(swapped.windows.w2).toMatchObject({ layout: 'p1', activePane: 'p1' });
  });

  it('should put a pane on any side of another one, in its window and in others', () => {
    const two = run(firstRun(), 'pane.split', { pane: 'p1', direction: 'right' });
    const stacked = run(two, 'pane.move', { pane: 'p2', to: 'p1', direction: 'up' });
    expect(stacked.windows.w1).toMatchObject({
      layout: { dir: 'column', ratios: [0.5, 0.5], children: ['p2', 'p1'] },
      activePane: 'p2',
    });
    const other = run(stacked, 'window.create', {});
    const away = run(other, 'pane.move', { pane: 'p2', to: 'p3', direction: 'left' });
    expect(away.windows.w1?.layout).toBe('p1');
    expect(away.windows.w2).toMatchObject({
      layout: { dir: 'row', children: ['p2', 'p3'] },
      activePane: 'p2',
    });
    expect(run(away, 'pane.move', { pane: 'p2', to: 'p2' })).toEqual(away);
    expect(refusalOf(away, 'pane.move', { pane: 'p2', to: 'w2' })).toBe('p2 is in w2 already');
  });

  it('should say in one line why something cannot be done', () => {
    const one = firstRun();
    expect(refusalOf(one, 'focus', { target: 'p9' })).toBe(
      "there is no p9; 'everpane ls' shows what there is",
    );
    expect(refusalOf(one, 'pane.resize', { pane: 'p1', ratio: 0.5 })).toBe(
      'p1 is alone in w1: there is nothing to share room with',
    );
    expect(refusalOf(one, 'pane.move', { pane: 'p1', to: 'new' })).toBe('p1 already has a window of its own');
    expect(refusalOf(one, 'pane.reopen', {})).toBe('nothing was closed lately');
    expect(refusalOf(one, 'rename', { target: 's1', name: ' \u0007 ' })).toBe('a session needs a name');
  });
});

describe('planning windows of the desktop', () => {
  it('should open another one with a new session, and leave the first as it is', () => {
    const two = run(firstRun(), 'os-window.open', {});
    expect(two.osWindows.o1?.session).toBe('s1');
    expect(two.osWindows.o2?.session).toBe('s2');
    expect(two.activeSession).toBe('s2');
  });

  it('should show a session in at most one', () => {
    const one = run(run(firstRun(), 'session.create', {}), 'focus', { target: 's1' });
    const two = run(one, 'os-window.open', { session: 's2' });
    expect(two.osWindows.o2?.session).toBe('s2');
    expect(refusalOf(two, 'os-window.open', { session: 's1' })).toBe('s1 is shown in o1 already');
  });

  it('should keep the session of one that goes, and never close the last', () => {
    const two = run(firstRun(), 'os-window.open', {});
    const closed = run(two, 'os-window.close', { osWindow: 'o2' });
    expect(Object.keys(closed.osWindows)).toEqual(['o1']);
    expect(closed.sessionOrder).toEqual(['s1', 's2']);
    expect(closed.activeSession).toBe('s1');
    expect(refusalOf(closed, 'os-window.close', { osWindow: 'o1' })).toContain('quitting');
  });

  it('should take a tab out of its session into a window of its own, where it was let go', () => {
    const two = run(firstRun(), 'window.create', {});
    const bounds = { x: 10, y: 20, width: 800, height: 600 };
    const apart = run(two, 'window.detach', { window: 'w2', bounds });
    expect(apart.sessions.s1?.windows).toEqual(['w1']);
    expect(apart.sessions.s2).toMatchObject({ windows: ['w2'], activeWindow: 'w2', name: 'session 1' });
    expect(apart.osWindows.o1?.session).toBe('s1');
    expect(apart.osWindows.o2).toMatchObject({ session: 's2', bounds, mode: 'normal' });
    expect(apart.activeSession).toBe('s2');
    expect(refusalOf(apart, 'window.detach', { window: 'w2' })).toContain('a session of its own already');
  });

  it('should close one whose last tab went to a session that another one shows', () => {
    const apart = run(run(firstRun(), 'window.create', {}), 'window.detach', { window: 'w2' });
    const back = run(apart, 'window.move', { window: 'w2', session: 's1', index: 0 });
    expect(back.sessionOrder).toEqual(['s1']);
    expect(back.sessions.s1?.windows).toEqual(['w2', 'w1']);
    expect(Object.keys(back.osWindows)).toEqual(['o1']);
  });

  it('should turn to the session that its last tab went to', () => {
    const hidden = run(run(firstRun(), 'session.create', {}), 'focus', { target: 's1' });
    const moved = run(hidden, 'window.move', { window: 'w1', session: 's2', index: 0 });
    expect(moved.sessionOrder).toEqual(['s2']);
    expect(moved.osWindows.o1?.session).toBe('s2');
  });

  it('should close one whose last pane went to a session that another one shows, or turn to that', () => {
    const apart = run(firstRun(), 'os-window.open', {});
    const moved = run(apart, 'pane.move', { pane: 'p2', to: 'w1' });
    expect(moved.sessionOrder).toEqual(['s1']);
    expect(Object.keys(moved.osWindows)).toEqual(['o1']);
    const hidden = run(run(firstRun(), 'session.create', {}), 'pane.move', { pane: 'p2', to: 'w1' });
    expect(hidden.osWindows.o1?.session).toBe('s1');
  });

  it('should leave a session that is on screen active, whichever goes', () => {
    const none = run(firstRun(), 'close', { target: 's1', force: true });
    const three = run(run(none, 'os-window.open', {}), 'os-window.open', {});
    const two = run(three, 'os-window.close', { osWindow: 'o3' });
    expect(two.activeSession).toBe('s2');
    const one = run(two, 'os-window.close', { osWindow: 'o2' });
    expect(one).toMatchObject({ activeSession: 's2', osWindows: { o1: { session: 's2' } } });
  });

  it('should show the session in which a pane is moved', () => {
    const split = run(run(firstRun(), 'session.create', {}), 'pane.split', {
      pane: 'p2',
      direction: 'right',
    });
    const hidden = run(split, 'focus', { target: 's1' });
    const moved = run(hidden, 'pane.move', { pane: 'p3', to: 'p2', direction: 'left' });
    expect(moved).toMatchObject({ activeSession: 's2', osWindows: { o1: { session: 's2' } } });
  });

  it('should go on with what is on screen when the quick terminal goes', () => {
    const hidden = run(run(firstRun(), 'session.create', {}), 'session.move', { session: 's1', index: 1 });
    const quick = run(run(hidden, 'os-window.open', { quick: true }), 'session.move', {
      session: 's1',
      index: 2,
    });
    const ended = run(quick, 'close', { target: 's3', force: true });
    expect(ended).toMatchObject({ activeSession: 's2', osWindows: { o1: { session: 's2' } } });
  });

  it('should keep one quick terminal with a session of its own, which goes with that session', () => {
    const quick = run(firstRun(), 'os-window.open', { quick: true });
    expect(quick.osWindows.o2).toMatchObject({ mode: 'quick', session: 's2', sidebar: false });
    expect(refusalOf(quick, 'os-window.open', { quick: true })).toContain('already');
    const asked = run(quick, 'session.create', {});
    expect(asked.osWindows.o1?.session).toBe('s3');
    expect(asked.osWindows.o2?.session).toBe('s2');
    expect(refusalOf(quick, 'os-window.close', { osWindow: 'o1' })).toContain('quitting');
    const ended = run(quick, 'close', { target: 's2', force: true });
    expect(Object.keys(ended.osWindows)).toEqual(['o1']);
    expect(ended.osWindows.o1?.session).toBe('s1');
  });
});
