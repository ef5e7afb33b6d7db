// Whether Chromium can sandbox the window's page here. On Linux it takes user namespaces, which some systems keep from ordinary
// users, or else a helper beside the runtime that is setuid root.
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readRuntime } from '../launch/runtime-record.ts';
import { type Check, ok, warning, wrong } from './finding.ts';

/** Each with the value that keeps user namespaces from a program without a profile of its own. */
const refusals = {
  // Ubuntu 23.10 and later.
  'kernel/apparmor_restrict_unprivileged_userns': '1',
  // Debian's own, gone with Debian 12.
  'kernel/unprivileged_userns_clone': '0',
  'user/max_user_namespaces': '0',
};

export interface SandboxFacts {
  /** sysctl -> value, of those that there are. */
  readonly settings: Readonly<Record<string, string>>;
  readonly helper: string;
  /** Null where there is none. */
  readonly helperOwner: { readonly uid: number; readonly mode: number } | null;
  /** AppArmor's profile for the installed app is there. */
  readonly hasProfile: boolean;
}

export const checkSandbox: Check = async () => {
  if (process.platform !== 'linux') return ok('on');
  if (process.getuid?.() === 0)
    return warning('off, because this is root', 'run Everpane as an ordinary user');
  const { appPath, electronPath } = await readRuntime();
  const settings = Object.keys(refusals).flatMap((name) => {
    const value = readSetting(name);
    return value === null ? [] : [[name, value] as const];
  });
  const helper = join(dirname(electronPath), 'chrome-sandbox');
  return judgeSandbox({
    settings: Object.fromEntries(settings),
    helper,
    helperOwner: statSync(helper, { throwIfNoEntry: false }) ?? null,
    hasProfile:
      appPath === null && statSync('/etc/apparmor.d/everpane', { throwIfNoEntry: false }) !== undefined,
  });
};

/** Pure. */
export function judgeSandbox(facts: SandboxFacts): Awaited<ReturnType<Check>> {
  const { hasProfile, helper, helperOwner, settings } = facts;
  const isSetuid = helperOwner !== null && helperOwner.uid === 0 && (helperOwner.mode & 0o4111) === 0o4111;
  // Chromium starts it in a way that takes a path apart at its spaces.
  if (isSetuid && !helper.includes(' ')) return ok('on');
  const refusal = Object.entries(refusals).find(([name, value]) => settings[name] === value);
  if (refusal === undefined) return ok('on');
  const [name, value] = refusal;
  if (name.includes('apparmor') && hasProfile) return ok('on');
  return wrong(
    `not possible: this system keeps user namespaces from programs (${name.replace('/', '.')} is ${value})`,
    helper.includes(' ')
      ? 'install Everpane at a path without spaces'
      : `sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`,
  );
}

/** Null where this kernel has no such setting. */
function readSetting(name: string): string | null {
  try {
    return readFileSync(`/proc/sys/${name}`, 'latin1').trim();
  } catch {
    return null;
  }
}
