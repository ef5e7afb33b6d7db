import { describe, expect, it } from 'vitest';
import { checkSetting, defaultConfig, nearestKey, readConfig } from '../../shared/config.ts';
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
