// `everpane verify`: whether every byte of a journal checks out.
import { CliError } from '../cli-error.ts';
import type { CommandDefinition } from '../command.ts';

export const verifyCommand: CommandDefinition = {
  examples: [{ line: 'everpane verify', does: 'Reads everything and lists what does not check out.' }],
  define: (program, cli) =>
    program
      .command('verify [dir]')
      .description('check every byte of a journal')
      .action(async (given: string | undefined) => {
        const { findStateDir } = await import('../state-dir.ts');
        const { checkDirectory } = await import('../../electron/persistence/directory-check.ts');
        const dir = await findStateDir(cli, given);
        const { findings } = await checkDirectory(dir);
        for (const { kind, file, offset, bytes, detail, isSettled } of findings) {
          const note = isSettled ? ' (known: a copy is in quarantine)' : '';
          cli.print(`${kind}  ${file}  at ${offset}  ${bytes} bytes  ${detail}${note}`);
        }
        // What a start has met, reported and put aside needs nobody any more.
        const open = findings.filter(({ isSettled }) => !isSettled);
        if (open.length > 0) {
          const things = open.length === 1 ? 'one thing does' : `${open.length} things do`;
          throw new CliError(
            `${things} not check out in ${dir}; see what would be done: everpane repair --dry-run`,
          );
        }
      }),
};
