// Structural commands, from the command line's point of view: one command to the app, its warning on stderr, what it made
// as the result.
import type { CommandName, CommandParams, CommandResult } from '../shared/commands.ts';
import type { Cli } from './cli.ts';

/** Resolves when the app has done it, durably if it can. */
export async function execute<N extends CommandName>(
  cli: Cli,
  name: N,
  params: CommandParams<N>,
): Promise<CommandResult<N>> {
  const { value, warning } = await cli.request('execute', { name, params });
  if (warning !== null) cli.warn(warning);
  // The protocol carries what the command's contract says.
  return value as CommandResult<N>;
}
