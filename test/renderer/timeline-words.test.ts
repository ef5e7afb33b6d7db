import { describe, expect, it } from 'vitest';
import { profileIconOf } from '../../renderer/app/items.ts';
import { contentWords, reasonWords } from '../../renderer/text/timeline-words.ts';
import { emptyProfile } from '../../shared/config-tables.ts';
import { firstRun } from '../support/workspaces.ts';

describe('a restore point in words', () => {
  it('should say why it was kept, and give an unknown reason as it is', () => {
    expect(reasonWords('interval')).toBe('kept every few minutes');
    expect(reasonWords('restore')).toBe('before something else was brought back');
    expect(reasonWords('of-a-newer-version')).toBe('of-a-newer-version');
  });

  it('should count what is in it', () => {
    expect(contentWords({ sessions: 1, windows: 2, panes: 7 })).toBe('1 session, 2 tabs, 7 panes');
  });
});

describe('the icon of a pane', () => {
  const pane = firstRun().panes.p1;
  const of = (profile: string) => pane && { ...pane, program: { ...pane.program, profile } };

  it('should be that of its profile, and none where there is no such profile', () => {
    const profiles = { work: { ...emptyProfile, icon: 'rocket' as const } };
    expect(profileIconOf(profiles, of('work'))).toBe('rocket');
    for (const other of [pane, of('gone'), of('constructor'), undefined]) {
      expect(profileIconOf(profiles, other)).toBe('none');
    }
  });
});
