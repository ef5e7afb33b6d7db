// `everpane quit`: ends the app and returns when it is gone, so that a script can start it again or move its home at once.
import { CliError } from '../cli-error.ts';
import type { CommandDefinition } from '../command.ts';
import { waitForEnd, watchProcess } from '../process-end.ts';

/** The app gives up by itself before that. */
const limitMs = 60_000;

export const quitCommand: CommandDefinition = {
  examples: [
    { line: 'everpane quit', does: 'Saves everything, ends the app and its shells, and waits for that.' },
  ],
  define: (program, cli) =>
    program
      .command('quit')
      .description('end the app, without asking anything')
      .action(async () => {
        const { pid } = await cli.request('hello', {});
        const app = watchProcess(pid);
        await cli.request('quit', {});
        if (!(await waitForEnd(app, limitMs))) {
          throw new CliError(
            `the app (pid ${pid}) did not end within ${limitMs / 1000} s; end it with: kill ${pid}`,
          );
        }
      }),
};
