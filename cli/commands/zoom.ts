// `everpane zoom`: a pane alone in its window, or all of them again.
import type { CommandDefinition } from '../command.ts';
import { execute } from '../execute.ts';
import { resolveTarget } from '../targets.ts';

export const zoomCommand: CommandDefinition = {
  examples: [{ line: 'everpane zoom p2', does: 'Shows p2 alone; the same again shows all panes.' }],
  define: (program, cli) =>
    program
      .command('zoom <pane>')
      .description('show a pane alone in its window, or undo that')
      .action(async (target: string) => {
        await execute(cli, 'pane.zoom', { pane: await resolveTarget(cli, target, ['pane']) });
      }),
};
