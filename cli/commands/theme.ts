// `everpane theme`: the themes that there are, and taking over those of other terminals. Works without the app.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { type CommandDefinition, jsonOption } from '../command.ts';
import { readEffective, setValue } from '../settings-file.ts';

interface ImportOptions {
  readonly name?: string;
  readonly use?: true;
  readonly json?: true;
}

export const themeCommand: CommandDefinition = {
  examples: [
    { line: 'everpane theme list', does: 'Shows the themes that can be chosen.' },
    {
      line: 'everpane theme import Dune.itermcolors',
      does: 'Takes over a theme of iTerm2; prints its name.',
    },
    { line: 'everpane theme import scheme.json --use', does: 'One of Windows Terminal, and chooses it.' },
    { line: 'everpane config set appearance.theme paper', does: 'Chooses one that is there.' },
  ],
  define: (program, cli) => {
    const theme = program
      .command('theme')
      .description('list the colour themes, take over others')
      .helpCommand(false);
    addList(theme, cli);
    theme
      .command('import <file>')
      .description(
        'take over the themes of an iTerm2 (.itermcolors) or Windows Terminal (JSON) file; prints their names',
      )
      .option('--name <name>', 'call it so (a file with one theme)')
      .option('--use', 'choose the first of them at once')
      .option(...jsonOption)
      .action(async (file: string, { name, use, json }: ImportOptions) => {
        const { importThemeFile } = await import('../../electron/config/import-theme.ts');
        const outcome = await importThemeFile(resolve(cli.workingDir, file), cli.places.themesDir, name);
        if (outcome.kind !== 'imported') {
          throw new CliError(outcome.kind === 'refused' ? outcome.message : 'nothing was imported');
        }
        const [first] = outcome.names;
        if (use && first !== undefined) await setValue(cli, ['appearance', 'theme'], first);
        if (json) cli.printJson({ themes: outcome.names });
        else for (const made of outcome.names) cli.print(made);
      });
    return theme;
  },
};

function addList(theme: Command, cli: Cli): void {
  theme
    .command('list')
    .description('show the themes; * marks the one that is chosen')
    .option(...jsonOption)
    .action(async ({ json }: { json?: true }) => {
      const { readThemeFiles } = await import('../../electron/config/theme-files.ts');
      const { describeProblem } = await import('../../electron/config/read-config-file.ts');
      const { allThemes } = await import('../../shared/themes/choose-theme.ts');
      const own = await readThemeFiles(cli.places.themesDir);
      for (const problem of own.problems) cli.warn(describeProblem(problem));
      const { appearance } = await readEffective(cli);
      const themes = allThemes(own.themes).map(({ name, title, scheme }) => ({
        name,
        title,
        scheme,
        own: own.themes.some((theme) => theme.name === name),
        chosen: appearance.theme === name,
      }));
      if (json) cli.printJson(themes);
      else {
        for (const { name, title, scheme, own: isOwn, chosen } of themes) {
          cli.print(`${chosen ? '*' : ' '} ${name}  (${title}, ${scheme}${isOwn ? ', yours' : ''})`);
        }
      }
    });
}
