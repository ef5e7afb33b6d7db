// `everpane repair`: what the next start would do about damage, now; never while an app writes.
import { CliError } from '../cli-error.ts';
import type { CommandDefinition } from '../command.ts';

export const repairCommand: CommandDefinition = {
  examples: [
    { line: 'everpane repair --dry-run', does: 'Says what would be done about damage.' },
    { line: 'everpane repair', does: 'Puts damaged parts into quarantine; deletes nothing.' },
  ],
  define: (program, cli) =>
    program
      .command('repair [dir]')
      .description('put what is damaged in a journal into quarantine')
      .option('--dry-run', 'only say what would be done')
      .action(async (given: string | undefined, { dryRun }: { dryRun?: true }) => {
        const { findStateDir } = await import('../state-dir.ts');
        const { repairDirectory } = await import('../../electron/persistence/repair-directory.ts');
        const { LockedError } = await import('../../electron/persistence/errors.ts');
        const dir = await findStateDir(cli, given);
        try {
          const { actions, losses } = await repairDirectory(dir, { isDryRun: dryRun ?? false });
          for (const action of actions) cli.print(action);
          for (const { kind, file, offset, bytes, detail } of losses) {
            cli.print(`lost: ${kind}  ${file}  at ${offset}  ${bytes} bytes  ${detail}`);
          }
          if (actions.length === 0) cli.print('nothing to do');
        } catch (error) {
          if (!(error instanceof LockedError)) throw error;
          throw new CliError(`process ${error.pid} uses ${dir}; end the app first: everpane quit`);
        }
      }),
};
