// A packaged app at a path with spaces, with a home of its own, run by an unprivileged user and driven by its own command
// alone: fuses keep every debugger out. At the end nothing of it is left, neither file nor process.
import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildUnpacked } from '../../scripts/package/unpacked.mjs';
import type { CliResult } from './app.ts';
import { awaitProcessesGone, type FoundProcess, type Mark, markedProcesses } from './marked-processes.ts';
import { readRuntimeRecord } from './runtime-record.ts';
import { asUnprivilegedUser, giveToUnprivilegedUser, runsAsRoot } from './unprivileged-user.ts';

const CLI_TIMEOUT_MS = 60_000;
const GONE_TIMEOUT_MS = 20_000;
/** A test that kills the app wants to start it again itself. */
const CONFIG = '[restore]\nrelaunch_after_crash = false\n';
/** What the launcher of the command needs of a system without Node. */
const PROGRAMS_WITHOUT_NODE = ['sh', 'readlink', 'dirname'];

export class PackagedApp {
  /** The unpacked app: what a tar.gz holds. */
  readonly appDir: string;
  readonly #dir: string;
  readonly #env: Record<string, string>;
  readonly #mark: Mark;

  private constructor(dir: string, { appDir, display }: { appDir: string; display: string | undefined }) {
    const id = randomUUID();
    this.appDir = appDir;
    this.#dir = dir;
    this.#mark = { variable: `EVERPANE_TEST=${id}`, dir };
    this.#env = {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      HOME: join(dir, 'user'),
      TMPDIR: join(dir, 'tmp'),
      SHELL: '/bin/bash',
      LANG: 'C.UTF-8',
      EVERPANE_HOME: join(dir, 'home'),
      EVERPANE_TEST: id,
      ...(display === undefined ? {} : { DISPLAY: display }),
    };
  }

  /** Packages what is built; starts nothing yet. */
  static async create(display: string | undefined): Promise<PackagedApp> {
    const dir = await mkdtemp(join(tmpdir(), 'everpane-packaged-'));
    try {
      await chmod(dir, 0o755);
      const outputDir = join(dir, 'some where', 'else');
      const appDir = await buildUnpacked({ runtime: readRuntimeRecord(), outputDir });
      const own = ['home', 'user', 'tmp'].map((name) => join(dir, name));
      for (const path of own) await mkdir(path, { mode: 0o700 });
      const files = [join(dir, 'user', '.bashrc'), join(dir, 'home', 'config.toml')] as const;
      await writeFile(files[0], "PS1='$ '\n");
      await writeFile(files[1], CONFIG, { mode: 0o600 });
      if (runsAsRoot()) giveToUnprivilegedUser([...own, ...files]);
      await mkdir(join(dir, 'without-node'));
      for (const name of PROGRAMS_WITHOUT_NODE) {
        await symlink(join('/bin', name), join(dir, 'without-node', name));
      }
      return new PackagedApp(dir, { appDir, display });
    } catch (error) {
      await rm(dir, { recursive: true, force: true });
      throw error;
    }
  }

  get executable(): string {
    return join(this.appDir, 'everpane');
  }

  /** Where programs of the app may write. */
  get tempDir(): string {
    return join(this.#dir, 'tmp');
  }

  get userHome(): string {
    return join(this.#dir, 'user');
  }

  /** Starts any program as the user of the app, in its environment. */
  start(file: string, args: readonly string[] = []): void {
    const [program = '', ...rest] = [...(runsAsRoot() ? asUnprivilegedUser() : ['env']), file, ...args];
    spawn(program, rest, { env: this.#env, cwd: this.#env.HOME, stdio: 'ignore', detached: true }).unref();
  }

  /** The packaged command; never throws because of the exit code. `withoutNode`: on a system that has none. */
  cli(args: readonly string[], { withoutNode = false } = {}): Promise<CliResult> {
    const prefix = runsAsRoot() ? asUnprivilegedUser() : ['env'];
    // The prefix needs the whole system, the command gets what it is to see.
    const path = withoutNode ? join(this.#dir, 'without-node') : this.#env.PATH;
    const command = [...prefix, 'env', `PATH=${path}`, join(this.appDir, 'resources', 'bin', 'everpane')];
    const [file = '', ...rest] = [...command, ...args];
    return new Promise((resolve, reject) => {
      const options = { env: this.#env, cwd: this.#env.HOME, timeout: CLI_TIMEOUT_MS };
      execFile(file, rest, options, (error, stdout, stderr) => {
        if (error !== null && typeof error.code !== 'number') reject(error);
        else resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
      });
    });
  }

  /** As `cli`, for a command that must succeed: its stdout, without the newline at the end. */
  async output(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.cli(args);
    if (code !== 0) throw new Error(`everpane ${args.join(' ')}: exit ${code}: ${stderr}`);
    return stdout.replace(/\n$/, '');
  }

  async json<Shape>(...args: string[]): Promise<Shape> {
    return JSON.parse(await this.output(...args, '--json'));
  }

  /** Every living process that came out of the app. */
  processes(): FoundProcess[] {
    return markedProcesses(this.#mark);
  }

  /** Resolves when every process of the app is gone; kills what stays, and throws. */
  async expectNothingLeft(): Promise<void> {
    const left = await awaitProcessesGone(this.#mark, GONE_TIMEOUT_MS);
    for (const { pid } of left) process.kill(pid, 'SIGKILL');
    if (left.length > 0) {
      throw new Error(`processes were left:\n${left.map((found) => found.commandLine).join('\n')}`);
    }
  }

  /** Ends what runs and removes every file. Safe to call in any state. */
  async dispose(): Promise<void> {
    try {
      await this.cli(['quit']);
      await this.expectNothingLeft();
    } finally {
      await rm(this.#dir, { recursive: true, force: true });
    }
  }
}
