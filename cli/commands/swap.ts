// `everpane swap`: two panes take each other's place.
import type { CommandDefinition } from '../command.ts';
import { execute } from '../execute.ts';
import { resolveTarget } from '../targets.ts';

export const swapCommand: CommandDefinition = {
  examples: [{ line: 'everpane swap p1 p4', does: 'Exchanges the two, even between windows.' }],
  define: (program, cli) =>
    program
      .command('swap <pane> <other>')
      .description('exchange the places of two panes')
      .action(async (first: string, second: string) => {
        await execute(cli, 'pane.swap', {
          a: await resolveTarget(cli, first, ['pane']),
          b: await resolveTarget(cli, second, ['pane']),
        });
      }),
};
