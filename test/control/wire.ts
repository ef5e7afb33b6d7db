// A control server of the test's own and the raw wire to it: what a client that is not ours could do.
import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  type ControlServer,
  type ControlServerOptions,
  openControlServer,
} from '../../electron/control/server.ts';
import { ReducerHost } from '../support/reducer-host.ts';
import { tempDir } from '../support/temp-dir.ts';

export interface ServedHost {
  readonly dir: string;
  readonly socketPath: string;
  readonly tokenPath: string;
  readonly token: string;
  readonly host: ReducerHost;
  readonly server: ControlServer;
  /** What the app was asked to do. */
  readonly asked: string[];
  wire(): Promise<Wire>;
}

export async function serveHost(options: Partial<ControlServerOptions> = {}): Promise<ServedHost> {
  const dir = await tempDir();
  const socketPath = join(dir, 'control.sock');
  const tokenPath = join(dir, 'control.token');
  const host = new ReducerHost();
  const asked: string[] = [];
  const server = await openControlServer({
    host,
    app: {
      version: '1.2.3',
      electron: '',
      home: dir,
      startedAt: Date.now(),
      focusWindow: () => asked.push('focus'),
      quit: () => asked.push('quit'),
    },
    socketPath,
    tokenPath,
    ...options,
  });
  onTestFinished(() => server.close());
  const token = (await readFile(tokenPath, 'utf8')).trim();
  return { dir, socketPath, tokenPath, token, host, server, asked, wire: () => Wire.open(socketPath, token) };
}

export interface RawResponse {
  readonly id: number | null;
  readonly ok: boolean;
  readonly result?: unknown;
  readonly error?: { readonly code: string; readonly message: string };
}

export class Wire {
  readonly socket: Socket;
  readonly #token: string;
  #nextId = 1;
  #text = '';
  readonly #responses: RawResponse[] = [];
  readonly #readers: ((response: RawResponse | null) => void)[] = [];
  #isClosed = false;
  /** Resolves when the connection has ended, for whatever reason. */
  readonly closed: Promise<void>;

  private constructor(socket: Socket, token: string) {
    this.socket = socket;
    this.#token = token;
    this.closed = new Promise((resolve) => {
      socket.on('close', () => {
        this.#isClosed = true;
        for (const reader of this.#readers.splice(0)) reader(null);
        resolve();
      });
    });
    // A reset is one way for the connection to end; `closed` tells of it.
    socket.on('error', () => socket.destroy());
    socket.setEncoding('utf8').on('data', (text: string) => this.#handleText(text));
  }

  static open(path: string, token: string): Promise<Wire> {
    return new Promise((resolve, reject) => {
      const socket = connect(path);
      socket.once('error', reject);
      socket.once('connect', () => resolve(new Wire(socket, token)));
      onTestFinished(() => {
        socket.destroy();
      });
    });
  }

  line(method: string, params: unknown = {}, changes: object = {}): string {
    return `${JSON.stringify({ v: 1, id: this.#nextId++, token: this.#token, method, params, ...changes })}\n`;
  }

  async call(method: string, params: unknown = {}, changes: object = {}): Promise<RawResponse> {
    this.socket.write(this.line(method, params, changes));
    const response = await this.read();
    if (response === null) throw new Error('the connection ended without an answer');
    return response;
  }

  /** The next answer, or null when the connection ends first. */
  read(): Promise<RawResponse | null> {
    const response = this.#responses.shift();
    if (response !== undefined) return Promise.resolve(response);
    if (this.#isClosed) return Promise.resolve(null);
    return new Promise((resolve) => this.#readers.push(resolve));
  }

  #handleText(text: string): void {
    const lines = `${this.#text}${text}`.split('\n');
    this.#text = lines.pop() ?? '';
    for (const line of lines) {
      const response = JSON.parse(line) as RawResponse;
      const reader = this.#readers.shift();
      if (reader === undefined) this.#responses.push(response);
      else reader(response);
    }
  }
}
