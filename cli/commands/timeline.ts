// `everpane timeline`: the restore points that one can go back to.
import { type CommandDefinition, jsonOption } from '../command.ts';

export const timelineCommand: CommandDefinition = {
  examples: [{ line: 'everpane timeline', does: 'Lists the restore points, newest first.' }],
  define: (program, cli) =>
    program
      .command('timeline')
      .description('list the restore points')
      .option(...jsonOption)
      .action(async ({ json }: { json?: true }) => {
        const points = await cli.request('timeline', {});
        if (json) cli.printJson(points);
        else {
          for (const { id, at, sessions, windows, panes, reason } of points) {
            cli.print(`${id}  ${at}  ${sessions} sessions, ${windows} windows, ${panes} panes  (${reason})`);
          }
        }
      }),
};
