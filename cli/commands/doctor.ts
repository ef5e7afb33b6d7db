// `everpane doctor`: what is wrong with the installation or the home, and the mend.
import { CliError } from '../cli-error.ts';
import { type CommandDefinition, jsonOption } from '../command.ts';

export const doctorCommand: CommandDefinition = {
  examples: [{ line: 'everpane doctor', does: 'Looks at versions, places, room, the journal, the display.' }],
  define: (program, cli) =>
    program
      .command('doctor')
      .description('find out what is wrong, and how to mend it')
      .option(...jsonOption)
      .action(async ({ json }: { json?: true }) => {
        const { runChecks } = await import('../doctor/checks.ts');
        const findings = await runChecks(cli);
        if (json) cli.printJson(findings);
        else {
          for (const { check, state, found, mend } of findings) {
            cli.print(`${state.padEnd(8)} ${check.padEnd(11)} ${found}${mend === null ? '' : `; ${mend}`}`);
          }
        }
        const bad = findings.filter(({ state }) => state === 'wrong').map(({ check }) => check);
        if (bad.length > 0)
          throw new CliError(`not as it should be: ${bad.join(', ')}; the list says what to do`);
      }),
};
