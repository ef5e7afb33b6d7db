// `everpane purge`: what a pane printed, removed from the journal and from every restore point.

import { usageError } from '../cli-error.ts';
import type { CommandDefinition } from '../command.ts';
import { execute } from '../execute.ts';
import { resolveTarget } from '../targets.ts';

export const purgeCommand: CommandDefinition = {
  examples: [
    { line: 'everpane purge p4', does: 'Closes a pane and leaves nothing of what it printed on the disk.' },
    { line: 'everpane purge --closed', does: 'Leaves nothing of the panes that are closed already.' },
  ],
  define: (program, cli) =>
    program
      .command('purge [pane]')
      .description('close a pane and remove what it printed for good, from restore points too')
      .option('--closed', 'every pane that is closed, instead of one by its id')
      .option('--force', 'even if something runs in it')
      .action(async (given: string | undefined, options: { closed?: true; force?: true }) => {
        const { closed = false, force = false } = options;
        if ((given === undefined) !== closed) throw usageError('purge what? give a pane, or --closed');
        const pane = given === undefined ? {} : { pane: await resolveTarget(cli, given, ['pane']) };
        await execute(cli, 'pane.purge', { ...pane, force });
      }),
};
