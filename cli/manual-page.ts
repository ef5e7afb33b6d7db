// docs/cli.md, made from the definitions of the commands. Pure: a test compares the file with it.
import type { Command } from 'commander';
import { examplesOf } from './examples.ts';

const introduction = `# The command line

<!-- Made by \`npm run docs\`; change the command's definition in cli/commands/ instead. -->

\`everpane [--home DIR] <command>\` drives the running app from any terminal and from scripts.

- **Which workspace**: \`--home DIR\`, else \`EVERPANE_HOME\`, else the platform's usual places. Every home is a workspace of its own.
- **Targets** are ids (\`s1\` a session, \`w3\` a window, \`p12\` a pane) as \`everpane ls\` shows them, or names where only one thing has that name: of a session, of a window, the title of a pane, or the window that a pane is alone in.
- **Exit status**: 0 done · 1 failed, one line on stderr says why and what to do · 2 wrong usage · 3 the app is not running, and the command needs it.
- \`--json\` prints exactly one JSON document on stdout and nothing else. Commands that create something print its id alone.
- \`-h\` or \`--help\` after any command explains it; \`everpane --version\` prints the version.
- Relative paths mean what they mean where the command runs. What follows \`--\` is never taken for an option.
- A structural command returns when its change is on the disk. When the disk is in trouble it returns at once, with a warning on stderr.
`;

export function manualPage(program: Command): string {
  return [
    introduction,
    '## Commands\n',
    ...program.commands.flatMap((command) => sections(command, [])),
  ].join('\n');
}

/** A command and, below it, its own commands. */
function sections(command: Command, parents: readonly string[]): string[] {
  const names = [...parents, command.name()];
  return [section(command, names), ...command.commands.flatMap((child) => sections(child, names))];
}

function section(command: Command, names: readonly string[]): string {
  const name = names.join(' ');
  const parts = [
    `${'#'.repeat(2 + names.length)} ${name}\n`,
    `\`everpane ${name} ${command.usage()}\`\n`,
    `${sentence(command.description())}\n`,
  ];
  if (command.options.length > 0) {
    const rows = command.options.map(
      ({ flags, description, mandatory }) =>
        `| \`${flags}\` | ${description}${mandatory ? ' (needed)' : ''} |`,
    );
    parts.push(['| option | |', '|---|---|', ...rows].join('\n'), '');
  }
  const examples = examplesOf(command);
  if (examples.length > 0) {
    const lines = examples.flatMap(({ line, does }) => [`# ${does}`, line]);
    parts.push(['```sh', ...lines, '```', ''].join('\n'));
  }
  return parts.join('\n');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
