import { describe, expect, it } from 'vitest';
import { hintLearned, hintsLeft } from '../../renderer/status/key-hints.ts';
import { firstRun, run } from '../support/workspaces.ts';

describe('keys for newcomers', () => {
  it('should be three, and each go for good once it was used', () => {
    const fresh = firstRun();
    expect(hintsLeft(fresh)).toHaveLength(3);
    expect(hintLearned({ workspace: fresh }, 'tab.new')).toBe('tab.new');
    const once = run(fresh, 'keys.learn', { actions: ['tab.new'] });
    expect(hintsLeft(once).map(({ action }) => action)).toEqual(['view.palette', 'pane.split-right']);
    expect(hintLearned({ workspace: once }, 'tab.new')).toBeNull();
    expect(run(once, 'keys.learn', { actions: ['tab.new'] })).toBe(once);
  });

  it('should not be made of other keys', () => {
    expect(hintLearned({ workspace: firstRun() }, 'edit.copy')).toBeNull();
  });
});
