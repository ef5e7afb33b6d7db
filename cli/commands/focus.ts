// `everpane focus`: makes a session, a window or a pane the active one.
import type { CommandDefinition } from '../command.ts';
import { execute } from '../execute.ts';
import { resolveTarget } from '../targets.ts';

export const focusCommand: CommandDefinition = {
  examples: [
    { line: 'everpane focus p3', does: 'Makes p3 the active pane, in its window and session.' },
    { line: 'everpane focus api', does: 'Goes to the session or window of that name.' },
  ],
  define: (program, cli) =>
    program
      .command('focus <id>')
      .description('make a session, window or pane the active one')
      .action(async (given: string) => {
        await execute(cli, 'focus', {
          target: await resolveTarget(cli, given, ['session', 'window', 'pane']),
        });
      }),
};
