// `everpane flush`: everything up to now is on the disk when it returns.
import { type CommandDefinition, jsonOption } from '../command.ts';

export const flushCommand: CommandDefinition = {
  examples: [{ line: 'everpane flush', does: 'Prints the LSN that is durable.' }],
  define: (program, cli) =>
    program
      .command('flush')
      .description('make everything up to now durable; prints its LSN')
      .option(...jsonOption)
      .action(async ({ json }: { json?: true }) => {
        const flushed = await cli.request('flush', {});
        if (json) cli.printJson(flushed);
        else cli.print(String(flushed.lsn));
      }),
};
