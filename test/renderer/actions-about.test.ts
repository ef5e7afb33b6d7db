import { describe, expect, it } from 'vitest';
import { isPossible } from '../../renderer/actions/is-possible.ts';
import { subjectOf } from '../../renderer/actions/subject.ts';
import { menuItems } from '../../renderer/overlays/menu-items.ts';
import { initialState } from '../../renderer/store/app-state.ts';
import { type ActionId, actionDefinitions } from '../../shared/actions.ts';
import type { Workspace } from '../../shared/model.ts';
import { emptyWorkspace } from '../../shared/model.ts';
import { firstRun, run } from '../support/workspaces.ts';

const stateOf = (workspace: Workspace) => ({ ...initialState, workspace, osWindow: 'o1' as const });

function possible(workspace: Workspace, about: Parameters<typeof subjectOf>[1] = null): ActionId[] {
  const subject = subjectOf(stateOf(workspace), about);
  const circumstances = { ...subject, workspace, hasSelection: false };
  return actionDefinitions.map(({ id }) => id).filter((id) => isPossible(id, circumstances));
}

describe('what an action is about', () => {
  const two = run(run(firstRun(), 'pane.split', { pane: 'p1', direction: 'right' }), 'window.create', {});

  it('should be what is in front of the person, unless a menu says otherwise', () => {
    expect(subjectOf(stateOf(two), null)).toMatchObject({ pane: { id: 'p3' }, window: { id: 'w2' } });
    expect(subjectOf(stateOf(two), 'p1')).toMatchObject({ pane: { id: 'p1' }, window: { id: 'w1' } });
    expect(subjectOf(stateOf(two), 'w1')).toMatchObject({ pane: { id: 'p2' }, session: { id: 's1' } });
    expect(subjectOf(stateOf(two), 's1')).toMatchObject({ window: { id: 'w2' } });
    expect(subjectOf(stateOf(two), 'p99')).toEqual({ pane: null, window: null, session: null });
  });

  it('should allow what would do something, and only that', () => {
    const alone = possible(firstRun());
    expect(alone).toContain('pane.split-right');
    expect(alone).not.toContain('pane.zoom');
    expect(alone).not.toContain('tab.next');
    expect(alone).not.toContain('pane.move-to-new-tab');
    expect(alone).not.toContain('edit.copy');
    expect(possible(two, 'p1')).toEqual(expect.arrayContaining(['pane.swap-right', 'pane.move-to-tab']));
    expect(possible(two, 'p1')).not.toContain('pane.swap-left');
    expect(possible(two, 'w1')).toContain('tab.move-right');
    expect(possible(two, 'w2')).not.toContain('tab.move-right');
    expect(possible(run(two, 'close', { target: 'p1', force: true }))).toContain('pane.reopen');
  });

  it('should leave a way out of an empty workspace', () => {
    const empty = possible(emptyWorkspace);
    expect(empty).toEqual(expect.arrayContaining(['session.new', 'tab.new', 'view.palette', 'app.quit']));
    expect(empty).not.toContain('pane.close');
    expect(empty).not.toContain('session.close');
  });
});

describe('the menus', () => {
  it('should offer nothing twice', () => {
    for (const groups of Object.values(menuItems)) {
      const ids = groups.flat();
      expect(new Set(ids).size).toBe(ids.length);
    }
  });
});
