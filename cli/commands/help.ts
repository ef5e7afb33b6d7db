// `everpane help`: of the program, of one command, or of all of it as the manual page docs/cli.md.
import type { Command } from 'commander';
import { usageError } from '../cli-error.ts';
import type { CommandDefinition } from '../command.ts';

export const helpCommand: CommandDefinition = {
  examples: [
    { line: 'everpane help', does: 'Lists the commands.' },
    { line: 'everpane help split', does: 'Explains one of them.' },
  ],
  define: (program, cli) =>
    program
      .command('help [command...]')
      .description('explain the program or one command')
      .option('--markdown', 'everything, as the page docs/cli.md')
      .action(async (names: string[], { markdown }: { markdown?: true }) => {
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
