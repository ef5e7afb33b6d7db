// `everpane config`: reads and changes config.toml, whether or not the app runs; a running one applies it by itself.
import type { Command } from 'commander';
import type { Config } from '../../shared/config.ts';
import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { type CommandDefinition, jsonOption } from '../command.ts';
import type { KeyMeaning } from '../config-keys.ts';
import { changeFile, readEffective, setValue } from '../settings-file.ts';

interface JsonOption {
  readonly json?: true;
}

export const configCommand: CommandDefinition = {
  examples: [
    { line: 'everpane config list', does: 'Shows every setting and its effective value.' },
    { line: 'everpane config set font.size 15', does: 'Changes a setting; the app follows within a second.' },
    { line: 'everpane config set env.EDITOR vim', does: 'Sets a variable for every new pane.' },
    { line: 'everpane config set keys.tab.new Ctrl+Shift+Y', does: 'Gives an action another key.' },
    { line: 'everpane config set profiles.work.cwd ~/work', does: 'Makes a profile, or changes it.' },
    { line: `everpane config set restore.rerun_allow '["npm run", "make"]'`, does: 'Sets a list.' },
    { line: 'everpane config unset font.size', does: 'Goes back to the default.' },
  ],
  define: (program, cli) => {
    const config = program.command('config').description('read and change the settings').helpCommand(false);
    addReading(config, cli);
    config
      .command('schema')
      .description('print the JSON schema of config.toml, for editors')
      .option('--markdown', 'as the page docs/config.md')
      .action(async ({ markdown }: { markdown?: true }) => {
        const { configJsonSchema, configManual } = await import('../config-manual.ts');
        if (markdown) cli.stdout.write(configManual());
        else cli.printJson(configJsonSchema());
      });
    config
      .command('set <key> <value>')
      .description('change a setting')
      .option(...jsonOption)
      .action(async (key: string, value: string, { json }: JsonOption) => {
        const { parseValue } = await loadKeys();
        const meaning = await requireKey(key);
        await setValue(cli, meaning.path, parseValue(key, meaning, value));
        if (json) await printEffective(cli, key);
      });
    config
      .command('unset <key>')
      .description('go back to the default of a setting')
      .option(...jsonOption)
      .action(async (key: string, { json }: JsonOption) => {
        // A key that we do not know may still be in the file, and this is the way to get it out.
        const { meaningOf, pathOf } = await loadKeys();
        if (key.indexOf('.') <= 0) await requireKey(key);
        const isChanged = await changeFile(cli, pathOf(key), { kind: 'unset' });
        const meaning = meaningOf(key);
        if (!isChanged && meaning.kind === 'unknown') throw new CliError(meaning.message);
        if (json) await printEffective(cli, key);
      });
    return config;
  },
};

/** The table of settings, which only the commands of this file need. */
async function loadKeys() {
  const [keys, paths] = await Promise.all([
    import('../config-keys.ts'),
    import('../../shared/config-path.ts'),
  ]);
  const { meaningOf, parseValue } = keys;
  const { pathOf, valueAt } = paths;
  return { meaningOf, parseValue, pathOf, valueAt };
}

function addReading(config: Command, cli: Cli): void {
  config
    .command('list')
    .description('show the effective value of every setting')
    .option(...jsonOption)
    .action(async ({ json }: JsonOption) => {
      const effective = await readEffective(cli);
      if (json) cli.printJson(effective);
      else for (const line of settingLines(effective)) cli.print(line);
    });
  config
    .command('get <key>')
    .description('print the effective value of a setting or of a section')
    .option(...jsonOption)
    .action(async (key: string, { json }: JsonOption) => {
      const { meaningOf, valueAt } = await loadKeys();
      const meaning = meaningOf(key);
      if (meaning.kind === 'unknown') throw new CliError(meaning.message);
      const value = valueAt(await readEffective(cli), meaning.path);
      if (value === undefined)
        throw new CliError(`${key} is not set; set it with: everpane config set ${key} VALUE`);
      if (json) cli.printJson(value);
      else cli.print(typeof value === 'string' ? value : JSON.stringify(value));
    });
}

/** What a changed key has now; null for a variable that is gone or a key that is none. */
async function printEffective(cli: Cli, key: string): Promise<void> {
  const { meaningOf, valueAt } = await loadKeys();
  const meaning = meaningOf(key);
  const value = meaning.kind === 'unknown' ? null : valueAt(await readEffective(cli), meaning.path);
  cli.printJson(value ?? null);
}

async function requireKey(key: string): Promise<Extract<KeyMeaning, { kind: 'place' }>> {
  const { meaningOf } = await loadKeys();
  const meaning = meaningOf(key);
  switch (meaning.kind) {
    case 'unknown':
      throw new CliError(meaning.message);
    case 'section':
      throw new CliError(`${key} is a section; name one of its settings, such as ${key}.NAME`);
    default:
      return meaning;
  }
}

function settingLines(config: Config): string[] {
  return Object.entries(config).flatMap(([section, table]) =>
    Object.entries(table).map(([name, value]) => `${section}.${name} = ${JSON.stringify(value)}`),
  );
}
