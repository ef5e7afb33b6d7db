// `everpane checkpoint`: writes one now.
import { type CommandDefinition, jsonOption } from '../command.ts';

export const checkpointCommand: CommandDefinition = {
  examples: [
    {
      line: 'everpane checkpoint',
      does: 'Writes and verifies a checkpoint; prints the LSN that is durable.',
    },
  ],
  define: (program, cli) =>
    program
      .command('checkpoint')
      .description('write a checkpoint now; prints the LSN that is durable')
      .option(...jsonOption)
      .action(async ({ json }: { json?: true }) => {
        const written = await cli.request('checkpoint', {});
        if (json) cli.printJson(written);
        else cli.print(String(written.lsn));
      }),
};
