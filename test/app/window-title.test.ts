import { describe, expect, it } from 'vitest';
import { windowTitle } from '../../electron/app/window-title.ts';
import { emptyWorkspace, type Workspace } from '../../shared/model.ts';
import type { WorkspaceRecord } from '../../shared/records.ts';
import { reduce } from '../../shared/reduce.ts';

const program = { shell: '/bin/sh', args: [], command: null, env: {} };
const records: WorkspaceRecord[] = [
  { kind: 'session.created', session: 's1', name: 'work', at: 1 },
  { kind: 'window.created', window: 'w1', session: 's1', name: '', index: 0, pane: 'p1' },
  {
    kind: 'pane.created',
    pane: 'p1',
    window: 'w1',
    program,
    cwd: '/',
    cols: 80,
    rows: 24,
    private: false,
    at: 1,
  },
  { kind: 'active.changed', session: 's1', window: 'w1', pane: 'p1' },
  { kind: 'os-window.opened', osWindow: 'o1', session: 's1' },
];
const workspaceAfter = (...more: WorkspaceRecord[]): Workspace =>
  [...records, ...more].reduce(reduce, emptyWorkspace);

describe('windowTitle', () => {
  it('should name what is shown: the tab, else the pane, then the session', () => {
    expect(windowTitle(workspaceAfter(), 'o1')).toBe('work · Everpane');
    const titled = { kind: 'pane.title', pane: 'p1', title: 'vim' } as const;
    expect(windowTitle(workspaceAfter(titled), 'o1')).toBe('vim · work · Everpane');
    const renamed = { kind: 'window.renamed', window: 'w1', name: 'editor' } as const;
    expect(windowTitle(workspaceAfter(titled, renamed), 'o1')).toBe('editor · work · Everpane');
  });

  it('should be ours alone for a window that shows nothing', () => {
    expect(windowTitle(emptyWorkspace, 'o1')).toBe('Everpane');
    const left = { kind: 'os-window.session', osWindow: 'o1', session: null } as const;
    expect(windowTitle(workspaceAfter(left), 'o1')).toBe('Everpane');
  });
});
