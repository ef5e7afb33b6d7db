// `everpane help`: of the program, of one command, or of all of it as the manual page docs/cli.md.
import { type Command, Option } from 'commander';
import { usageError } from '../cli-error.ts';
import type { CommandDefinition } from '../command.ts';

export const helpCommand: CommandDefinition = {
  examples: [
    { line: 'everpane help', does: 'Lists the commands.' },
    { line: 'everpane help split', does: 'Explains one of them.' },
    { line: 'everpane help --man | man -l -', does: 'Shows it all as a page of the manual.' },
  ],
  define: (program, cli) =>
    program
      .command('help [command...]')
      .description('explain the program or one command')
      .option('--markdown', 'everything, as the page docs/cli.md')
      .addOption(new Option('--man', 'everything, as a page for man').conflicts('markdown'))
      .action(async (names: string[], { markdown, man }: { markdown?: true; man?: true }) => {
        if (man) {
          const { roffPage } = await import('../roff-page.ts');
          cli.stdout.write(roffPage(program));
          return;
        }
        if (markdown) {
          const { manualPage } = await import('../manual-page.ts');
          cli.stdout.write(manualPage(program));
          return;
        }
        const command = names.reduce<Command | undefined>(
          (parent, name) => parent?.commands.find((known) => known.name() === name),
          program,
        );
        if (command === undefined) {
          throw usageError(`there is no command ${names.join(' ')}; see: everpane help`);
        }
        command.outputHelp();
      }),
};
