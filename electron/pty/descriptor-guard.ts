// Every shell starts with nothing open above 2: a background job that held a descriptor of ours would keep another
// pane's terminal, or Chromium's helper processes, alive long after the app. node-pty's own closing stops at the first
// gap in the table, so a program that can close any descriptor stands in between and then becomes the shell: same
// process id, about 2 ms. Knows nothing of terminals.
import { accessSync, closeSync, constants, openSync, readdirSync } from 'node:fs';

export interface GuardedCommand {
  readonly file: string;
  readonly args: readonly string[];
  /** Runs the fork itself; where no program can do the closing, the table has no gaps while it runs. */
  readonly around: <T>(fork: () => T) => T;
}

interface Closer {
  readonly file: string;
  readonly args: readonly string[];
  /** Variables that the program takes out of the environment on its way. */
  readonly loses: readonly string[];
}

export interface CommandToGuard {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

// -p: neither BASH_ENV nor functions from the environment. A plain sh cannot name descriptors above 9.
const BASH_SCRIPT =
  'for d in /proc/self/fd/*; do d=${d##*/}; case $d in [012]|*[!0-9]*) ;; *) eval "exec $d>&-";; esac; done; exec "$@"';
// opendir's own descriptor is in the list, and closed with the rest.
const PERL_SCRIPT =
  'opendir D,"/proc/self/fd";@d=grep{/^\\d+$/&&$_>2}readdir D;closedir D;' +
  'for(@d){open my $f,"<&=",$_ and close $f}exec{$ARGV[0]}@ARGV or die "$ARGV[0]: $!\\n"';

const CLOSERS: readonly Closer[] = [
  ...['/bin/bash', '/usr/bin/bash', '/usr/local/bin/bash'].map((file) => ({
    file,
    args: ['-p', '-c', BASH_SCRIPT, 'everpane'],
    loses: ['PS1', 'PS2'],
  })),
  { file: '/usr/bin/perl', args: ['-e', PERL_SCRIPT], loses: [] },
];
const ENV = '/usr/bin/env';

/**
 * What to fork instead of `command` so that it starts with standard input, output and error alone. macOS closes
 * everything by itself (POSIX_SPAWN_CLOEXEC_DEFAULT). `closers` are tried in order.
 */
export function guardDescriptors(
  { file, args, env }: CommandToGuard,
  closers: readonly Closer[] = CLOSERS,
): GuardedCommand {
  if (process.platform !== 'linux') {
    return { file, args, around: (fork) => fork() };
  }
  const closer = closers.find((candidate) => isExecutable(candidate.file));
  if (closer === undefined) {
    return { file, args, around: withoutGaps };
  }
  const lost = closer.loses.filter((name) => env[name] !== undefined);
  const restore = lost.length === 0 ? [] : [ENV, ...lost.map((name) => `${name}=${env[name]}`)];
  return { file: closer.file, args: [...closer.args, ...restore, file, ...args], around: (fork) => fork() };
}

/** The programs that can do it, best first; those that are not installed are passed over. */
export const descriptorClosers = CLOSERS;

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Fills every free number below the highest open descriptor, so that node-pty's loop reaches all of them. */
function withoutGaps<T>(fork: () => T): T {
  const highest = Math.max(...readdirSync('/proc/self/fd').map(Number));
  const fillers: number[] = [];
  try {
    for (let fd = -1; fd <= highest; ) {
      fd = openSync('/dev/null', 'r');
      fillers.push(fd);
    }
    return fork();
  } finally {
    for (const fd of fillers) {
      closeSync(fd);
    }
  }
}
