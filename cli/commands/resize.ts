// `everpane resize`: a pane's share of the split that it is in.
import type { CommandDefinition } from '../command.ts';
import { execute } from '../execute.ts';
import { parseRatio } from '../pane-options.ts';
import { resolveTarget } from '../targets.ts';

export const resizeCommand: CommandDefinition = {
  examples: [{ line: 'everpane resize p2 --ratio 0.25', does: 'Gives p2 a quarter of its split.' }],
  define: (program, cli) =>
    program
      .command('resize <pane>')
      .description('give a pane a share of its split')
      .requiredOption('--ratio <share>', 'its share, between 0 and 1', parseRatio)
      .action(async (target: string, { ratio }: { ratio: number }) => {
        await execute(cli, 'pane.resize', { pane: await resolveTarget(cli, target, ['pane']), ratio });
      }),
};
