import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeProblem, parseConfigText, readConfigFile } from '../../electron/config/read-config-file.ts';
import { defaultConfig } from '../../shared/config.ts';
import { tempDir } from '../support/temp-dir.ts';

const lastGood = { ...defaultConfig, font: { ...defaultConfig.font, size: 20 } };

describe('reading config.toml', () => {
  it('should have defaults for a file that is not there, even if there was one before', async () => {
    const reading = await readConfigFile(join(await tempDir(), 'config.toml'), lastGood);
    expect(reading).toEqual({ config: defaultConfig, problems: [], text: null });
  });

  it('should overlay what the file says', async () => {
    const file = join(await tempDir(), 'config.toml');
    await writeFile(file, '[font]\nsize = 15\n[env]\nEDITOR = "vi"\n');
    const { config, problems } = await readConfigFile(file);
    expect(problems).toEqual([]);
    expect(config.font.size).toBe(15);
    expect(config.env).toEqual({ EDITOR: 'vi' });
    expect(config.persistence).toEqual(defaultConfig.persistence);
  });

  it('should keep the last good values of a broken file and say where it is broken', () => {
    const { config, problems } = parseConfigText('/c.toml', 'a = 1\n[font\nsize = 3\n', lastGood);
    expect(config).toBe(lastGood);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ file: '/c.toml', line: 2 });
    const text = problems.map(describeProblem).join('');
    expect(text).toMatch(/^\/c\.toml:2:\d+: /);
    expect(text).not.toContain('\n');
  });

  it('should keep the last good value of a bad one alone, and name its line', () => {
    const text = '[font]\nfamily = "Mono"\nsize = "big"\n';
    const { config, problems } = parseConfigText('/c.toml', text, lastGood);
    expect(config.font).toMatchObject({ family: 'Mono', size: 20 });
    expect(problems.map(describeProblem)).toEqual([
      '/c.toml:3: font.size must be a whole number from 6 to 72',
    ]);
  });

  it('should name the nearest key for an unknown one', () => {
    const { problems } = parseConfigText('/c.toml', '[restore]\nlasy = true\n', lastGood);
    expect(problems.map(describeProblem)).toEqual([
      '/c.toml:2: restore.lasy is not a setting; did you mean restore.lazy?',
    ]);
  });

  it('should keep everything when the file cannot be read', async () => {
    const file = join(await tempDir(), 'config.toml');
    await mkdir(file);
    const { config, problems } = await readConfigFile(file, lastGood);
    expect(config).toBe(lastGood);
    expect(problems[0]?.message).toContain('cannot be read');
  });

  it('should refuse a file of absurd size unread', () => {
    const { config, problems } = parseConfigText('/c.toml', `# ${'x'.repeat(2 ** 20)}`, lastGood);
    expect(config).toBe(lastGood);
    expect(problems).toHaveLength(1);
  });
});
