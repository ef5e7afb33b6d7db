// `everpane wait`: until a pane shows a text, is quiet, or its process has ended.
import { Option } from 'commander';
import { maxWaitMs, type WaitParams } from '../../electron/control/protocol.ts';
import { CliError, usageError } from '../cli-error.ts';
import type { CommandDefinition } from '../command.ts';
import { parseAmount, requirePattern } from '../pane-options.ts';
import { resolveTarget } from '../targets.ts';

interface Options {
  readonly text?: string;
  readonly idle?: number;
  readonly exit?: true;
  readonly timeout: number;
}

/** The app keeps the time; this much later there is no app that could. */
const graceMs = 15_000;

export const waitCommand: CommandDefinition = {
  examples: [
    { line: "everpane wait p1 --text 'Listening on port [0-9]+'", does: 'Returns when the server is up.' },
    { line: 'everpane wait p1 --idle 500', does: 'Returns when p1 has printed nothing for half a second.' },
    { line: 'everpane wait p1 --exit --timeout 600', does: 'Returns when its process has ended.' },
  ],
  define: (program, cli) =>
    program
      .command('wait <pane>')
      .description('wait for a text, for quiet, or for the end of the process')
      .addOption(new Option('--text <regex>', 'an ECMAScript regular expression').conflicts(['idle', 'exit']))
      .addOption(
        new Option('--idle <ms>', 'no output for so many milliseconds after its first')
          .argParser(parseAmount)
          .conflicts(['exit']),
      )
      .option('--exit', 'the process has ended')
      .option('--timeout <seconds>', 'give up after', parseAmount, 30)
      .action(async (target: string, options: Options) => {
        const condition = conditionOf(options);
        const timeoutMs = Math.min(Math.round(options.timeout * 1000), maxWaitMs);
        const pane = await resolveTarget(cli, target, ['pane']);
        const outcome = await cli.request(
          'wait',
          { pane, timeoutMs, ...condition },
          { timeoutMs: timeoutMs + graceMs },
        );
        if (outcome.kind === 'timeout') {
          throw new CliError(
            `${pane} ${missed(options)} within ${timeoutMs / 1000} s; --timeout allows longer`,
          );
        }
        if (outcome.kind === 'gone')
          throw new CliError(`${pane} was closed before it ${missed(options, 'did')}`);
      }),
};

function conditionOf({ text, idle, exit }: Options): Pick<WaitParams, 'text' | 'idleMs' | 'exit'> {
  if (text !== undefined) {
    requirePattern(text);
    return { text };
  }
  if (idle !== undefined) return { idleMs: Math.min(Math.round(idle), maxWaitMs) };
  if (exit) return { exit };
  throw usageError('wait for what? give --text, --idle or --exit');
}

function missed({ text, idle }: Options, mode: 'did-not' | 'did' = 'did-not'): string {
  const not = mode === 'did-not';
  if (text !== undefined) return `${not ? 'did not print' : 'printed'} /${text}/`;
  if (idle !== undefined) return `was ${not ? 'never ' : ''}quiet for ${idle} ms after its first output`;
  return not ? 'did not end' : 'ended';
}
