// Which of some texts name something that is there, seen from a directory. Only looks, and not for ever: a directory on a mount
// that does not answer has nothing.
import { stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import type { FoundPath } from '../../shared/commands.ts';

const ANSWER_TIMEOUT_MS = 1000;

/** In the order of the texts; null for what is not there. `home`: what ~ stands for. */
export async function findPaths(
  texts: readonly string[],
  { cwd, home }: { readonly cwd: string; readonly home: string },
): Promise<(FoundPath | null)[]> {
  let timer: NodeJS.Timeout | undefined;
  const noAnswer = new Promise<null>((answer) => {
    timer = setTimeout(() => answer(null), ANSWER_TIMEOUT_MS);
  });
  try {
    return await Promise.all(
      texts.map((text) => Promise.race([find(resolvePath(text, { cwd, home })), noAnswer])),
    );
  } finally {
    clearTimeout(timer);
  }
}

export function resolvePath(
  text: string,
  { cwd, home }: { readonly cwd: string; readonly home: string },
): string {
  const path = text === '~' || text.startsWith('~/') ? join(home, text.slice(1)) : text;
  return isAbsolute(path) ? path : resolve(cwd, path);
}

async function find(path: string): Promise<FoundPath | null> {
  try {
    return { path, kind: (await stat(path)).isDirectory() ? 'directory' : 'file' };
  } catch {
    // Not there, or not for us to see: no link either way.
    return null;
  }
}
