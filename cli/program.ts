// The program as commander knows it: its commands and the options they share. Printing and exiting are the caller's.
import { Command, InvalidArgumentError } from 'commander';
import { version } from '../shared/build-info.ts';
import type { Cli } from './cli.ts';
import type { CommandDefinition } from './command.ts';
import { captureCommand } from './commands/capture.ts';
import { checkpointCommand } from './commands/checkpoint.ts';
import { closeCommand } from './commands/close.ts';
import { completionCommand } from './commands/completion.ts';
import { configCommand } from './commands/config.ts';
import { doctorCommand } from './commands/doctor.ts';
import { exportCommand } from './commands/export.ts';
import { flushCommand } from './commands/flush.ts';
import { focusCommand } from './commands/focus.ts';
import { helpCommand } from './commands/help.ts';
import { importCommand } from './commands/import.ts';
import { inspectCommand } from './commands/inspect.ts';
import { lsCommand } from './commands/ls.ts';
import { moveCommand } from './commands/move.ts';
import { newSessionCommand } from './commands/new-session.ts';
import { newWindowCommand } from './commands/new-window.ts';
import { openCommand } from './commands/open.ts';
import { purgeCommand } from './commands/purge.ts';
import { quitCommand } from './commands/quit.ts';
import { renameCommand } from './commands/rename.ts';
import { reopenCommand } from './commands/reopen.ts';
import { repairCommand } from './commands/repair.ts';
import { resizeCommand } from './commands/resize.ts';
import { respawnCommand } from './commands/respawn.ts';
import { restoreCommand } from './commands/restore.ts';
import { searchCommand } from './commands/search.ts';
import { sendCommand } from './commands/send.ts';
import { splitCommand } from './commands/split.ts';
import { statusCommand } from './commands/status.ts';
import { swapCommand } from './commands/swap.ts';
import { themeCommand } from './commands/theme.ts';
import { timelineCommand } from './commands/timeline.ts';
import { verifyCommand } from './commands/verify.ts';
import { versionCommand } from './commands/version.ts';
import { waitCommand } from './commands/wait.ts';
import { zoomCommand } from './commands/zoom.ts';
import { addExamples } from './examples.ts';

/** By name, in the order of the help. */
const definitions: Readonly<Record<string, CommandDefinition>> = {
  open: openCommand,
  ls: lsCommand,
  status: statusCommand,
  'new-session': newSessionCommand,
  'new-window': newWindowCommand,
  split: splitCommand,
  resize: resizeCommand,
  zoom: zoomCommand,
  focus: focusCommand,
  rename: renameCommand,
  move: moveCommand,
  swap: swapCommand,
  close: closeCommand,
  reopen: reopenCommand,
  purge: purgeCommand,
  respawn: respawnCommand,
  send: sendCommand,
  capture: captureCommand,
  wait: waitCommand,
  search: searchCommand,
  checkpoint: checkpointCommand,
  flush: flushCommand,
  timeline: timelineCommand,
  restore: restoreCommand,
  export: exportCommand,
  import: importCommand,
  quit: quitCommand,
  config: configCommand,
  theme: themeCommand,
  inspect: inspectCommand,
  verify: verifyCommand,
  repair: repairCommand,
  doctor: doctorCommand,
  version: versionCommand,
  completion: completionCommand,
  help: helpCommand,
};

/** They speak of all the others. */
const needingAll: ReadonlySet<string> = new Set(['completion', 'help']);

/** The command that is meant, where that can be told from the first word; null where it takes the parser, or all commands. */
export function commandAlone(args: readonly string[]): string | null {
  const isHomeApart = args[0] === '--home';
  const isHomeJoined = args[0]?.startsWith('--home=') ?? false;
  const word = args[isHomeApart ? 2 : isHomeJoined ? 1 : 0] ?? '';
  return Object.hasOwn(definitions, word) && !needingAll.has(word) ? word : null;
}

/**
 * With all commands, or with one alone, which takes a fraction of the time. Errors of usage come out as commander's
 * CommanderError, which has not been printed.
 */
export function createProgram(cli: Cli, alone: string | null = null): Command {
  const program = new Command('everpane')
    .description('Everpane from the command line: a terminal whose workspace cannot be lost.')
    .usage('[--home DIR] <command> [options]')
    .option(
      '--home <dir>',
      'the home of the workspace (default: EVERPANE_HOME, else the usual places)',
      parseHome,
    )
    .version(`everpane ${version}`, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'explain the program or the command')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => cli.stdout.write(text),
      writeErr: (text) => cli.stderr.write(text),
      outputError: () => undefined,
    });
  program.hook('preAction', () => {
    cli.homeOption = program.opts<{ home?: string }>().home;
  });
  for (const [name, { define, examples }] of Object.entries(definitions)) {
    if (alone === null || alone === name) addExamples(define(program, cli), examples);
  }
  return program;
}

function parseHome(dir: string): string {
  if (dir === '') throw new InvalidArgumentError('It must name a directory.');
  return dir;
}
