// Which of some texts name something that is there, seen from a directory. Only looks, and not for ever: a directory on a mount
// that does not answer has nothing.
import { stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import type { FoundPath } from '../../shared/commands.ts';
import { askAboutPath } from '../pty/path-questions.ts';

const ANSWER_TIMEOUT_MS = 1000;

/** In the order of the texts; null for what is not there. `home`: what ~ stands for. */
export function findPaths(
  texts: readonly string[],
  { cwd, home }: { readonly cwd: string; readonly home: string },
): Promise<(FoundPath | null)[]> {
  return Promise.all(texts.map((text) => find(resolvePath(text, { cwd, home }))));
}

export function resolvePath(
  text: string,
  { cwd, home }: { readonly cwd: string; readonly home: string },
): string {
  const path = text === '~' || text.startsWith('~/') ? join(home, text.slice(1)) : text;
  return isAbsolute(path) ? path : resolve(cwd, path);
}

/** Null as well for what is not for us to see: no link either way. */
async function find(path: string): Promise<FoundPath | null> {
  const answer = await askAboutPath(path, (asked) => stat(asked), ANSWER_TIMEOUT_MS);
  if (answer.kind !== 'answer') return null;
  return { path, kind: answer.value.isDirectory() ? 'directory' : 'file' };
}
