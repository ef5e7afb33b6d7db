// The built app under test: its own home, HOME, TMPDIR and display; started, killed, started again; and at the end nothing
// of it left, neither file nor process. Knows how to drive it from outside and nothing of its insides.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { awaitProcessesGone, type FoundProcess, type Mark } from './marked-processes.ts';
import { checkout, readRuntimeRecord } from './runtime-record.ts';
import { giveToUnprivilegedUser, prepareUnprivilegedLaunch, runsAsRoot } from './unprivileged-user.ts';

const LAUNCH_TIMEOUT_MS = 60_000;
/** Generous: after a kill all is gone within a tenth of a second on an idle machine (an X server of its own: five). */
const GONE_TIMEOUT_MS = 20_000;
const CLI_TIMEOUT_MS = 60_000;

/** A test that kills the app wants to start it again itself. */
const DEFAULT_CONFIG = '[restore]\nrelaunch_after_crash = false\n';

export interface AppOptions {
  /** The X display to use; undefined where there is none to choose (macOS, Windows). */
  readonly display: string | undefined;
  /** Content of config.toml. */
  readonly config?: string;
  /** Further environment variables of the app. */
  readonly env?: Readonly<Record<string, string>>;
  /** Run with Chromium's sandbox on; as root that means as another user. */
  readonly sandbox?: boolean;
}

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export class AppUnderTest {
  /** EVERPANE_HOME. */
  readonly home: string;
  /** HOME of the shells: empty but for a .bashrc that sets the prompt "$ ". */
  readonly userHome: string;
  readonly #dir: string;
  readonly #env: Record<string, string>;
  readonly #launch: { electronPath: string; appPath: string; sandbox: boolean };
  readonly #mark: Mark;
  readonly #output: string[] = [];
  #running: { app: ElectronApplication; page: Page } | undefined;

  private constructor(dir: string, options: AppOptions) {
    this.#dir = dir;
    this.home = join(dir, 'home');
    this.userHome = join(dir, 'user');
    const id = randomUUID();
    this.#mark = { variable: `EVERPANE_TEST=${id}`, dir };
    this.#env = {
      PATH: process.env.PATH ?? '/usr/bin:/bin',
      HOME: this.userHome,
      TMPDIR: join(dir, 'tmp'),
      SHELL: '/bin/bash',
      LANG: 'C.UTF-8',
      EVERPANE_HOME: this.home,
      EVERPANE_TEST: id,
      ...(options.display === undefined ? {} : { DISPLAY: options.display }),
      ...options.env,
    };
    const runtime = readRuntimeRecord();
    const sandbox = options.sandbox ?? !runsAsRoot();
    this.#launch =
      sandbox && runsAsRoot()
        ? { ...prepareUnprivilegedLaunch(runtime, join(dir, 'copy')), sandbox }
        : { electronPath: runtime.electronPath, appPath: runtime.appPath, sandbox };
  }

  /** Makes the directories; starts nothing yet. */
  static async create(options: AppOptions): Promise<AppUnderTest> {
    const dir = await mkdtemp(join(tmpdir(), 'everpane-e2e-'));
    try {
      await chmod(dir, 0o755);
      await mkdir(join(dir, 'copy'));
      const instance = new AppUnderTest(dir, options);
      const own = [instance.home, instance.userHome, join(dir, 'tmp')];
      for (const path of own) await mkdir(path, { mode: 0o700 });
      await writeFile(join(instance.userHome, '.bashrc'), "PS1='$ '\n");
      await writeFile(join(instance.home, 'config.toml'), options.config ?? DEFAULT_CONFIG, { mode: 0o600 });
      if (instance.#launch.sandbox && runsAsRoot()) {
        const files = [join(instance.userHome, '.bashrc'), join(instance.home, 'config.toml')];
        giveToUnprivilegedUser([...own, ...files]);
      }
      return instance;
    } catch (error) {
      await rm(dir, { recursive: true, force: true });
      throw error;
    }
  }

  /** Starts the app and resolves when its first window has loaded. */
  async start(args: readonly string[] = []): Promise<void> {
    if (this.#running !== undefined) throw new Error('the app is running already');
    const app = await _electron.launch({
      executablePath: this.#launch.electronPath,
      args: [this.#launch.appPath, ...args],
      env: this.#env,
      cwd: this.userHome,
      chromiumSandbox: this.#launch.sandbox,
      timeout: LAUNCH_TIMEOUT_MS,
    });
    const child = app.process();
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => this.#output.push(text));
    }
    try {
      const page = await app.firstWindow({ timeout: LAUNCH_TIMEOUT_MS });
      await page.waitForLoadState('domcontentloaded');
      await app.context().tracing.start({ snapshots: true, title: this.home });
      this.#running = { app, page };
    } catch (error) {
      child.kill('SIGKILL');
      throw new Error(`the app opened no window:\n${this.output}`, { cause: error });
    }
  }

  get app(): ElectronApplication {
    return this.#alive().app;
  }

  /** The first window's page. */
  get page(): Page {
    return this.#alive().page;
  }

  /** The pid of Electron's main process. */
  get pid(): number {
    const { pid } = this.app.process();
    if (pid === undefined) throw new Error('the app has no pid');
    return pid;
  }

  /** What the app has written to stdout and stderr, over all its starts. */
  get output(): string {
    return this.#output.join('');
  }

  /** What the app and the CLI run with. */
  get environment(): Readonly<Record<string, string>> {
    return this.#env;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Writes what happened in the windows since the last start (open it with `npx playwright show-trace`). */
  async writeTrace(file: string): Promise<void> {
    await this.app.context().tracing.stop({ path: file });
  }

  /**
   * SIGKILL to the main process; resolves when every process of the app is gone, and throws if one stays, unless the test
   * has started something that shall survive.
   */
  async kill9({ leavesSurvivors = false } = {}): Promise<void> {
    const { app } = this.#alive();
    const closed = once(app.process(), 'close');
    process.kill(this.pid, 'SIGKILL');
    this.#running = undefined;
    await closed;
    if (!leavesSurvivors) await this.expectNothingLeft();
  }

  /** A graceful quit, as by the menu; resolves when every process of the app is gone, and throws if one stays. */
  async quit(): Promise<void> {
    const { app } = this.#alive();
    this.#running = undefined;
    await app.close();
    await this.expectNothingLeft();
  }

  /** Starts the app again in the same home, quitting it first if it still runs. */
  async restart(args: readonly string[] = []): Promise<void> {
    if (this.#running !== undefined) await this.quit();
    await this.start(args);
  }

  /** Runs bin/everpane in this app's environment (so for its home); never throws because of the exit code. */
  cli(...args: string[]): Promise<CliResult> {
    const command = [join(checkout, 'bin', 'everpane'), ...args];
    return new Promise((resolve, reject) => {
      execFile(
        process.execPath,
        command,
        { env: this.#env, cwd: this.userHome, timeout: CLI_TIMEOUT_MS, maxBuffer: 64 * 2 ** 20 },
        (error, stdout, stderr) => {
          if (error !== null && typeof error.code !== 'number') reject(error);
          else resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
        },
      );
    });
  }

  /** As `cli`, for a command that must succeed: its stdout, without the newline at the end. */
  async cliOutput(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.cli(...args);
    if (code !== 0) throw new Error(`everpane ${args.join(' ')}: exit ${code}: ${stderr}`);
    return stdout.replace(/\n$/, '');
  }

  /** As `cliOutput`, parsed: adds --json. */
  async cliJson<Shape>(...args: string[]): Promise<Shape> {
    return JSON.parse(await this.cliOutput(...args, '--json'));
  }

  /** Ends what runs, removes every file and throws if a process had to be killed. Safe to call in any state. */
  async dispose(): Promise<void> {
    try {
      if (this.#running !== undefined) await this.quit();
      else await this.expectNothingLeft();
    } finally {
      await rm(this.#dir, { recursive: true, force: true });
    }
  }

  /** Resolves when every process of the app is gone; kills what stays, and throws. */
  async expectNothingLeft(): Promise<void> {
    const left = await awaitProcessesGone(this.#mark, GONE_TIMEOUT_MS);
    if (left.length === 0) return;
    for (const { pid } of left) killIfAlive(pid);
    throw new Error(`processes of the app were left:\n${left.map(describe).join('\n')}`);
  }

  #alive(): { app: ElectronApplication; page: Page } {
    if (this.#running === undefined) throw new Error('the app is not running');
    return this.#running;
  }
}

function describe({ pid, commandLine }: FoundProcess): string {
  return `${pid} ${commandLine.slice(0, 200)}`;
}

function killIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
