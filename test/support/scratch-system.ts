// A copy-on-write view of this machine's own system, in which packages can be installed and removed for real, by root and for
// users of its own. It lives in a mount namespace that ends with this process, however that ends. Linux, as root.
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readlinkSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CliResult } from './app.ts';
import { runsAsRoot } from './unprivileged-user.ts';

const COMMAND_TIMEOUT_MS = 60_000;
const POLL_MS = 25;

/** A tmpfs below, because an overlay may not write to another one (containers). X servers are found by their sockets. */
const SET_UP = `
set -e
mount -t tmpfs scratch "$1"
mkdir "$1/changes" "$1/work" "$1/view"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/changes,workdir=$1/work" "$1/view"
for dir in /proc /dev /tmp/.X11-unix; do
  [ ! -d "$dir" ] || { mkdir -p "$1/view$dir" && mount --rbind "$dir" "$1/view$dir"; }
done
mount --bind "$2" "$1/view/mnt"
echo ready
exec cat
`;

export interface ScratchUser {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
}

export class ScratchSystem {
  readonly #holder: ChildProcess;
  readonly #root: string;

  private constructor(holder: ChildProcess, root: string) {
    this.#holder = holder;
    this.#root = root;
  }

  /** Whether this machine allows it; containers without the right to mount do not. */
  static isPossible(): boolean {
    if (process.platform !== 'linux' || !runsAsRoot()) return false;
    const probe = ['--mount', '--propagation', 'private', 'sh', '-c', 'mount -t tmpfs probe /mnt'];
    return spawnSync('unshare', probe).status === 0;
  }

  /** `dir`: an empty directory to mount it at. `shared` is seen inside as /mnt. */
  static async create(dir: string, shared: string): Promise<ScratchSystem> {
    await mkdir(dir, { recursive: true });
    const args = ['--mount', '--propagation', 'private', 'sh', '-c', SET_UP, 'scratch-system', dir, shared];
    const holder = spawn('unshare', args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const ended = once(holder, 'exit').then(([code]) => {
      throw new Error(`the scratch system could not be made (exit status ${code})`);
    });
    await Promise.race([once(holder.stdout, 'data'), ended]);
    ended.catch(() => undefined);
    return new ScratchSystem(holder, join(dir, 'view'));
  }

  /** Runs a program in it, as root unless told otherwise; never throws because of the exit code. */
  run(command: readonly string[], user: ScratchUser = { name: 'root', env: {} }): Promise<CliResult> {
    const { name, env } = user;
    const path = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' };
    const variables = Object.entries({ ...path, ...env }).map(([key, value]) => `${key}=${value}`);
    const args = [
      ...['--target', String(this.#holder.pid), '--mount', '--'],
      ...['chroot', `--userspec=${name}:${name}`, this.#root, 'env', '-i', ...variables, ...command],
    ];
    return new Promise((resolve, reject) => {
      execFile('nsenter', args, { cwd: '/', timeout: COMMAND_TIMEOUT_MS }, (error, stdout, stderr) => {
        if (error !== null && typeof error.code !== 'number') reject(error);
        else resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
      });
    });
  }

  /** As `run`, for what must succeed: its stdout, without the newline at the end. */
  async output(command: readonly string[], user?: ScratchUser): Promise<string> {
    const { code, stdout, stderr } = await this.run(command, user);
    if (code !== 0) throw new Error(`${command.join(' ')}: exit ${code}: ${stderr}${stdout}`);
    return stdout.replace(/\n$/, '');
  }

  /** Everything that was started in it and lives. */
  processes(): number[] {
    const own = readNamespace(this.#holder.pid ?? 0);
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0 && pid !== this.#holder.pid && readNamespace(pid) === own);
  }

  /** Resolves to what is still alive after at most `limitMs`. */
  async awaitNoProcesses(limitMs = 20_000): Promise<number[]> {
    const deadline = Date.now() + limitMs;
    for (;;) {
      const left = this.processes();
      if (left.length === 0 || Date.now() > deadline) return left;
      await delay(POLL_MS);
    }
  }

  /** Ends what runs in it; the files are gone with the last process. */
  async dispose(): Promise<void> {
    for (const pid of this.processes()) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    }
    await this.awaitNoProcesses();
    const gone = once(this.#holder, 'exit');
    this.#holder.stdin?.end();
    await gone;
  }
}

/** Null for a process that has gone. */
function readNamespace(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/ns/mnt`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES') return null;
    throw error;
  }
}
