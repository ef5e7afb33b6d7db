// Which shell a pane runs and how a program is found: only files that are there and may be executed are taken.
import { accessSync, constants, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';

export type ExecutableLookup =
  | { readonly kind: 'found'; readonly path: string }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'not-executable' };

/** As execvp(3) would: a name is looked up in `searchPath`, anything with a slash is taken as it is. */
export function findExecutable(file: string, searchPath: string): ExecutableLookup {
  const candidates =
    file.includes('/') || file === ''
      ? [file]
      : searchPath
          .split(delimiter)
          .filter(isAbsolute)
          .map((directory) => join(directory, file));
  const kinds = candidates.map((path) => ({ path, kind: probe(path) }));
  const found = kinds.find(({ kind }) => kind === 'found');
  if (found !== undefined) {
    return { kind: 'found', path: found.path };
  }
  return { kind: kinds.some(({ kind }) => kind === 'not-executable') ? 'not-executable' : 'not-found' };
}

function probe(path: string): ExecutableLookup['kind'] {
  try {
    if (!statSync(path).isFile()) {
      return 'not-executable';
    }
  } catch {
    return 'not-found';
  }
  try {
    accessSync(path, constants.X_OK);
    return 'found';
  } catch {
    return 'not-executable';
  }
}

/** SHELL, the user's entry in the password file, /bin/bash, /bin/sh: the first that can be executed. */
export function defaultShell(env: Readonly<Record<string, string | undefined>>): string {
  const candidates = [env.SHELL, passwdShell(), '/bin/bash', '/bin/sh'];
  const usable = candidates.find((file) => file !== undefined && isAbsolute(file) && probe(file) === 'found');
  return usable ?? '/bin/sh';
}

function passwdShell(): string | undefined {
  try {
    return userInfo().shell ?? undefined;
  } catch {
    // A user without an entry, as in many containers.
    return undefined;
  }
}

/** macOS starts terminals with login shells, because nothing before them has read the profile; Linux does not. */
export function defaultShellArgs(platform: NodeJS.Platform): readonly string[] {
  return platform === 'darwin' ? ['-l'] : [];
}
