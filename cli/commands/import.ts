// `everpane import`: an exported workspace, read where the command runs, beside what is there.
import { createReadStream, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { maxFileBytes, maxPieceBytes } from '../../electron/control/protocol.ts';
import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import type { CommandDefinition } from '../command.ts';

export const importCommand: CommandDefinition = {
  examples: [
    { line: 'everpane import work.everpane', does: 'Brings its sessions in; prints their ids.' },
    { line: 'everpane import - < work.everpane', does: 'The same, from standard input.' },
  ],
  define: (program, cli) =>
    program
      .command('import <file>')
      .description('bring in an exported workspace as new sessions; prints their ids')
      .addHelpText('after', '\nFile - is standard input. A file that is not whole is refused whole.')
      .action(async (file: string) => {
        const source = file === '-' ? cli.stdin : openFile(resolve(cli.workingDir, file));
        const transfer = await send(cli, source);
        const { sessions } = await cli.request('import', { transfer });
        for (const session of sessions) cli.print(session);
      }),
};

function openFile(path: string): Readable {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new CliError(`there is no ${path}; name a file that 'everpane export' made`);
  if (stats.isDirectory())
    throw new CliError(`${path} is a directory; name a file that 'everpane export' made`);
  if (stats.size > maxFileBytes)
    throw new CliError(`${path} is larger than any export can be; name a file that 'everpane export' made`);
  return createReadStream(path, { highWaterMark: maxPieceBytes });
}

/**
 * Sends all of it; resolves with the name of the transfer. The app is asked for one when something has come: whoever writes into the
 * pipe may wait for a password first.
 */
async function send(cli: Cli, source: Readable): Promise<string> {
  const begin = async (): Promise<string> => (await cli.request('transfer-begin', {})).transfer;
  let transfer: string | null = null;
  for await (const chunk of source) {
    transfer ??= await begin();
    const bytes = Buffer.from(chunk);
    for (let at = 0; at < bytes.length; at += maxPieceBytes) {
      const data = bytes.subarray(at, at + maxPieceBytes).toString('base64');
      await cli.request('transfer-write', { transfer, data });
    }
  }
  return transfer ?? begin();
}
