// `everpane status`: how the app is, above all whether what is on the screen is on the disk.
import { type AppStatus, restorePointWords } from '../../shared/status.ts';
import { type CommandDefinition, jsonOption } from '../command.ts';

export const statusCommand: CommandDefinition = {
  examples: [
    { line: 'everpane status', does: 'Shows the state of the journal and what the last start recovered.' },
    { line: 'everpane status --json | jq .persistence.durableLsn', does: 'Prints how far the disk is.' },
  ],
  define: (program, cli) =>
    program
      .command('status')
      .description('show how the app and its journal are')
      .option(...jsonOption)
      .action(async ({ json }: { json?: true }) => {
        const status = await cli.request('status', {});
        if (json) cli.printJson(status);
        else for (const line of statusLines(status)) cli.print(line);
      }),
};

export function statusLines(status: AppStatus): string[] {
  const { persistence, recovery, host } = status;
  const reason = persistence.reason === null ? '' : `: ${persistence.reason}`;
  const checkpoint = persistence.checkpoint;
  const rows: [string, string][] = [
    ['app', `Everpane ${status.version}, pid ${status.pid}, up ${Math.round(status.uptimeMs / 1000)} s`],
    ['home', status.home],
    ['journal', `${persistence.mode}${reason}, durable to ${persistence.durableLsn} of ${persistence.lsn}`],
    [
      'checkpoint',
      checkpoint === null ? 'none' : `${checkpoint.id} at ${checkpoint.at}, LSN ${checkpoint.lsn}`,
    ],
    ['on disk', `${mebibytes(persistence.stateBytes)}, WAL ${mebibytes(persistence.walBytes)}`],
    ['going back', `restore points: ${restorePointWords(persistence)}`],
    [
      'last start',
      `${recovery.cause} at ${recovery.at}, ${recovery.sessions} sessions, ${recovery.windows} windows, ` +
        `${recovery.panes} panes in ${Math.round(recovery.durationMs)} ms`,
    ],
    ...recovery.losses.map((loss): [string, string] => [
      'lost',
      `${loss.kind} in ${loss.file} at ${loss.offset}, ${loss.bytes} bytes: ${loss.detail}`,
    ]),
    ['host', `event loop p99 ${host.eventLoopP99Ms} ms, memory ${mebibytes(host.rssBytes)}`],
  ];
  return rows.map(([name, value]) => `${`${name}:`.padEnd(12)}${value}`);
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
