// The examples of each command: shown below its help, and in the manual page.
import type { Command } from 'commander';
import type { Example } from './command.ts';

const known = new WeakMap<Command, readonly Example[]>();

export function addExamples(command: Command, examples: readonly Example[]): void {
  known.set(command, examples);
  const lines = examples.flatMap(({ line, does }) => [`  ${line}`, `      ${does}`]);
  command.addHelpText('after', ['', 'Examples:', ...lines].join('\n'));
}

export function examplesOf(command: Command): readonly Example[] {
  return known.get(command) ?? [];
}
