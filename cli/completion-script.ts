// Completion scripts for bash, zsh and fish: commands, then the options of the command. Pure.
import type { Command } from 'commander';
import { assertNever } from '../shared/exhaustive.ts';

export const completionShells = ['bash', 'zsh', 'fish'] as const;
export type CompletionShell = (typeof completionShells)[number];

export function completionScript(shell: CompletionShell, program: Command): string {
  switch (shell) {
    case 'bash':
      return bashScript(program);
    case 'zsh':
      return zshScript(program);
    case 'fish':
      return fishScript(program);
    default:
      return assertNever(shell);
  }
}

/** What can follow a command: its own commands and their options, its options, what is allowed everywhere. */
function wordsOf(command: Command, program: Command): string[] {
  const commands = [command, ...command.commands];
  const words = [
    ...command.commands.map((child) => child.name()),
    ...commands.flatMap(optionsOf),
    ...optionsOf(program),
    '--help',
  ];
  return [...new Set(words)];
}

function optionsOf(command: Command): string[] {
  return command.options.flatMap(({ short, long }) => [short, long]).filter((flag) => flag != null);
}

function bashScript(program: Command): string {
  const cases = program.commands.map(
    (command) => `    ${command.name()}) words="${wordsOf(command, program).join(' ')}" ;;`,
  );
  return `_everpane() {
  local current="\${COMP_WORDS[COMP_CWORD]}" command="" words="" i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      --home) i=$((i + 1)) ;;
      -*) ;;
      *) command="\${COMP_WORDS[i]}"; break ;;
    esac
  done
  case "$command" in
    '') words="${[...program.commands.map((command) => command.name()), ...optionsOf(program)].join(' ')}" ;;
${cases.join('\n')}
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -o bashdefault -o default -F _everpane everpane`;
}

function zshScript(program: Command): string {
  const quote = (text: string) => text.replaceAll("'", "'\\''").replaceAll(':', '\\:');
  const commands = program.commands.map(
    (command) => `    '${command.name()}:${quote(command.description())}'`,
  );
  const cases = program.commands.map(
    (command) => `      ${command.name()}) compadd -- ${wordsOf(command, program).join(' ')} ;;`,
  );
  return `#compdef everpane
_everpane() {
  local -a commands
  commands=(
${commands.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
  elif [[ $words[CURRENT] == -* ]]; then
    case $words[2] in
${cases.join('\n')}
    esac
  else
    _files
  fi
}
compdef _everpane everpane`;
}

function fishScript(program: Command): string {
  const quote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const lines = program.commands.flatMap((command) => [
    `complete -c everpane -n __fish_use_subcommand -f -a ${command.name()} -d ${quote(command.description())}`,
    ...command.options.map(({ short, long, description, required }) => {
      const flags = [long && `-l ${long.slice(2)}`, short && `-s ${short.slice(1)}`]
        .filter(Boolean)
        .join(' ');
      const value = required ? ' -r' : '';
      return `complete -c everpane -n ${quote(`__fish_seen_subcommand_from ${command.name()}`)} ${flags}${value} -d ${quote(description)}`;
    }),
  ]);
  return ["complete -c everpane -l home -r -d 'the home to use'", ...lines].join('\n');
}
