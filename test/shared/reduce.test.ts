import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlannedCommand } from '../../electron/host/plan/plan-command.ts';
import { planCommand } from '../../electron/host/plan/plan-command.ts';
import { isLayout, panesOf } from '../../shared/layout.ts';
import { emptyWorkspace, type Pane, type Session, type Window, type Workspace } from '../../shared/model.ts';
import type { WorkspaceRecord } from '../../shared/records.ts';
import { reduce } from '../../shared/reduce.ts';
import { repairsFor } from '../../shared/repairs.ts';
import { anyCommand, firstRun, planContext, run } from '../support/workspaces.ts';

/** Everything that every view relies on. */
function expectWhole(workspace: Workspace): void {
  expect(repairsFor(workspace, 0)).toEqual([]);
  expect(Object.keys(workspace.sessions).sort()).toEqual([...workspace.sessionOrder].sort());
  for (const session of Object.values(workspace.sessions) as Session[]) {
    expect(session.windows.length).toBeGreaterThan(0);
    expect(session.windows).toContain(session.activeWindow);
  }
  for (const window of Object.values(workspace.windows) as Window[]) {
    expect(workspace.sessions[window.session]?.windows).toContain(window.id);
    expect(isLayout(window.layout)).toBe(true);
    const panes = panesOf(window.layout);
    expect(panes).toContain(window.activePane);
    if (window.zoomedPane !== null) expect(panes).toContain(window.zoomedPane);
    for (const pane of panes) expect(workspace.panes[pane]?.window).toBe(window.id);
  }
  const placed = (Object.values(workspace.windows) as Window[]).flatMap((window) => panesOf(window.layout));
  expect(placed.sort()).toEqual(Object.keys(workspace.panes).sort());
  if (workspace.activeSession === null) expect(workspace.sessionOrder).toEqual([]);
  else expect(workspace.sessions[workspace.activeSession]).toBeDefined();
  const shown = Object.values(workspace.osWindows).map((osWindow) => osWindow.session);
  if (workspace.activeSession !== null) expect(shown).toContain(workspace.activeSession);
  const sessions = shown.filter((session) => session !== null);
  expect(new Set(sessions).size).toBe(sessions.length);
}

