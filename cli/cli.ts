// What every command gets: where it runs, where it prints, and the app of the chosen home. One object for one run of the
// program; it knows no command.
import type { Readable } from 'node:stream';
import type { ControlMethod, ControlMethods } from '../electron/control/protocol.ts';
import type { Places } from '../electron/home/places.ts';
import type { AppConnection } from './app-connection.ts';
import { placesFor } from './surroundings.ts';

/** The part of a stream that is written to. A Writable is one. */
export interface Output {
  write(data: string | Uint8Array): unknown;
}

export interface CliOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingDir: string;
  readonly stdin: Readable;
  readonly stdout: Output;
  readonly stderr: Output;
}

/** They change nothing, and are answered at once: to ask them again does no harm. */
const questions: ReadonlySet<ControlMethod> = new Set<ControlMethod>(['capture', 'ls', 'status', 'timeline']);

export class Cli implements CliOptions {
  readonly environment: CliOptions['environment'];
  readonly workingDir: string;
  /** --home, once the command line is read. */
  homeOption: string | undefined;
  readonly #streams: Pick<CliOptions, 'stdin' | 'stdout' | 'stderr'>;
  #connection: AppConnection | null = null;

  constructor(options: CliOptions) {
    this.environment = options.environment;
    this.workingDir = options.workingDir;
    this.#streams = options;
  }

  // Asked for each time: the process opens each of them with its first use.
  get stdin(): Readable {
    return this.#streams.stdin;
  }

  get stdout(): Output {
    return this.#streams.stdout;
  }

  get stderr(): Output {
    return this.#streams.stderr;
  }

  get places(): Places {
    return placesFor(this.homeOption, this);
  }

  /** Asks the running app. Rejects with exit status 3 when there is none. */
  async request<M extends ControlMethod>(
    method: M,
    params: ControlMethods[M]['params'],
    options?: { timeoutMs?: number },
  ): Promise<ControlMethods[M]['answer']> {
    // Loaded only by who asks the app: the other commands start faster.
    const { notRunning, tryAsk } = await import('./app-connection.ts');
    if (this.#connection !== null) return this.#connection.request(method, params, options);
    const isQuestion = questions.has(method);
    const first = await tryAsk(this.places, method, params, { ...options, isQuestion });
    if (first === null) throw notRunning(this.places);
    this.#connection = first.connection;
    return first.answer;
  }

  /** One line on stdout. */
  print(line: string): void {
    this.stdout.write(`${line}\n`);
  }

  /** One line on stderr; the command goes on. */
  warn(line: string): void {
    this.stderr.write(`everpane: ${line}\n`);
  }

  printJson(value: unknown): void {
    this.print(JSON.stringify(value, null, 2));
  }

  /** Nothing more is asked: the process may end. */
  end(): void {
    this.#connection?.unref();
    this.#connection = null;
  }
}
