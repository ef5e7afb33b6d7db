// `everpane move`: a pane into another window, or into one of its own.
import type { CommandDefinition } from '../command.ts';
import { execute } from '../execute.ts';
import { resolveTarget } from '../targets.ts';

export const moveCommand: CommandDefinition = {
  examples: [
    { line: 'everpane move p2 --to w1', does: 'Puts p2 into the window w1; its program runs on.' },
    { line: 'everpane move p2 --to new', does: 'Gives p2 a window of its own.' },
  ],
  define: (program, cli) =>
    program
      .command('move <pane>')
      .description('move a pane to another window')
      .requiredOption('--to <window>', 'a window, or "new"')
      .action(async (target: string, { to }: { to: string }) => {
        await execute(cli, 'pane.move', {
          pane: await resolveTarget(cli, target, ['pane']),
          to: to === 'new' ? 'new' : await resolveTarget(cli, to, ['window']),
        });
      }),
};
