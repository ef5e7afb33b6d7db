// The built command line against a host of the test's own (host-process.ts), each in its own process and all of it in the
// test's own directory. When the test ends, neither file nor process of it is left.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { checkout } from './runtime-record.ts';
import { tempDir } from './temp-dir.ts';

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
  #host: ChildProcess | null = null;

  private constructor(dir: string, homeName: string) {
    this.dir = dir;
    this.home = join(dir, homeName);
    this.userHome = join(dir, 'user');
    this.env = {
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
    onTestFinished(() => harness.killHost());
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
    const entry = join(import.meta.dirname, 'host-process.ts');
    const host = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), entry], {
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
    child.stdin?.end(options.stdin ?? '');
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, stdout, stderr }));
    });
  }

  spawn(args: readonly string[], { cwd = this.dir, env = {} }: CliRunOptions = {}): ChildProcess {
    const program = join(checkout, 'out', 'cli', 'everpane.cjs');
    if (!existsSync(program)) throw new Error(`${program} is not built; run: npm run build`);
    return spawn(process.execPath, [join(checkout, 'bin', 'everpane'), ...args], {
      cwd,
      env: { ...this.env, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
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
