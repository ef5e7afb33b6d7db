// Questions about paths that are not ours. A mount whose server is gone (NFS, sshfs, a share behind a VPN) does not say so: it says
// nothing, and each question holds one of libuv's few threads for as long, until none is left for the journal. Invariant: a
// mount that may be silent has one question under way, whatever is asked, so it never holds more than one thread. On Linux; elsewhere
// nothing tells such mounts apart, and only the waiting is bounded.
import { readFileSync } from 'node:fs';
import { readlink } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';

export type PathAnswer<T> =
  | { readonly kind: 'answer'; readonly value: T }
  /** It cannot be told, and the system says so: there is no such path, or it may not be seen. */
  | { readonly kind: 'failed' }
  /** `mount`: what does not answer, so that nobody asks about its other paths in turn; null where that is not known. */
  | { readonly kind: 'silent'; readonly mount: string | null };

/** File systems that wait for somebody else, a server or another process. As in mountinfo. */
const WAITING_TYPE = /^(9p|afs|autofs|ceph|cifs|fuse|gfs2|gpfs|lustre|ncp|nfs|ocfs2|orangefs|smb|virtiofs)/;
/** As the kernel counts. */
const MOST_LINKS = 40;

/** Of each mount that may be silent, the question that it has not answered yet. */
const underWay = new Map<string, Promise<unknown>>();

/** `path`: absolute. `question` is asked when it is this one's turn, and its failing is an answer. */
export async function askAboutPath<T>(
  path: string,
  question: (path: string) => Promise<T>,
  timeoutMs: number,
): Promise<PathAnswer<T>> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<'too-late'>((resolve) => {
    timer = setTimeout(() => resolve('too-late'), timeoutMs);
  });
  try {
    const mount = await waitingMountOf(path);
    while (mount !== null) {
      const other = underWay.get(mount);
      if (other === undefined) break;
      if ((await Promise.race([other, tooLate])) === 'too-late') return { kind: 'silent', mount };
    }
    const answer = settled(question(path));
    if (mount !== null) {
      const done = answer.then(() => underWay.delete(mount));
      underWay.set(mount, done);
    }
    const outcome = await Promise.race([answer, tooLate]);
    return outcome === 'too-late' ? { kind: 'silent', mount } : outcome;
  } finally {
    clearTimeout(timer);
  }
}

async function settled<T>(question: Promise<T>): Promise<PathAnswer<T>> {
  try {
    return { kind: 'answer', value: await question };
  } catch {
    return { kind: 'failed' };
  }
}

/**
 * The first mount on the way to `path` that may be silent. Links before it are followed here, because asking where they lead would
 * be asking that mount.
 */
async function waitingMountOf(path: string): Promise<string | null> {
  const points = readWaitingMounts();
  if (points.size === 0) return null;
  const ahead = partsOf(path);
  let at = '/';
  for (let links = 0; ; ) {
    const part = ahead.shift();
    if (part === undefined) return null;
    const next = join(at, part);
    if (points.has(next)) return next;
    const target = await readlink(next).catch(() => null);
    if (target === null) {
      at = next;
      continue;
    }
    links += 1;
    if (links > MOST_LINKS) return null;
    ahead.unshift(...partsOf(target));
    if (isAbsolute(target)) at = '/';
  }
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

/** proc(5): the mount point is the fifth field; the type follows the first lone hyphen behind it. */
function readWaitingMounts(): ReadonlySet<string> {
  let table: string;
  try {
    table = readFileSync('/proc/self/mountinfo', 'utf8');
  } catch {
    return new Set();
  }
  const points = new Set<string>();
  for (const line of table.split('\n')) {
    const [place = '', source = ''] = line.split(' - ', 2);
    const point = place.split(' ')[4];
    if (point !== undefined && WAITING_TYPE.test(source)) points.add(unescaped(point));
  }
  return points;
}

/** Blanks and the like stand there as three octal digits. */
function unescaped(point: string): string {
  return point.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
