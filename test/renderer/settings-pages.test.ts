import { describe, expect, it } from 'vitest';
import {
  findActions,
  findRows,
  firstSettingsPage,
  hasRow,
  settingsPages,
  titleOf,
} from '../../renderer/settings/settings-pages.ts';
import { settings } from '../../shared/config-schema.ts';

const keysOf = (pages: typeof settingsPages) =>
  pages.flatMap(({ groups }) => groups).flatMap(({ rows }) => rows.map(({ key }) => key));

describe('the pages of the settings', () => {
  it('should have every setting of the schema, once', () => {
    const all = Object.entries(settings).flatMap(([section, table]) =>
      Object.keys(table).map((name) => `${section}.${name}`),
    );
    expect(keysOf(settingsPages).sort()).toEqual(all.sort());
  });

  it('should begin with one that there is', () => {
    expect(settingsPages[0]?.id).toBe(firstSettingsPage);
  });

  it('should call settings by words', () => {
    expect(titleOf('checkpoint_interval_secs')).toBe('Checkpoint interval (seconds)');
    expect(titleOf('cwd')).toBe('Directory');
  });

  it('should call no two settings of a page the same', () => {
    for (const { id, groups } of settingsPages) {
      const titles = groups.flatMap(({ rows }) => rows.map(({ title }) => title));
      expect(new Set(titles).size, id).toBe(titles.length);
    }
  });
});

describe('the search', () => {
  it('should look into names, help and values, for every word of the query', () => {
    expect(keysOf(findRows('CURSOR'))).toEqual(['terminal.cursor_style', 'terminal.cursor_blink']);
    expect(keysOf(findRows('underline cursor'))).toEqual(['terminal.cursor_style']);
    expect(keysOf(findRows('scrollback.max'))).toEqual([]);
    expect(keysOf(findRows('lines of scrollback'))).toContain('persistence.scrollback_max_lines');
  });

  it('should leave out pages with nothing of it', () => {
    expect(findRows('scrollback').map(({ id }) => id)).toEqual(['saving']);
    expect(findRows('no such words')).toEqual([]);
  });

  it('should find actions by title, group and id', () => {
    expect(findActions('split down').map(({ id }) => id)).toEqual(['pane.split-down']);
    expect(findActions('edit.clear').map(({ id }) => id)).toEqual(['edit.clear']);
  });
});

describe('a problem of the file', () => {
  it('should have its place beside a setting or an action, if it is about one', () => {
    for (const key of ['font.size', 'keys.tab.new', 'profiles.work.cwd']) expect(hasRow(key), key).toBe(true);
    for (const key of ['', 'font', 'font.colour', 'keys.fly', 'fnt.size'])
      expect(hasRow(key), key).toBe(false);
  });
});
