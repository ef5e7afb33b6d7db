import { describe, expect, it } from 'vitest';
import { isTyped, receivers, recodeKeys } from '../../renderer/app/broadcast.ts';
import { type AppState, initialState } from '../../renderer/store/app-state.ts';
import type { Window } from '../../shared/model.ts';

const window: Window = {
  id: 'w1',
  session: 's1',
  name: '',
  layout: { dir: 'row', ratios: [0.4, 0.3, 0.3], children: ['p1', 'p2', 'p3'] },
  activePane: 'p1',
  zoomedPane: null,
};
const live = { pid: 1, activity: false, bell: false };
const state = (broadcast: Window['id'] | null, alive: readonly `p${number}`[]): AppState => ({
  ...initialState,
  workspace: { ...initialState.workspace, live: Object.fromEntries(alive.map((pane) => [pane, live])) },
  ui: { ...initialState.ui, broadcast },
});

describe('typing into all panes', () => {
  it('should reach the panes of the tab in which something runs', () => {
    expect(receivers(state('w1', ['p1', 'p3']), window)).toEqual(['p1', 'p3']);
  });

  it('should reach none of another tab, of a tab that shows one pane, or without being asked for', () => {
    expect(receivers(state('w2', ['p1', 'p3']), window)).toEqual([]);
    expect(receivers(state(null, ['p1', 'p3']), window)).toEqual([]);
    expect(receivers(state('w1', ['p1']), window)).toEqual([]);
    expect(receivers(state('w1', ['p1', 'p2']), { ...window, zoomedPane: 'p1' })).toEqual([]);
  });

  it('should be off from the start', () => {
    expect(initialState.ui.broadcast).toBeNull();
  });

  it('should pass on what was typed, and no reports of mouse and focus', () => {
    for (const data of ['a', '\r', '\x1b[A', '\x1b', '\x1bOP', 'é', '\x1b[15~'])
      expect(isTyped(data)).toBe(true);
    for (const data of ['\x1b[I', '\x1b[O', '\x1b[<0;3;4M', '\x1b[<0;3;4m', '\x1b[M !!'])
      expect(isTyped(data)).toBe(false);
    expect(isTyped(new Uint8Array([1]))).toBe(false);
  });

  it('should send cursor keys in the form that each program wants', () => {
    expect(recodeKeys('\x1b[A', true)).toBe('\x1bOA');
    expect(recodeKeys('\x1bOH', false)).toBe('\x1b[H');
    expect(recodeKeys('\x1b[1;5A', true)).toBe('\x1b[1;5A');
    expect(recodeKeys('x', true)).toBe('x');
  });
});
