// What a Linux desktop reads to start us at login: a desktop entry in the user's autostart directory (XDG Desktop Application
// Autostart Specification). Its name and its text; pure. Each home has an entry of its own.
import { createHash } from 'node:crypto';
import { posix } from 'node:path';

export interface LoginLaunch {
  readonly file: string;
  readonly args: readonly string[];
}

/** Tells the entries of chosen homes apart; the usual one needs no number. */
export function loginItemName(chosenHome: string | null): string {
  if (chosenHome === null) return 'everpane-at-login';
  return `everpane-at-login-${createHash('sha256').update(chosenHome).digest('hex').slice(0, 12)}`;
}

/** XDG base directories: a relative path in the variable is to be ignored. */
export function autostartDir(
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  const configHome = environment.XDG_CONFIG_HOME ?? '';
  return posix.join(posix.isAbsolute(configHome) ? configHome : posix.join(home, '.config'), 'autostart');
}

export function loginEntryText({ file, args }: LoginLaunch): string {
  const exec = [file, ...args].map(quoteForExec).join(' ');
  const entry = {
    Type: 'Application',
    Name: 'Everpane',
    Comment: 'Opens your terminals at login (window.open_at_login)',
    Exec: escapeString(exec),
    Icon: 'everpane',
    Terminal: 'false',
    'X-GNOME-Autostart-enabled': 'true',
  };
  const lines = Object.entries(entry).map(([key, value]) => `${key}=${value}\n`);
  return `[Desktop Entry]\n${lines.join('')}`;
}

/** A desktop's own settings switch an entry off by writing into it: that is the person's word, too. */
export function isSwitchedOff(text: string): boolean {
  return /^(Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/m.test(text);
}

/** Desktop Entry Specification, "The Exec key": in double quotes four characters are escaped, and % is a field code. */
function quoteForExec(argument: string): string {
  return `"${argument.replaceAll(/["`$\\]/g, '\\$&').replaceAll('%', '%%')}"`;
}

/** The same, "Possible value types": in a value of type string. */
function escapeString(value: string): string {
  return value
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
}
