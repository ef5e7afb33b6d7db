// `everpane split`: a new pane beside another one.
import { Option } from 'commander';
import { type CommandDefinition, jsonOption } from '../command.ts';
import { execute } from '../execute.ts';
import { type PaneOptions, paneParams, parseDirectory, parseRatio } from '../pane-options.ts';
import { resolveTarget } from '../targets.ts';

const directions = ['right', 'down', 'left', 'up'] as const;

type Options = PaneOptions & { readonly [D in (typeof directions)[number]]?: true } & {
  readonly ratio?: number;
  readonly json?: true;
};

export const splitCommand: CommandDefinition = {
  examples: [
    { line: 'everpane split p1', does: 'Puts a shell to the right of p1.' },
    { line: 'everpane split p1 --down --ratio 0.3 -- htop', does: 'Runs htop in the lower third of p1.' },
  ],
  define: (program, cli) => {
    const command = program
      .command('split <pane> [command...]')
      .description("split a pane; prints the new pane's id");
    for (const direction of directions) {
      const others = directions.filter((other) => other !== direction);
      const what = `put the new pane ${{ right: 'to the right', left: 'to the left', down: 'below', up: 'above' }[direction]}`;
      command.addOption(
        new Option(
          `--${direction}`,
          direction === 'right' ? `${what} (unless told otherwise)` : what,
        ).conflicts(others),
      );
    }
    return command
      .option('--ratio <share>', "the new pane's share of the room", parseRatio)
      .option('--cwd <dir>', 'where the new pane starts', parseDirectory)
      .option('--profile <name>', 'what it runs and how it looks, as in config.toml')
      .option('--private', 'journal neither its output nor its title, command or directory')
      .option(...jsonOption)
      .action(async (target: string, words: string[], { ratio, json, ...options }: Options) => {
        const made = await execute(cli, 'pane.split', {
          pane: await resolveTarget(cli, target, ['pane']),
          direction: directions.find((direction) => options[direction]) ?? 'right',
          ...(ratio !== undefined && { ratio }),
          ...paneParams(options, words, cli.workingDir),
        });
        if (json) cli.printJson(made);
        else cli.print(made.pane);
      });
  },
};
