import { describe, expect, it } from 'vitest';
import { sessionItems, tabItems } from '../../renderer/app/items.ts';
import { type AppState, initialState } from '../../renderer/store/app-state.ts';
import { focusedPane, isSidebarShown, shownSession, shownWindow } from '../../renderer/store/selectors.ts';
import type { Workspace } from '../../shared/model.ts';
import { reduce } from '../../shared/reduce.ts';
import { firstRun, run } from '../support/workspaces.ts';

const stateOf = (workspace: Workspace): AppState => ({ ...initialState, osWindow: 'o1', workspace });

describe('what a window shows', () => {
  it('should be the session of its OS window, that session’s window and its active pane', () => {
    const state = stateOf(run(firstRun(), 'window.create', { session: 's1' }));
    expect(shownSession(state)?.id).toBe('s1');
    expect(shownWindow(state)?.id).toBe('w2');
    expect(focusedPane(state)?.id).toBe('p2');
  });

  it('should be nothing once the last session is closed', () => {
    const state = stateOf(run(firstRun(), 'close', { target: 's1', force: true }));
    expect(shownSession(state)).toBeNull();
    expect(shownWindow(state)).toBeNull();
    expect(focusedPane(state)).toBeNull();
  });

  it('should have a sidebar unless it was put away', () => {
    const workspace = firstRun();
    expect(isSidebarShown(stateOf(workspace))).toBe(true);
    const hidden = reduce(workspace, { kind: 'os-window.sidebar', osWindow: 'o1', shown: false });
    expect(isSidebarShown(stateOf(hidden))).toBe(false);
  });
});

describe('tabs and sessions', () => {
  it('should show the most pressing thing that happened in them, the window on screen left out', () => {
    let workspace = run(firstRun(), 'window.create', { session: 's1' });
    workspace = run(workspace, 'pane.split', { pane: 'p1', direction: 'down' });
    const live = (pane: 'p1' | 'p3', activity: boolean, bell: boolean) => {
      workspace = reduce(workspace, { kind: 'live.started', pane, pid: 1 });
      workspace = reduce(workspace, { kind: 'live.noticed', pane, activity, bell });
    };
    workspace = run(workspace, 'focus', { target: 'w2' });
    live('p1', true, false);
    live('p3', false, true);
    const session = workspace.sessions.s1 ?? null;
    expect(tabItems(workspace, session, {}).map(({ mark }) => mark)).toEqual(['bell', 'none']);
    expect(sessionItems(workspace, session)[0]?.mark).toBe('bell');
    workspace = reduce(workspace, { kind: 'live.ended', pane: 'p3' });
    workspace = reduce(workspace, { kind: 'pane.exited', pane: 'p3', exitCode: 2, signal: 0, at: 0 });
    expect(sessionItems(workspace, session)[0]?.mark).toBe('failed');
    workspace = reduce(workspace, { kind: 'pane.exited', pane: 'p3', exitCode: 0, signal: 0, at: 0 });
    expect(sessionItems(workspace, session)[0]?.mark).toBe('activity');
    // Killed, for want of memory perhaps.
    workspace = reduce(workspace, { kind: 'pane.exited', pane: 'p3', exitCode: 0, signal: 9, at: 0 });
    expect(sessionItems(workspace, session)[0]?.mark).toBe('failed');
    workspace = run(workspace, 'focus', { target: 'w1' });
    expect(sessionItems(workspace, workspace.sessions.s1 ?? null)[0]?.mark).toBe('none');
  });
});
