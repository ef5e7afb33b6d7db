// What every command gets: where it runs, where it prints, and the app of the chosen home. One object for one run of the
// program; it knows no command.
import type { Readable, Writable } from 'node:stream';
import type { ControlMethod, ControlMethods } from '../electron/control/protocol.ts';
import type { Places } from '../electron/home/places.ts';
import type { AppConnection } from './app-connection.ts';
import { placesFor } from './surroundings.ts';

export interface CliOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingDir: string;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

export class Cli implements CliOptions {
  readonly environment: CliOptions['environment'];
  readonly workingDir: string;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** --home, once the command line is read. */
  homeOption: string | undefined;
  #connection: AppConnection | null = null;

  constructor(options: CliOptions) {
    this.environment = options.environment;
    this.workingDir = options.workingDir;
    this.stdin = options.stdin;
    this.stdout = options.stdout;
    this.stderr = options.stderr;
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
    const { notRunning, tryConnect } = await import('./app-connection.ts');
    this.#connection ??= await tryConnect(this.places);
    if (this.#connection === null) throw notRunning(this.places);
    return this.#connection.request(method, params, options);
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

  close(): void {
    this.#connection?.close();
    this.#connection = null;
  }
}
