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
