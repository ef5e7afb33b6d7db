// `everpane capture`: a pane's screen as text.
import { type CommandDefinition, jsonOption } from '../command.ts';
import { resolveTarget } from '../targets.ts';

interface Options {
  readonly scrollback?: boolean;
  readonly ansi?: boolean;
  readonly json?: true;
}

export const captureCommand: CommandDefinition = {
  examples: [
    { line: 'everpane capture p1', does: 'Prints what the screen shows.' },
    {
      line: 'everpane capture p1 --scrollback | grep error',
      does: 'Looks through everything that it remembers.',
    },
  ],
  define: (program, cli) =>
    program
      .command('capture <pane>')
      .description('print the rows of a pane, without trailing blanks')
      .option('--scrollback', 'all of the scrollback, not only the screen')
      .option('--ansi', 'keep colours and attributes')
      .option(...jsonOption)
      .action(async (target: string, { scrollback = false, ansi = false, json }: Options) => {
        const pane = await resolveTarget(cli, target, ['pane']);
        const captured = await cli.request('capture', { pane, scrollback, ansi });
        if (json) cli.printJson(captured);
        else if (captured.lines.length > 0) cli.print(captured.lines.join('\n'));
      }),
};
