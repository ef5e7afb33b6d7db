// `everpane restore`: back to a restore point, beside what is there or instead of it.
import type { CommandDefinition } from '../command.ts';

export const restoreCommand: CommandDefinition = {
  examples: [
    { line: 'everpane restore c3', does: 'Brings its sessions back beside those that are there.' },
    {
      line: 'everpane restore c3 --replace',
      does: 'Instead of them, which become a restore point themselves.',
    },
  ],
  define: (program, cli) =>
    program
      .command('restore <checkpoint>')
      .description('go back to a restore point (see timeline)')
      .option('--replace', 'instead of what is there, whose shells are closed')
      .action(async (id: string, { replace = false }: { replace?: boolean }) => {
        await cli.request('restore', { id, replace });
      }),
};
