// `everpane version`: of this command, whether the app runs or not.
import { version } from '../../shared/build-info.ts';
import { type CommandDefinition, jsonOption } from '../command.ts';

export const versionCommand: CommandDefinition = {
  examples: [{ line: 'everpane version', does: 'Prints the version.' }],
  define: (program, cli) =>
    program
      .command('version')
      .description('print the version')
      .option(...jsonOption)
      .action(({ json }: { json?: true }) => {
        if (json) cli.printJson({ version, node: process.versions.node });
        else cli.print(`everpane ${version}`);
      }),
};
