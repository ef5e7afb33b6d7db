// `everpane reopen`: a pane that was closed, with its scrollback.
import { type CommandDefinition, jsonOption } from '../command.ts';
import { execute } from '../execute.ts';
import { resolveTarget } from '../targets.ts';

export const reopenCommand: CommandDefinition = {
  examples: [{ line: 'everpane reopen', does: 'Brings back what was closed last.' }],
  define: (program, cli) =>
    program
      .command('reopen [pane]')
      .description('bring back a closed pane, the last one unless told; prints its id')
      .option(...jsonOption)
      .action(async (target: string | undefined, { json }: { json?: true }) => {
        const made = await execute(cli, 'pane.reopen', {
          ...(target !== undefined && { pane: await resolveTarget(cli, target, ['pane']) }),
        });
        if (json) cli.printJson(made);
        else cli.print(made.pane);
      }),
};
