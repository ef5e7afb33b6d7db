// The shape of a command of the command line: its definition for commander (from which help, completion and docs/cli.md are
// made), with examples. Each lies in a file of its own in commands/.
import type { Command } from 'commander';
import type { Cli } from './cli.ts';

export interface Example {
  readonly line: string;
  readonly does: string;
}

export interface CommandDefinition {
  readonly examples: readonly Example[];
  /** Adds itself to the program and returns itself. */
  define(program: Command, cli: Cli): Command;
}

export const jsonOption = ['--json', 'print one JSON document'] as const;
