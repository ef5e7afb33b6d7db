// The built command line against a host of the test's own (host-process.ts), each in its own process and all of it in the
// test's own directory. When the test ends, neither file nor process of it is left.
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { testHostFile } from './build-test-host.ts';
import { awaitProcessesGone, type Mark, markedProcesses } from './marked-processes.ts';
import { checkout } from './runtime-record.ts';
import { tempDir } from './temp-dir.ts';

const goneLimitMs = 10_000;

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliRunOptions {
  readonly stdin?: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export class CliHarness {
  readonly dir: string;
  /** EVERPANE_HOME. */
  readonly home: string;
  /** HOME of command line and shells. */
  readonly userHome: string;
  readonly env: Readonly<Record<string, string>>;
  /** Finds every process that came out of this test. */
  readonly mark: Mark;
  #host: ChildProcess | null = null;

  private constructor(dir: string, homeName: string) {
    this.dir = dir;
    this.home = join(dir, homeName);
    this.userHome = join(dir, 'user');
    const id = randomUUID();
    this.mark = { variable: `EVERPANE_TEST=${id}`, dir };
    this.env = {
      EVERPANE_TEST: id,
      PATH: process.env.PATH ?? '/usr/bin:/bin',
      HOME: this.userHome,
      TMPDIR: dir,
      SHELL: '/bin/bash',
      LANG: 'C.UTF-8',
      EVERPANE_HOME: this.home,
    };
  }

  /** Makes the directories; `homeName` is the home's path in the test's directory. */
  static async create({ homeName = 'home' }: { homeName?: string } = {}): Promise<CliHarness> {
    const harness = new CliHarness(await tempDir(), homeName);
    await mkdir(harness.userHome);
    await writeFile(join(harness.userHome, '.bashrc'), "PS1='$ '\nHISTFILE=\n");
    onTestFinished(() => harness.#endAll());
    return harness;
  }

  /** A harness whose host answers and has its first session, s1 with w1 with p1. */
  static async start(options: { homeName?: string } = {}): Promise<CliHarness> {
    const harness = await CliHarness.create(options);
    await harness.startHost();
    return harness;
  }

  /** Resolves when the host answers. */
  async startHost(): Promise<void> {
    const host = spawn(process.execPath, [testHostFile], {
      env: this.env,
      cwd: this.dir,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#host = host;
    const said: string[] = [];
    host.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: host.stdout }).on('line', (line) => {
        if (line === 'ready') resolve();
      });
      host.once('exit', (code) => reject(new Error(`the host ended (${code}): ${said.join('')}`)));
    });
  }

  get hostPid(): number | undefined {
    return this.#host?.pid;
  }

  /** Resolves with the host's exit status when it has ended, by itself or killed. */
  async hostEnd(): Promise<number | null> {
    const host = this.#host;
    if (host === null || host.exitCode !== null || host.signalCode !== null) return host?.exitCode ?? null;
    return new Promise((resolve) => host.once('exit', resolve));
  }

  async killHost(): Promise<void> {
    this.#host?.kill('SIGKILL');
    await this.hostEnd();
  }

  /** Nothing outlives its test: an app that was opened is nobody's child. */
  async #endAll(): Promise<void> {
    await this.killHost();
    for (const { pid } of markedProcesses(this.mark)) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch (error) {
        // Gone since it was found.
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    }
    const left = await awaitProcessesGone(this.mark, goneLimitMs);
    if (left.length > 0) throw new Error(`still there: ${JSON.stringify(left)}`);
  }

  /** Runs `everpane` to its end. */
  run(args: readonly string[], options: CliRunOptions = {}): Promise<CliResult> {
    const child = this.spawn(args, options);
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    return new Promise((resolve, reject) => {
      // One that does not read may have ended by now.
      child.stdin?.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EPIPE') reject(error);
      });
      child.stdin?.end(options.stdin);
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, stdout, stderr }));
    });
  }

  /** Starts `everpane`; its standard streams are pipes unless told otherwise. */
  spawn(
    args: readonly string[],
    {
      cwd = this.dir,
      env = {},
      stdio = ['pipe', 'pipe', 'pipe'],
    }: CliRunOptions & { readonly stdio?: SpawnOptions['stdio'] } = {},
  ): ChildProcess {
    const program = join(checkout, 'out', 'cli', 'everpane.cjs');
    if (!existsSync(program)) throw new Error(`${program} is not built; run: npm run build`);
    return spawn(process.execPath, [join(checkout, 'bin', 'everpane'), ...args], {
      cwd,
      env: { ...this.env, ...env },
      stdio,
    });
  }

  /** Runs it and returns its output without the last newline; throws what it said when it failed. */
  async output(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(args);
    if (code !== 0) throw new Error(`everpane ${args.join(' ')} ended with ${code}: ${stderr}`);
    return stdout.replace(/\n$/, '');
  }

  async json<T>(...args: string[]): Promise<T> {
    return JSON.parse(await this.output(...args, '--json')) as T;
  }
}
