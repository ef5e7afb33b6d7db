// `everpane completion`: a script for the shell, made from the same definitions as the help.
import { Argument } from 'commander';
import type { CommandDefinition } from '../command.ts';
import { type CompletionShell, completionScript, completionShells } from '../completion-script.ts';

export const completionCommand: CommandDefinition = {
  examples: [
    { line: 'source <(everpane completion bash)', does: 'Completes in this shell (put it into ~/.bashrc).' },
    { line: 'everpane completion fish | source', does: 'The same for fish.' },
  ],
  define: (program, cli) =>
    program
      .command('completion')
      .description('print a completion script for a shell')
      .addArgument(new Argument('<shell>', 'whose language').choices(completionShells))
      .action((shell: CompletionShell) => {
        cli.print(completionScript(shell, program));
      }),
};
