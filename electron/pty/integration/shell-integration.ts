// How a shell is made to tell where its prompts are and what it runs, without touching the user's files: bash by --rcfile,
// zsh by ZDOTDIR, fish by --init-command. A shell that was given arguments of its own is left alone.
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

export interface IntegratedShell {
  readonly args: readonly string[];
  /** To be added to the environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Comes with every command line that this shell reports; output cannot know it. */
  readonly nonce: string;
}

export interface IntegrationPlaces {
  /** Where the scripts lie: scripts/ beside this file, or its copy in the build. */
  readonly scriptsDir: string;
  /** A private directory for the files that hand over a nonce; each is removed by the shell that reads it. */
  readonly nonceDir: string;
}

/** Null for a shell that has no integration or was given arguments; it then runs as it is. */
export async function integrateShell(
  shell: string,
  args: readonly string[],
  { places, zdotdir }: { places: IntegrationPlaces; zdotdir: string | undefined },
): Promise<IntegratedShell | null> {
  const isLogin = args.length === 1 && (args[0] === '-l' || args[0] === '--login');
  if (args.length > 0 && !isLogin) return null;
  const { scriptsDir } = places;
  switch (basename(shell)) {
    case 'bash': {
      const { nonce, env } = await handOverNonce(places);
      // A login bash reads no --rcfile, so the script reads what a login shell would.
      const login: Record<string, string> = isLogin ? { EVERPANE_LOGIN_SHELL: '1' } : {};
      return {
        nonce,
        env: { ...env, ...login },
        args: ['--rcfile', join(scriptsDir, 'bash', 'everpane.bash')],
      };
    }
    case 'zsh': {
      const { nonce, env } = await handOverNonce(places);
      const own: Record<string, string> = zdotdir === undefined ? {} : { EVERPANE_ZDOTDIR: zdotdir };
      return { nonce, env: { ...env, ...own, ZDOTDIR: join(scriptsDir, 'zsh') }, args };
    }
    case 'fish': {
      const { nonce, env } = await handOverNonce(places);
      const script = join(scriptsDir, 'fish', 'everpane.fish').replace(/[\\']/g, '\\$&');
      return { nonce, env, args: [...args, '--init-command', `source '${script}'`] };
    }
    default:
      return null;
  }
}

/** A file that only its reader sees: the environment of a shell can be read by its children for as long as it runs. */
async function handOverNonce(
  places: IntegrationPlaces,
): Promise<{ nonce: string; env: Record<string, string> }> {
  const nonce = randomBytes(16).toString('hex');
  const file = join(places.nonceDir, `nonce-${randomBytes(8).toString('hex')}`);
  await mkdir(places.nonceDir, { recursive: true, mode: 0o700 });
  await writeFile(file, `${nonce}\n`, { mode: 0o600, flag: 'wx' });
  return { nonce, env: { EVERPANE_NONCE_FILE: file } };
}
