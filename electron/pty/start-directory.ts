// Where a shell can start: the directory that was asked for, or its nearest parent that can be entered. A directory on
// a mount that does not answer counts as unusable after a while, so that a dead server cannot hold up a start.
import { access, constants, stat } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';

const ANSWER_TIMEOUT_MS = 1500;

/** The nearest usable directory at or above `path`; the root always counts as usable. A relative path counts as gone. */
export async function nearestDirectory(path: string): Promise<string> {
  let candidate = isAbsolute(path) && !path.includes('\0') ? path : '/';
  while (!(await canEnter(candidate))) {
    const parent = dirname(candidate);
    if (parent === candidate) {
      return candidate;
    }
    candidate = parent;
  }
  return candidate;
}

async function canEnter(path: string): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const noAnswer = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ANSWER_TIMEOUT_MS);
  });
  try {
    return await Promise.race([isEnterableDirectory(path), noAnswer]);
  } finally {
    clearTimeout(timer);
  }
}

async function isEnterableDirectory(path: string): Promise<boolean> {
  try {
    if (!(await stat(path)).isDirectory()) {
      return false;
    }
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
