// everpane.1, for man: made from the same definitions as the help (man(7), the macros that every roff knows). Pure.
import type { Command } from 'commander';
import { version } from '../shared/build-info.ts';
import { examplesOf } from './examples.ts';

export function roffPage(program: Command): string {
  const commands = program.commands.flatMap((command) => sections(command, []));
  return `${[
    `.TH EVERPANE 1 "" "Everpane ${escaped(version)}" "User Commands"`,
    '.SH NAME',
    `everpane \\- ${escaped('a terminal whose workspace cannot be lost, from the command line')}`,
    '.SH SYNOPSIS',
    '.B everpane',
    escaped('[--home DIR] <command> [options]'),
    '.SH DESCRIPTION',
    escaped(
      'Drives the running app from any terminal and from scripts. Every home is a workspace of its own.',
    ),
    '.PP',
    escaped(
      'Targets are ids (s1 a session, w3 a window, p12 a pane) as everpane ls shows them, or names that only one thing has.',
    ),
    '.SH OPTIONS',
    ...options(program),
    '.TP',
    '.BR \\-h ", " \\-\\-help',
    escaped('explain the program or the command'),
    '.SH COMMANDS',
    ...commands,
    '.SH EXIT STATUS',
    ...['0: done', '1: failed; one line on standard error says why and what to do', '2: wrong usage'].map(
      (text) => `${escaped(text)}\n.br`,
    ),
    escaped('3: the app is not running, and the command needs it'),
    '.SH ENVIRONMENT',
    '.TP',
    '.B EVERPANE_HOME',
    escaped('the home, unless --home names one'),
  ].join('\n')}\n`;
}

/** A command and, below it, its own commands. */
function sections(command: Command, parents: readonly string[]): string[] {
  const names = [...parents, command.name()];
  const examples = examplesOf(command).flatMap(({ line, does }) => [
    '.PP',
    escaped(does),
    '.PP',
    '.RS 4',
    '.nf',
    escaped(line),
    '.fi',
    '.RE',
  ]);
  return [
    `.SS "${escaped(`${names.join(' ')} ${command.usage()}`).replaceAll('"', '\\(dq')}"`,
    escaped(`${command.description()}.`),
    ...options(command),
    ...examples,
    ...command.commands.flatMap((child) => sections(child, names)),
  ];
}

function options(command: Command): string[] {
  return command.options.flatMap(({ flags, description }) => [
    '.TP',
    `.B ${escaped(flags)}`,
    escaped(description),
  ]);
}

/** Backslashes and hyphens stay themselves; a line that begins with a dot or an apostrophe is no request. */
function escaped(text: string): string {
  const plain = text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('~', '\\(ti')
    .replaceAll('^', '\\(ha');
  return /^[.']/.test(plain) ? `\\&${plain}` : plain;
}