describe('the reducer', () => {
  it('should keep the workspace whole under any sequence of commands', () => {
    fc.assert(
      fc.property(fc.array(anyCommand, { maxLength: 40 }), (commands) => {
        let workspace = firstRun();
        for (const make of commands) {
          const command = make(workspace);
          if (command === null) continue;
          const plan = planCommand(workspace, planContext, command as PlannedCommand);
          if (plan.kind === 'refused') continue;
          workspace = plan.records.reduce(reduce, workspace);
          expectWhole(workspace);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('should change nothing for a record about something that is gone', () => {
    const workspace = firstRun();
    const late: WorkspaceRecord[] = [
      { kind: 'pane.title', pane: 'p99', title: 'x' },
      { kind: 'window.renamed', window: 'w99', name: 'x' },
      { kind: 'session.renamed', session: 's99', name: 'x' },
      { kind: 'pane.closed', pane: 'p99', at: 1 },
      { kind: 'window.deleted', window: 'w99' },
      { kind: 'session.deleted', session: 's99' },
      { kind: 'live.noticed', pane: 'p99', activity: true, bell: false },
      { kind: 'pane.reopened', pane: 'p99', window: 'w1' },
    ];
    for (const record of late) expect(reduce(workspace, record)).toBe(workspace);
  });

  it('should return the same object when a record says what is so already', () => {
    const workspace = firstRun();
    expect(reduce(workspace, { kind: 'pane.resized', pane: 'p1', cols: 80, rows: 24 })).toBe(workspace);
    expect(reduce(workspace, { kind: 'session.renamed', session: 's1', name: 'main' })).toBe(workspace);
  });

  it('should never use an id again', () => {
    const first = firstRun();
    const closed = run(first, 'close', { target: 'p1', force: true });
    expect(closed.activeSession).toBeNull();
    const again = run(closed, 'session.create', {});
    expect(Object.keys(again.sessions)).toEqual(['s2']);
    expect(Object.keys(again.windows)).toEqual(['w2']);
    expect(Object.keys(again.panes)).toEqual(['p2']);
  });

  it('should show the new session when the one on screen is closed', () => {
    const two = run(firstRun(), 'session.create', { name: 'second' });
    expect(two.osWindows.o1?.session).toBe('s2');
    const closed = run(two, 'close', { target: 's2', force: true });
    expect(closed.activeSession).toBe('s1');
    expect(closed.osWindows.o1?.session).toBe('s1');
  });
});

describe('an incarnation', () => {
  const spawned = (state: Workspace, incarnation: number, touched: boolean) =>
    reduce(state, { kind: 'pane.spawned', pane: 'p1', incarnation, touched, at: 5 });
  const paneOf = (state: Workspace): Pane => {
    const pane = state.panes.p1;
    if (pane === undefined) throw new Error('p1 is gone');
    return pane;
  };

  it('should be discarded by the next one if it was never touched', () => {
    const third = spawned(spawned(spawned(firstRun(), 1, true), 2, false), 3, false);
    expect(paneOf(third).discarded).toEqual([2]);
  });

  it('should be kept if it was touched', () => {
    const second = spawned(spawned(firstRun(), 1, true), 2, false);
    const touched = reduce(second, { kind: 'pane.touched', pane: 'p1', incarnation: 2 });
    expect(paneOf(spawned(touched, 3, false)).discarded).toEqual([]);
  });

  it('should not be touched by a record about an earlier one', () => {
    const second = spawned(spawned(firstRun(), 1, true), 2, false);
    expect(reduce(second, { kind: 'pane.touched', pane: 'p1', incarnation: 1 })).toBe(second);
  });

  it('should keep what is offered to run again while nothing happens in the restored pane', () => {
    const busy = reduce(spawned(firstRun(), 1, true), {
      kind: 'pane.running',
      pane: 'p1',
      command: 'npm run dev',
      isTyped: true,
    });
    const recovered = reduce(busy, { kind: 'workspace.recovered', at: 7, cause: 'crash' });
    expect(paneOf(recovered).restored).toEqual({
      at: 7,
      cause: 'crash',
      wasRunning: 'npm run dev',
      isTyped: true,
    });
    const again = reduce(spawned(recovered, 2, false), {
      kind: 'workspace.recovered',
      at: 9,
      cause: 'clean',
    });
    expect(paneOf(again).restored).toEqual({
      at: 9,
      cause: 'clean',
      wasRunning: 'npm run dev',
      isTyped: true,
    });
  });
});

describe('repairing', () => {
  it('should make any damaged workspace whole', () => {
    const four = run(
      run(run(firstRun(), 'pane.split', { pane: 'p1', direction: 'right' }), 'window.create', {}),
      'session.create',
      {},
    );
    const damages: ((workspace: Workspace) => Workspace)[] = [
      (w) => ({ ...w, activeSession: 's77' }),
      (w) => ({ ...w, windows: { ...w.windows, w1: { ...w.windows.w1, layout: 'p2' } as Window } }),
      (w) => ({ ...w, windows: { ...w.windows, w1: { ...w.windows.w1, layout: 42 } as unknown as Window } }),
      (w) => ({
        ...w,
        windows: { ...w.windows, w1: { ...w.windows.w1, activePane: 'p77', zoomedPane: 'p78' } as Window },
      }),
      (w) => ({ ...w, panes: { ...w.panes, p1: { ...w.panes.p1, window: 'w77' } as Pane } }),
      (w) => ({
        ...w,
        sessions: { ...w.sessions, s1: { ...w.sessions.s1, activeWindow: 'w77' } as Session },
      }),
      (w) => ({
        ...w,
        sessions: { ...w.sessions, s1: { ...w.sessions.s1, windows: [] } as unknown as Session },
      }),
      (w) => ({ ...emptyWorkspace, panes: w.panes, osWindows: w.osWindows }),
    ];
    for (const damage of damages) {
      const damaged = damage(four);
      const repairs = repairsFor(damaged, 1);
      expect(repairs.length).toBeGreaterThan(0);
      const repaired = repairs.reduce(reduce, damaged);
      expect(repairsFor(repaired, 1)).toEqual([]);
    }
  });
});
