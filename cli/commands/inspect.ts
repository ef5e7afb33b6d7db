// `everpane inspect`: what lies in a journal's directory, file by file; changes nothing.
import type { DirectoryCheck } from '../../electron/persistence/directory-check.ts';
import { type CommandDefinition, jsonOption } from '../command.ts';

export const inspectCommand: CommandDefinition = {
  examples: [
    { line: 'everpane inspect', does: 'Lists segments, checkpoints and snapshots of the chosen home.' },
    { line: 'everpane inspect /backup/everpane --json', does: 'Describes a copy, for a script.' },
  ],
  define: (program, cli) =>
    program
      .command('inspect [dir]')
      .description('show segments, checkpoints and snapshots of a journal')
      .option(...jsonOption)
      .action(async (dir: string | undefined, { json }: { json?: true }) => {
        const { findStateDir } = await import('../state-dir.ts');
        const { checkDirectory } = await import('../../electron/persistence/directory-check.ts');
        const inspection = inspectionOf(await checkDirectory(await findStateDir(cli, dir)));
        if (json) cli.printJson(inspection);
        else for (const line of inspectionLines(inspection)) cli.print(line);
      }),
};

type Inspection = ReturnType<typeof inspectionOf>;

/** The shape is a promise to scripts. */
function inspectionOf({ segments, checkpoints, snapshots }: DirectoryCheck) {
  return {
    segments,
    checkpoints,
    snapshots: snapshots.map(({ file, stream, bytes, state }) => ({
      file,
      pane: `p${stream}`,
      bytes,
      state,
    })),
  };
}

function inspectionLines({ segments, checkpoints, snapshots }: Inspection): string[] {
  return [
    ...segments.map(
      ({ file, state, bytes, frames, epoch, firstLsn, lastLsn }) =>
        `${state}  ${file}  ${bytes} bytes  ${frames} frames  epoch ${epoch}  LSN ${firstLsn}-${lastLsn}`,
    ),
    ...checkpoints.map(
      ({ file, state, bytes, id, lsn, at }) =>
        `${state}  ${file}  ${bytes} bytes  ${id}  LSN ${lsn}  ${at ?? ''}`,
    ),
    ...snapshots.map(({ file, state, bytes, pane }) => `${state}  ${file}  ${bytes} bytes  ${pane}`),
  ].map((line) => line.trimEnd());
}
