// Arguments as a shell would have to be given them.

/** One line that any POSIX shell (and fish) splits back into the same arguments. */
export function quoteCommand(args: readonly string[]): string {
  return args.map(quoteArgument).join(' ');
}

function quoteArgument(argument: string): string {
  if (/^[\w@%+=:,./-]+$/.test(argument)) return argument;
  return `'${argument.replaceAll("'", `'\\''`)}'`;
}
