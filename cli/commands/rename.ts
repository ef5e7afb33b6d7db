// `everpane rename`: the name of a session or of a window (a pane has the title that its program gives it).
import type { CommandDefinition } from '../command.ts';
import { execute } from '../execute.ts';
import { resolveTarget } from '../targets.ts';

export const renameCommand: CommandDefinition = {
  examples: [
    { line: 'everpane rename w2 logs', does: 'Calls the window "logs".' },
    { line: "everpane rename w2 ''", does: "Lets its tab show the active pane's title again." },
  ],
  define: (program, cli) =>
    program
      .command('rename <id> <name>')
      .description('name a session or a window')
      .action(async (given: string, name: string) => {
        await execute(cli, 'rename', {
          target: await resolveTarget(cli, given, ['session', 'window']),
          name,
        });
      }),
};
