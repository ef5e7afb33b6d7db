// What the system tells about a running process: its working directory, and who is in front of its terminal. Null
// means that it cannot be told, because the process is gone, is another user's, or the platform has no way.
import { execFile } from 'node:child_process';
import { readFile, readlink, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { askAboutPath } from './path-questions.ts';
import type { ForegroundProcess } from './types.ts';

const DELETED = ' (deleted)';
const COMMAND_TIMEOUT_MS = 2000;
const PATH_TIMEOUT_MS = 1500;
const run = promisify(execFile);

/** Absolute path of the directory that a process is in; of one that was removed, the path that it had. */
export async function workingDirectoryOf(pid: number): Promise<string | null> {
  if (process.platform === 'linux') {
    return workingDirectoryFromProc(`/proc/${pid}/cwd`);
  }
  if (process.platform === 'darwin') {
    const fields = await output('lsof', ['-a', '-d', 'cwd', '-p', String(pid), '-Fn']);
    return (
      fields
        ?.split('\n')
        .find((field) => field.startsWith('n/'))
        ?.slice(1) ?? null
    );
  }
  return null;
}

async function workingDirectoryFromProc(link: string): Promise<string | null> {
  const path = await orNull(readlink(link));
  if (path === null || !path.endsWith(DELETED)) {
    return path;
  }
  // A directory may really be called so: then the name leads to the very directory that the process is in.
  const isItsName = await askAboutPath(path, () => isSameFile(path, link), PATH_TIMEOUT_MS);
  return isItsName.kind === 'answer' && isItsName.value ? path : path.slice(0, -DELETED.length);
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([stat(one), stat(other)]);
  return a.dev === b.dev && a.ino === b.ino;
}

/** The foreground process group of the terminal whose session `pid` leads, unless that is `pid`'s own. */
export async function foregroundOf(pid: number): Promise<ForegroundProcess | null> {
  if (process.platform === 'linux') {
    return foregroundFromProc(pid);
  }
  if (process.platform === 'darwin') {
    return foregroundFromPs(pid);
  }
  return null;
}

/** Whether the process has told the system to drop SIGHUP; false where that cannot be seen. */
export async function ignoresHangUp(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const status = await orNull(readFile(`/proc/${pid}/status`, 'latin1'));
  const mask = status?.match(/^SigIgn:\s*([0-9a-f]+)$/m)?.[1];
  // proc(5): bit n stands for signal n + 1, and SIGHUP is signal 1.
  return mask !== undefined && (BigInt(`0x${mask}`) & 1n) === 1n;
}

async function foregroundFromProc(pid: number): Promise<ForegroundProcess | null> {
  const shell = await processStat(pid);
  if (shell === null || shell.foregroundGroup <= 0 || shell.foregroundGroup === shell.group) {
    return null;
  }
  const group = shell.foregroundGroup;
  for (const candidate of [group, ...(await childrenOf(pid))]) {
    const candidateStat = await processStat(candidate);
    const commandLine = candidateStat?.group === group ? await commandLineOf(candidate) : null;
    if (commandLine !== null) {
      return { pid: candidate, ...commandLine };
    }
  }
  return null;
}

interface ProcessStat {
  readonly group: number;
  readonly foregroundGroup: number;
}

/** proc(5): the name in parentheses may hold anything, so fields are counted from its last parenthesis. */
async function processStat(pid: number): Promise<ProcessStat | null> {
  const line = await orNull(readFile(`/proc/${pid}/stat`, 'latin1'));
  const fields = line?.slice(line.lastIndexOf(')') + 2).split(' ');
  const [group, foregroundGroup] = [Number(fields?.[2]), Number(fields?.[5])];
  return Number.isInteger(group) && Number.isInteger(foregroundGroup) ? { group, foregroundGroup } : null;
}

/** The first of a pipeline may be gone while the others run on: they are children of the shell, too. */
async function childrenOf(pid: number): Promise<number[]> {
  const list = await orNull(readFile(`/proc/${pid}/task/${pid}/children`, 'latin1'));
  return list === null ? [] : list.split(' ').filter(Boolean).map(Number);
}

/** Null for a zombie, which has no arguments any more. */
async function commandLineOf(pid: number): Promise<{ command: string; args: string[] } | null> {
  const text = await orNull(readFile(`/proc/${pid}/cmdline`, 'utf8'));
  const [command, ...args] = (text ?? '').replace(/\0$/, '').split('\0');
  return command === undefined || command === '' ? null : { command, args };
}

async function foregroundFromPs(pid: number): Promise<ForegroundProcess | null> {
  const groups = await output('ps', ['-o', 'pgid=,tpgid=', '-p', String(pid)]);
  const [group, foregroundGroup] = (groups ?? '').trim().split(/\s+/).map(Number);
  if (
    group === undefined ||
    foregroundGroup === undefined ||
    foregroundGroup <= 0 ||
    group === foregroundGroup
  ) {
    return null;
  }
  const line = await output('ps', ['-o', 'command=', '-p', String(foregroundGroup)]);
  const [command, ...args] = (line ?? '').trim().split(/\s+/);
  return command === undefined || command === '' ? null : { pid: foregroundGroup, command, args };
}

async function output(file: string, args: string[]): Promise<string | null> {
  const result = await orNull(run(file, args, { timeout: COMMAND_TIMEOUT_MS }));
  return result === null ? null : result.stdout;
}

/** Processes come and go between two looks at them: not being there is an answer. */
async function orNull<T>(value: Promise<T>): Promise<T | null> {
  try {
    return await value;
  } catch {
    return null;
  }
}
