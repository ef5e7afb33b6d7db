// Processes that outlived the app which had started them (nohup, setsid). Every process of a pane carries the workspace's
// mark and its pane's id in its environment, so what is found is told by the process itself and never by a number that the
// system may have given away again. Linux only: elsewhere nobody tells another process's environment, and nothing is found.
import { createHash } from 'node:crypto';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';

/** Names the workspace to its processes; see `workspaceMark`. */
export const workspaceVariable = 'EVERPANE_WORKSPACE';
/** Names the pane to its processes. */
export const paneVariable = 'EVERPANE_PANE';

export interface SurvivingProcess {
  readonly pid: number;
  /** Kernel ticks since boot: with the pid it names one process for as long as the system runs. */
  readonly startTime: string;
  /** The id of its pane, as the process says. */
  readonly pane: string;
  /** argv; never empty. */
  readonly args: readonly string[];
}

/** So many processes are looked at at a time: the threads that read files have other work to do. */
const together = 8;

/** The same for every start over one state directory, and another one for a directory that has taken its place. */
export async function workspaceMark(stateDir: string): Promise<string> {
  const { dev, ino } = await stat(stateDir);
  const place = `${await realpath(stateDir)}\0${dev}\0${ino}`;
  return createHash('sha256').update(place).digest('hex').slice(0, 16);
}

/**
 * What runs of the workspace and was started before this process. Of a family only the eldest, because the others are
 * its own business.
 */
export async function findSurvivors(mark: string): Promise<readonly SurvivingProcess[]> {
  if (process.platform !== 'linux') return [];
  const self = await statOf(process.pid);
  if (self === null) return [];
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found: (SurvivingProcess & { readonly parent: number })[] = [];
  for (let from = 0; from < pids.length; from += together) {
    const looks = pids.slice(from, from + together).map((pid) => survivorOf(pid, mark));
    for (const survivor of await Promise.all(looks)) {
      if (survivor !== null && Number(survivor.startTime) < Number(self.startTime)) found.push(survivor);
    }
  }
  const family = new Set(found.map(({ pid }) => pid));
  return found
    .filter(({ parent }) => !family.has(parent))
    .map(({ pid, startTime, pane, args }) => ({ pid, startTime, pane, args }));
}

/** Whether that very process still runs. */
export async function isStillRunning({
  pid,
  startTime,
}: Pick<SurvivingProcess, 'pid' | 'startTime'>): Promise<boolean> {
  return (await statOf(pid))?.startTime === startTime;
}

async function survivorOf(
  pid: number,
  mark: string,
): Promise<(SurvivingProcess & { readonly parent: number }) | null> {
  const variables = await wordsIn(`/proc/${pid}/environ`);
  if (!variables.includes(`${workspaceVariable}=${mark}`)) return null;
  const prefix = `${paneVariable}=`;
  const pane = variables.find((variable) => variable.startsWith(prefix))?.slice(prefix.length);
  const [found, args] = await Promise.all([statOf(pid), wordsIn(`/proc/${pid}/cmdline`)]);
  if (found === null || pane === undefined || args.length === 0) return null;
  return { pid, pane, args, startTime: found.startTime, parent: found.parent };
}

/** proc(5): fields 3 (state), 4 (parent) and 22 (start time). Null for a zombie, and where nothing is. */
async function statOf(pid: number): Promise<{ parent: number; startTime: string } | null> {
  const line = await textOf(`/proc/${pid}/stat`);
  // The second field is the name in parentheses, and may itself hold any character.
  const [state, parent, ...fields] = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const startTime = fields[17];
  return startTime === undefined || state === 'Z' || state === 'X'
    ? null
    : { parent: Number(parent), startTime };
}

async function wordsIn(file: string): Promise<string[]> {
  return (await textOf(file)).replace(/\0+$/, '').split('\0').filter(Boolean);
}

/** Empty when the process is gone, or another user's. */
function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
