// Where a shell can start: the directory that was asked for, or its nearest parent that can be entered. A directory on
// a mount that does not answer counts as unusable after a while, so that a dead server cannot hold up a start.
import { access, constants, stat } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import { askAboutPath } from './path-questions.ts';

const ANSWER_TIMEOUT_MS = 1500;

/** The nearest usable directory at or above `path`; the root always counts as usable. A relative path counts as gone. */
export async function nearestDirectory(path: string): Promise<string> {
  let candidate = isAbsolute(path) && !path.includes('\0') ? path : '/';
  while (candidate !== '/') {
    const answer = await askAboutPath(candidate, isEnterableDirectory, ANSWER_TIMEOUT_MS);
    if (answer.kind === 'answer' && answer.value) return candidate;
    const mount = answer.kind === 'silent' ? answer.mount : null;
    const isWithin = mount !== null && `${candidate}/`.startsWith(`${mount}/`);
    candidate = dirname(isWithin ? mount : candidate);
  }
  return candidate;
}

async function isEnterableDirectory(path: string): Promise<boolean> {
  if (!(await stat(path)).isDirectory()) return false;
  await access(path, constants.X_OK);
  return true;
}
