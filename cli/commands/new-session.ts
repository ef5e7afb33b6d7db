// `everpane new-session`: a session with one window with one pane.
import { type CommandDefinition, jsonOption } from '../command.ts';
import { execute } from '../execute.ts';
import { paneParams, parseDirectory } from '../pane-options.ts';

interface Options {
  readonly name?: string;
  readonly cwd?: string;
  readonly json?: true;
}

export const newSessionCommand: CommandDefinition = {
  examples: [
    { line: 'everpane new-session --name api --cwd ~/src/api', does: 'Makes a session for a project.' },
  ],
  define: (program, cli) =>
    program
      .command('new-session')
      .description('make a session with one window; prints its id')
      .option('--name <name>', 'what to call it')
      .option('--cwd <dir>', 'where its pane starts', parseDirectory)
      .option(...jsonOption)
      .action(async ({ name, cwd, json }: Options) => {
        const made = await execute(cli, 'session.create', {
          ...(name !== undefined && { name }),
          ...paneParams({ ...(cwd !== undefined && { cwd }) }, [], cli.workingDir),
        });
        if (json) cli.printJson(made);
        else cli.print(made.session);
      }),
};
