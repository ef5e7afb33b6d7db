import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../shared/config.ts';
import { CliHarness } from '../support/cli-harness.ts';
import { checkout } from '../support/runtime-record.ts';

describe('what is made from the definitions of the commands', () => {
  it.each([
    ['cli.md', ['help', '--markdown']],
    ['config.md', ['config', 'schema', '--markdown']],
    ['config.schema.json', ['config', 'schema']],
  ])('should be what docs/%s says (else: npm run docs)', async (page, args) => {
    const cli = await CliHarness.create();
    const { stdout } = await cli.run(args);
    expect(await readFile(join(checkout, 'docs', page), 'utf8')).toBe(stdout);
  });

  it.skipIf(spawnSync('groff', ['--version']).status !== 0)(
    'should be a page that roff takes without a warning, with every command',
    async () => {
      const cli = await CliHarness.create();
      const page = await cli.output('help', '--man');
      const { stdout, stderr } = spawnSync('groff', ['-man', '-ww', '-Tascii', '-P-c'], {
        input: `${page}\n`,
        encoding: 'utf8',
      });
      expect(stderr).toBe('');
      // What is bold or underlined is printed over itself.
      const shown = stdout.replace(/.\x08/g, '');
      const manual = await cli.output('help', '--markdown');
      const names = [...manual.matchAll(/^#{3,4} (.+)$/gm)].map(([, name = '']) => name);
      expect(names.length).toBeGreaterThan(30);
      for (const name of names) expect(shown).toMatch(new RegExp(`^ {3}${name} `, 'm'));
    },
  );

  it('should describe every setting to an editor, with a default that fits', async () => {
    const cli = await CliHarness.create();
    const { properties } = JSON.parse(await cli.output('config', 'schema'));
    const { env, keys, profiles, ...sections } = defaultConfig;
    expect(Object.keys(properties).sort()).toEqual(
      [...Object.keys(sections), 'env', 'keys', 'profiles'].sort(),
    );
    for (const [section, values] of Object.entries(sections)) {
      for (const [key, value] of Object.entries(values)) {
        const { description, default: given, ...shape } = properties[section].properties[key];
        expect(given).toEqual(value);
        expect(description).toMatch(/\.$/);
        expect(Object.keys(shape)).not.toEqual([]);
      }
    }
    expect(properties.env.additionalProperties).toEqual({ type: 'string' });
  });

  it('should show at least one example for each command', async () => {
    const cli = await CliHarness.create();
    const { stdout } = await cli.run(['help', '--markdown']);
    const sections = stdout.split(/^### /m).slice(1);
    expect(sections.length).toBeGreaterThan(20);
    for (const section of sections) expect(section).toMatch(/```sh\n# .+\neverpane|```sh\n# .+\n.*everpane /);
  });
});
