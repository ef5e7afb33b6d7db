import { describe, expect, it } from 'vitest';
import { checkSetting } from '../../shared/check-setting.ts';
import { defaultConfig, nearestKey, readConfig } from '../../shared/config.ts';
import { checkAt, pathOf, placeAt } from '../../shared/config-path.ts';
import { type Section, type Setting, settings } from '../../shared/config-schema.ts';

describe('the configuration', () => {
  it('should have a valid default and a line of help for every setting', () => {
    for (const section of Object.keys(settings) as Section[]) {
      for (const [key, setting] of Object.entries(settings[section]) as [string, Setting][]) {
        expect(checkSetting(setting, setting.default), `${section}.${key}`).toBeNull();
        expect(setting.help, `${section}.${key}`).toMatch(/^[A-Z].*\.$/);
      }
    }
  });

  it('should be the defaults for an empty file', () => {
    expect(readConfig({})).toEqual({ config: defaultConfig, warnings: [] });
  });

  it('should overlay what the file says', () => {
    const { config, warnings } = readConfig({ font: { size: 15 }, env: { EDITOR: 'vim' } });
    expect(warnings).toEqual([]);
    expect(config.font.size).toBe(15);
    expect(config.font.line_height).toBe(defaultConfig.font.line_height);
    expect(config.env).toEqual({ EDITOR: 'vim' });
  });

  it('should keep the last good value of a key that is wrong, and say so', () => {
    const good = readConfig({ persistence: { keep_checkpoints: 7 } }).config;
    const { config, warnings } = readConfig({ persistence: { keep_checkpoints: 0, enabled: false } }, good);
    expect(config.persistence.keep_checkpoints).toBe(7);
    expect(config.persistence.enabled).toBe(false);
    expect(warnings).toEqual([
      { key: 'persistence.keep_checkpoints', message: 'must be a whole number from 1 to 100' },
    ]);
  });

  it('should name the nearest known key for an unknown one', () => {
    expect(readConfig({ persistence: { enable: true } }).warnings).toEqual([
      { key: 'persistence.enable', message: 'is not a setting; did you mean persistence.enabled?' },
    ]);
    expect(nearestKey('persistance')).toBe('persistence');
    expect(nearestKey('font.sise')).toBe('font.size');
    expect(nearestKey('zzzzzzzz')).toBeNull();
  });

  it('should warn of everything that is not a setting and lose nothing else', () => {
    const { config, warnings } = readConfig({
      font: 3,
      nonsense: {},
      env: { A: 1, B: 'x', 'C=D': 'y' },
      shell: { args: ['-l'] },
    });
    expect(config.env).toEqual({ B: 'x' });
    expect(config.shell.args).toEqual(['-l']);
    expect(warnings.map((warning) => warning.key).sort()).toEqual(['env.A', 'env.C=D', 'font', 'nonsense']);
  });

  it('should not take keys of Object.prototype for settings', () => {
    const hostile = JSON.parse(
      '{"__proto__": {"x": 1}, "font": {"constructor": 1, "toString": 2}}',
    ) as unknown;
    const { config, warnings } = readConfig(hostile);
    expect(config.font).toEqual(defaultConfig.font);
    expect(warnings.length).toBe(3);
  });
});

describe('key bindings and profiles of a file', () => {
  it('should take what fits and warn of the rest', () => {
    const { config, warnings } = readConfig({
      keys: {
        'tab.new': ['Ctrl+Shift+Y'],
        'pane.zoom': 'F11',
        'tab.close': ['Strg+W'],
        'tab.next': ['a'],
        'tab.nwe': ['Ctrl+Y'],
        view: { palette: ['Ctrl+Y'] },
      },
      profiles: {
        work: { shell: '/bin/zsh', args: ['-l'], theme: 'ember', icon: 'rocket', env: { A: '1', B: 2 } },
        odd: { icon: 'unicorn', colour: 'red', cwd: '~/odd' },
        ' ': {},
        none: 3,
      },
      shell: { default_profile: 'gone' },
    });
    expect(config.keys).toEqual({ 'tab.new': ['Ctrl+Shift+Y'], 'pane.zoom': ['F11'] });
    expect(config.profiles.work).toEqual({
      shell: '/bin/zsh',
      args: ['-l'],
      cwd: '',
      theme: 'ember',
      icon: 'rocket',
      env: { A: '1' },
    });
    expect(config.profiles.odd).toMatchObject({ icon: 'none', cwd: '~/odd' });
    expect(Object.keys(config.profiles)).toEqual(['work', 'odd']);
    expect(warnings.map(({ key }) => key).sort()).toEqual(
      [
        'keys.tab.close',
        'keys.tab.next',
        'keys.tab.nwe',
        'keys.view',
        'profiles. ',
        'profiles.none',
        'profiles.odd.colour',
        'profiles.odd.icon',
        'profiles.work.env.B',
        'shell.default_profile',
      ].sort(),
    );
    expect(warnings.find(({ key }) => key === 'keys.view')?.message).toContain('"view.palette"');
  });

  it('should keep the last good value of what is wrong', () => {
    const good = readConfig({
      keys: { 'tab.new': ['F9'] },
      profiles: { work: { shell: '/bin/zsh' } },
    }).config;
    const { config } = readConfig({ keys: { 'tab.new': 3 }, profiles: { work: { shell: 3 } } }, good);
    expect(config.keys).toEqual({ 'tab.new': ['F9'] });
    expect(config.profiles.work?.shell).toBe('/bin/zsh');
  });

  it('should survive names that every object has', () => {
    const { config, warnings } = readConfig(
      JSON.parse(
        '{"profiles":{"constructor":{"shell":3},"__proto__":{}},"keys":{"toString":[]},"constructor":1}',
      ),
    );
    expect(config.profiles.constructor).toMatchObject({ shell: '' });
    expect(warnings.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['profiles.constructor.shell', 'keys.toString', 'constructor']),
    );
  });
});

describe('pathOf and placeAt', () => {
  it.each([
    ['font.size', ['font', 'size']],
    ['env.A.B', ['env', 'A.B']],
    ['keys.tab.new', ['keys', 'tab.new']],
    ['profiles.a.b.shell', ['profiles', 'a.b', 'shell']],
    ['profiles.a.env.X.Y', ['profiles', 'a', 'env', 'X.Y']],
    ['profiles.shell', ['profiles', 'shell']],
    ['font', ['font']],
  ])('should take %s apart', (key, path) => {
    expect(pathOf(key)).toEqual(path);
  });

  it('should know what may stand where', () => {
    const wrong = (key: string, value: unknown) => {
      const place = placeAt(pathOf(key));
      return place === null ? 'nowhere' : checkAt(place, value);
    };
    expect(wrong('keys.tab.new', ['F5'])).toBeNull();
    expect(wrong('keys.tab.new', ['x'])).toMatch(/types/);
    expect(wrong('keys.tab.old', ['F5'])).toBe('nowhere');
    expect(wrong('profiles.work.icon', 'rocket')).toBeNull();
    expect(wrong('profiles.work.icon', 'unicorn')).toMatch(/one of/);
    expect(wrong('profiles.work', 'x')).toMatch(/profile/);
    expect(wrong('profiles.work.env.A', '1')).toBeNull();
    expect(wrong('appearance.theme', 'my own theme')).toBeNull();
    expect(wrong('appearance.theme', 'system')).toBeNull();
    expect(wrong('appearance.theme_dark', 'system')).toMatch(/theme/);
    expect(wrong('appearance.theme', '../x')).toMatch(/theme/);
  });
});
