// Completion scripts for bash, zsh and fish: commands, then the commands and options of the command, and where it takes an
// id, the ids that the running app has. Pure.
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

/** What can follow a command: its own commands and their options, its options and values, what is allowed everywhere. */
function wordsOf(command: Command, program: Command): string[] {
  const commands = [command, ...command.commands];
  const words = [
    ...command.commands.map((child) => child.name()),
    ...valuesOf(command),
    ...commands.flatMap(optionsOf),
    ...optionsOf(program),
    '--help',
  ];
  return [...new Set(words)];
}

/** What an argument can be where there are few possibilities. */
function valuesOf(command: Command): readonly string[] {
  return command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
}

function optionsOf(command: Command): string[] {
  return command.options.flatMap(({ short, long }) => [short, long]).filter((flag) => flag != null);
}

/** Names of arguments and of options' values that stand for an id. */
const idNames = new Set(['id', 'pane', 'other', 'window', 'session']);

function takesIds(command: Command): boolean {
  const values = command.options.map(({ flags }) => /[<[]([\w|]+)[\]>]/.exec(flags)?.[1] ?? '');
  const names = [...command.registeredArguments.map((argument) => argument.name()), ...values];
  return names.some((name) => name.split('|').some((part) => idNames.has(part)));
}

/** `config get` and the like: what takes the name of a setting. */
function keyTakersOf(program: Command): string[] {
  return program.commands.flatMap((command) => {
    const takers = command.commands.filter((child) => child.registeredArguments[0]?.name() === 'key');
    return takers.map((child) => `${command.name()} ${child.name()}`);
  });
}

function takersOf(program: Command): string[] {
  return program.commands.filter(takesIds).map((command) => command.name());
}

function bashScript(program: Command): string {
  const cases = program.commands.map(
    (command) => `    ${command.name()}) words="${wordsOf(command, program).join(' ')}" ;;`,
  );
  return `_everpane() {
  local current="\${COMP_WORDS[COMP_CWORD]}" command="" words="" home=() plain=() i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      --home) home=(--home "\${COMP_WORDS[i + 1]}"); i=$((i + 1)) ;;
      -*) ;;
      *) plain+=("\${COMP_WORDS[i]}") ;;
    esac
  done
  command="\${plain[0]}"
  case "$command" in
    '') words="${[...program.commands.map((command) => command.name()), ...optionsOf(program)].join(' ')}" ;;
${cases.join('\n')}
  esac
  case "$command" in
    ${takersOf(program).join('|')})
      [[ $current == -* ]] || words="$words $("\${COMP_WORDS[0]}" "\${home[@]}" ls --ids 2>/dev/null)" ;;
  esac
  case "\${plain[*]}" in
    ${keyTakersOf(program)
      .map((names) => `'${names}'`)
      .join('|')})
      [[ $current == -* ]] || words="$("\${COMP_WORDS[0]}" "\${home[@]}" config list 2>/dev/null | sed 's/ = .*//')" ;;
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
    (command) => `    ${command.name()}) candidates=(${wordsOf(command, program).join(' ')}) ;;`,
  );
  return `#compdef everpane
_everpane() {
  local -a commands candidates home plain
  local command i
  commands=(
${commands.join('\n')}
  )
  for ((i = 2; i < CURRENT; i++)); do
    case $words[i] in
      --home) home=(--home $words[i+1]); ((i++)) ;;
      -*) ;;
      *) plain+=($words[i]) ;;
    esac
  done
  command=$plain[1]
  case $command in
    '') _describe 'command' commands; compadd -- ${optionsOf(program).join(' ')}; return ;;
${cases.join('\n')}
  esac
  case $command in
    ${takersOf(program).join('|')})
      [[ $words[CURRENT] == -* ]] || candidates+=(\${(f)"$($words[1] $home ls --ids 2>/dev/null)"}) ;;
  esac
  case "$plain" in
    ${keyTakersOf(program)
      .map((names) => `'${names}'`)
      .join('|')})
      [[ $words[CURRENT] == -* ]] || candidates=(\${\${(f)"$($words[1] $home config list 2>/dev/null)"}%% = *}) ;;
  esac
  compadd -a candidates
  [[ $words[CURRENT] == -* ]] || _files
}
# The shell loads it from fpath with the first completion, which it then has to give, or it was sourced.
if [[ $funcstack[1] == _everpane ]]; then
  _everpane "$@"
elif (( $+functions[compdef] )); then
  compdef _everpane everpane
fi`;
}

function fishScript(program: Command): string {
  const quote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const options = (command: Command, condition: string) =>
    command.options.map(({ short, long, description, required }) => {
      const flags = [long && `-l ${long.slice(2)}`, short && `-s ${short.slice(1)}`]
        .filter(Boolean)
        .join(' ');
      return `complete -c everpane -n ${quote(condition)} ${flags}${required ? ' -r' : ''} -d ${quote(description)}`;
    });
  const lines = program.commands.flatMap((command) => {
    const name = command.name();
    const seen = `__fish_seen_subcommand_from ${name}`;
    return [
      `complete -c everpane -n __fish_use_subcommand -f -a ${name} -d ${quote(command.description())}`,
      ...options(command, seen),
      ...command.commands.flatMap((child) => [
        `complete -c everpane -n ${quote(seen)} -f -a ${child.name()} -d ${quote(child.description())}`,
        ...options(child, `${seen}; and __fish_seen_subcommand_from ${child.name()}`),
      ]),
      ...valuesOf(command).map((value) => `complete -c everpane -n ${quote(seen)} -f -a ${value}`),
      ...(takesIds(command) ? [`complete -c everpane -n ${quote(seen)} -f -a '(__everpane_ids)'`] : []),
    ];
  });
  const keyLines = keyTakersOf(program).map((names) => {
    const [command, child] = names.split(' ');
    const seen = `__fish_seen_subcommand_from ${command}; and test (commandline -opc)[-1] = ${child}`;
    return `complete -c everpane -n ${quote(seen)} -f -a '(__everpane_keys)'`;
  });
  return `function __everpane_ask
  set -l words (commandline -opc)
  set -l home
  if set -l at (contains -i -- --home $words)
    set home --home $words[(math $at + 1)]
  end
  $words[1] $home $argv 2>/dev/null
end
function __everpane_ids
  __everpane_ask ls --ids
end
function __everpane_keys
  __everpane_ask config list | string replace -r ' = .*' ''
end
complete -c everpane -l home -r -d 'the home to use'
complete -c everpane -l help -d 'explain the command'
complete -c everpane -l version -d 'print the version'
${[...lines, ...keyLines].join('\n')}`;
}
