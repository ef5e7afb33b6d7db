// What starts the app again after a crash: a small shell script that a helper of Electron runs when our process has ended.
// It does nothing unless the marker of exactly that process is still there, so a wanted end, a newer start or the removal
// of the home stop it. The marker says how many relaunches in a row have not come far: `TOKEN COUNT`. Pure.

const script = [
  '[ -f "$1" ] || exit 0',
  'read -r token count <"$1"',
  '[ "$token" = "$2" ] || exit 0',
  'log=$3; shift 3',
  // Nothing of whoever started the dead app is held on to.
  `exec "$@" "--relaunched=$((count + 1))" </dev/null >>"$log" 2>&1`,
].join('\n');

export interface RelaunchPlan {
  readonly markerPath: string;
  readonly token: string;
  /** Where the new process writes what the old one wrote to its terminal. */
  readonly logPath: string;
  /** What starts the app, its arguments to follow. */
  readonly command: readonly string[];
  /** Of the process that runs, without argv[0]. */
  readonly argv: readonly string[];
}

export function relaunchCommand(plan: RelaunchPlan): { readonly file: string; readonly args: string[] } {
  const { command, logPath, markerPath, token } = plan;
  const argv = plan.argv.filter((argument) => !isOfThisRunOnly(argument));
  return {
    file: '/bin/sh',
    args: ['-c', script, 'everpane-relaunch', markerPath, token, logPath, ...command, ...argv],
  };
}

export function markerText(token: string, count: number): string {
  return `${token} ${count}\n`;
}

/** How many automatic starts in a row this one is; 0 for one that a person asked for. */
export function relaunchCount(argv: readonly string[]): number {
  const given = argv.filter((argument) => argument.startsWith('--relaunched=')).at(-1);
  const text = given?.slice('--relaunched='.length);
  return text !== undefined && /^\d{1,4}$/.test(text) ? Number(text) : 0;
}

/** A debugger's switches belong to one process. */
function isOfThisRunOnly(argument: string): boolean {
  return /^--(relaunched|inspect|inspect-brk|remote-debugging-port|remote-debugging-pipe)(=|$)/.test(
    argument,
  );
}
