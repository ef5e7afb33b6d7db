// One run of the command line, from its arguments to its exit status. Whatever goes wrong ends as one line on stderr.
import { CommanderError } from 'commander';
import { Cli, type CliOptions } from './cli.ts';
import { CliError, type ExitStatus, exitStatus, messageOf } from './cli-error.ts';
import { commandAlone, createProgram } from './program.ts';

/** Never rejects. `args`: without the program's own name. */
export async function run(args: readonly string[], options: CliOptions): Promise<ExitStatus> {
  const cli = new Cli(options);
  try {
    await createProgram(cli, commandAlone(args)).parseAsync(args, { from: 'user' });
    return exitStatus.done;
  } catch (error) {
    return explain(cli, error, args);
  } finally {
    cli.end();
  }
}

function explain(cli: Cli, error: unknown, args: readonly string[]): ExitStatus {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitStatus.done;
    // `everpane` alone: commander has printed the help.
    if (error.code !== 'commander.help') {
      const said = messageOf(error)
        .replace(/^error: /, '')
        .replace(/\.$/, '');
      cli.warn(`${said}; see: everpane ${helpFor(cli, args)}`);
    }
    return exitStatus.usage;
  }
  cli.warn(messageOf(error));
  return error instanceof CliError ? error.status : exitStatus.failed;
}

/** The words that explain the command that was meant, as far as it can be told. */
function helpFor(cli: Cli, args: readonly string[]): string {
  const known = new Set(createProgram(cli).commands.map((command) => command.name()));
  const command = args.find((word) => known.has(word));
  return command === undefined ? 'help' : `help ${command}`;
}
