// `everpane respawn`: a new process in a pane whose old one has ended.
import type { CommandDefinition } from '../command.ts';
import { execute } from '../execute.ts';
import { resolveTarget } from '../targets.ts';

export const respawnCommand: CommandDefinition = {
  examples: [{ line: 'everpane respawn p2', does: 'Starts the shell or the command of p2 again.' }],
  define: (program, cli) =>
    program
      .command('respawn <pane>')
      .description('start a pane whose process has ended again')
      .action(async (target: string) => {
        await execute(cli, 'pane.respawn', { pane: await resolveTarget(cli, target, ['pane']) });
      }),
};
