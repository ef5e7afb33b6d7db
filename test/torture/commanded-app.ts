// The app as a script sees it: bin/everpane and a process id. Own home, own environment, everything gone at the end.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppStatus } from '../../shared/status.ts';
import type { TreeJson } from '../../shared/tree.ts';
import { awaitProcessesGone, type Mark } from '../support/marked-processes.ts';
import { checkout } from '../support/runtime-record.ts';

const goneTimeoutMs = 10_000;
const commandTimeoutMs = 90_000;
const config = '[restore]\nrelaunch_after_crash = false\n[persistence]\nscrollback_max_lines = 100000\n';

/** A command of the app failed; the message is what it said. */
export class CommandFailedError extends Error {}

export class CommandedApp {
  readonly #dir: string;
  readonly #mark: Mark;
  readonly #env: Record<string, string>;

  private constructor(dir: string, display: string | undefined) {
    const id = randomUUID();
    this.#dir = dir;
    this.#mark = { variable: `EVERPANE_TEST=${id}`, dir };
    this.#env = {
      PATH: process.env.PATH ?? '/usr/bin:/bin',
      HOME: join(dir, 'user'),
      TMPDIR: join(dir, 'tmp'),
      SHELL: '/bin/bash',
      LANG: 'C.UTF-8',
      EVERPANE_HOME: join(dir, 'home'),
      EVERPANE_TEST: id,
      ...(display === undefined ? {} : { DISPLAY: display }),
    };
  }

  /** `display`: the X display to use; undefined where there is none to choose, or where the app shall find one. */
  static async create(display?: string): Promise<CommandedApp> {
    const dir = await mkdtemp(join(tmpdir(), 'everpane-torture-'));
    for (const name of ['home', 'user', 'tmp']) await mkdir(join(dir, name), { mode: 0o700 });
    await writeFile(join(dir, 'user', '.bashrc'), "PS1='$ '\n");
    await writeFile(join(dir, 'home', 'config.toml'), config);
    return new CommandedApp(dir, display);
  }

  get userHome(): string {
    return join(this.#dir, 'user');
  }

  /** Runs bin/everpane; resolves with what it printed, rejects with CommandFailedError. */
  run(...args: string[]): Promise<string> {
    return new Promise((resolve, reject) => {
      execFile(
        process.execPath,
        [join(checkout, 'bin', 'everpane'), ...args],
        { env: this.#env, cwd: this.userHome, timeout: commandTimeoutMs, maxBuffer: 256 * 2 ** 20 },
        (error, stdout, stderr) => {
          if (error === null) resolve(stdout.trimEnd());
          else
            reject(new CommandFailedError(`everpane ${args.join(' ')}: ${stderr.trim() || error.message}`));
        },
      );
    });
  }

  async json<Shape>(...args: string[]): Promise<Shape> {
    return JSON.parse(await this.run(...args, '--json')) as Shape;
  }

  tree(): Promise<TreeJson> {
    return this.json<TreeJson>('ls');
  }

  status(): Promise<AppStatus> {
    return this.json<AppStatus>('status');
  }

  /** SIGKILL to the main process; resolves when nothing of the app is left, and throws if something stays. */
  async kill(pid: number): Promise<void> {
    process.kill(pid, 'SIGKILL');
    await this.#expectNothingLeft();
  }

  async dispose(): Promise<void> {
    try {
      await this.run('quit').catch(() => undefined);
      await this.#expectNothingLeft();
    } finally {
      await rm(this.#dir, { recursive: true, force: true });
    }
  }

  async #expectNothingLeft(): Promise<void> {
    const left = await awaitProcessesGone(this.#mark, goneTimeoutMs);
    for (const { pid } of left) process.kill(pid, 'SIGKILL');
    if (left.length > 0) {
      throw new Error(
        `left behind: ${left.map(({ pid, commandLine }) => `${pid} ${commandLine}`).join('; ')}`,
      );
    }
  }
}
