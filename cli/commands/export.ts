// `everpane export`: the workspace as one file, written where the command runs.
import { basename, dirname, resolve } from 'node:path';
import type { Cli } from '../cli.ts';
import { CliError, messageOf } from '../cli-error.ts';
import type { CommandDefinition } from '../command.ts';

export const exportCommand: CommandDefinition = {
  examples: [
    {
      line: 'everpane export work.everpane',
      does: 'Saves sessions, layout, directories, variables, scrollback.',
    },
    {
      line: 'everpane export - | ssh other everpane import -',
      does: 'Takes the workspace to another machine.',
    },
  ],
  define: (program, cli) =>
    program
      .command('export <file>')
      .description('save the workspace, with what its panes show, as one file')
      .addHelpText(
        'after',
        '\nFile - is standard output. Private panes are left out. The file is there whole or not at all (0600).',
      )
      .action(async (file: string) => {
        const parts = await fetchExport(cli);
        if (file === '-') {
          for (const part of parts) cli.stdout.write(part);
          return;
        }
        const { nodeFileSystem } = await import('../../electron/persistence/node-file-system.ts');
        const { publishFile } = await import('../../electron/persistence/whole-file.ts');
        const path = resolve(cli.workingDir, file);
        try {
          await publishFile(nodeFileSystem, dirname(path), basename(path), parts);
        } catch (error) {
          throw new CliError(`${path} cannot be written (${messageOf(error)}); name another place`);
        }
      }),
};

async function fetchExport(cli: Cli): Promise<readonly Uint8Array[]> {
  const { transfer, bytes } = await cli.request('export', {});
  const parts: Uint8Array[] = [];
  for (let offset = 0; offset < bytes; ) {
    const { data } = await cli.request('transfer-read', { transfer, offset });
    const part = Buffer.from(data, 'base64');
    if (part.length === 0) throw new Error(`the export ended after ${offset} of ${bytes} bytes`);
    parts.push(part);
    offset += part.length;
  }
  return parts;
}
