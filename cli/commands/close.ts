// `everpane close`: a pane, a window or a session; what runs in it is ended only when asked to.
import type { CommandDefinition } from '../command.ts';
import { execute } from '../execute.ts';
import { resolveTarget } from '../targets.ts';

export const closeCommand: CommandDefinition = {
  examples: [
    { line: 'everpane close p2', does: 'Closes a pane in which nothing runs.' },
    { line: 'everpane close s1 --force', does: 'Closes a session, whatever runs in it.' },
  ],
  define: (program, cli) =>
    program
      .command('close <id>')
      .description('close a session, window or pane')
      .option('--force', 'even if something runs in it')
      .action(async (given: string, { force }: { force?: true }) => {
        const target = await resolveTarget(cli, given, ['session', 'window', 'pane']);
        await execute(cli, 'close', { target, force: force ?? false });
      }),
};
