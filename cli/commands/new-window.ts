// `everpane new-window`: a window with one pane, which starts a shell or the command given after `--`.
import { type CommandDefinition, jsonOption } from '../command.ts';
import { execute } from '../execute.ts';
import { type PaneOptions, paneParams, parseDirectory } from '../pane-options.ts';
import { resolveTarget } from '../targets.ts';

interface Options extends PaneOptions {
  readonly session?: string;
  readonly name?: string;
  readonly json?: true;
}

export const newWindowCommand: CommandDefinition = {
  examples: [
    { line: 'everpane new-window', does: 'Makes a window in the active session.' },
    { line: 'everpane new-window --profile work', does: 'Makes one as [profiles.work] in config.toml says.' },
    {
      line: 'everpane new-window -s api --name logs -- tail -f app.log',
      does: 'Makes one that follows a log.',
    },
  ],
  define: (program, cli) =>
    program
      .command('new-window [command...]')
      .description("make a window; prints its pane's id")
      .option('-s, --session <session>', 'in which session; the active one unless told')
      .option('--name <name>', 'what to call it')
      .option('--cwd <dir>', 'where its pane starts', parseDirectory)
      .option('--profile <name>', 'what it runs and how it looks, as in config.toml')
      .option('--private', 'journal neither its output nor its title, command or directory')
      .option(...jsonOption)
      .action(async (words: string[], { session, name, json, ...options }: Options) => {
        const made = await execute(cli, 'window.create', {
          ...(session !== undefined && { session: await resolveTarget(cli, session, ['session']) }),
          ...(name !== undefined && { name }),
          ...paneParams(options, words, cli.workingDir),
        });
        if (json) cli.printJson(made);
        else cli.print(made.pane);
      }),
};
