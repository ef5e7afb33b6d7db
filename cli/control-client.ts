// The command line's end of the control socket: requests out, answers in, paired by id. Knows the protocol and nothing of
// commands or of where the socket is.
import { connect, type Socket } from 'node:net';
import { LineReader } from '../electron/control/line-reader.ts';
import {
  type ControlError,
  type ControlErrorCode,
  type ControlMethod,
  type ControlMethods,
  type ControlRequest,
  type ControlResponse,
  controlVersion,
} from '../electron/control/protocol.ts';

/** The app answered with an error. */
export class ControlAnswerError extends Error {
  readonly code: ControlErrorCode;
  /** It will not have this connection: nothing was asked of it yet. */
  readonly isRefusal: boolean;
  constructor({ code, message }: ControlError, { isRefusal }: { isRefusal: boolean }) {
    super(message);
    this.code = code;
    this.isRefusal = isRefusal;
  }
}

/** The connection ended, or no answer came, before the request was answered. */
export class ControlConnectionError extends Error {
  readonly code: 'lost' | 'timeout';
  constructor(code: 'lost' | 'timeout', message: string) {
    super(message);
    this.code = code;
  }
}

interface Pending {
  resolve(response: ControlResponse): void;
  reject(cause: Error): void;
}

export class ControlClient {
  readonly #socket: Socket;
  readonly #token: string;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;

  private constructor(socket: Socket, token: string) {
    this.#socket = socket;
    this.#token = token;
    const reader = new LineReader(Number.POSITIVE_INFINITY);
    socket.on('data', (chunk) => {
      for (const line of reader.push(chunk)) this.#handleLine(line);
    });
    socket.on('error', (error) => this.#fail(`the connection to Everpane broke: ${error.message}`));
    socket.on('close', () => this.#fail('Everpane closed the connection: it has ended or is ending'));
  }

  /** Rejects with the system's error (ENOENT, ECONNREFUSED) when nobody listens there. */
  static open(socketPath: string, token: string): Promise<ControlClient> {
    return new Promise((resolve, reject) => {
      const socket = connect(socketPath);
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.removeListener('error', reject);
        resolve(new ControlClient(socket, token));
      });
    });
  }

  /** Rejects with ControlAnswerError or ControlConnectionError. */
  async request<M extends ControlMethod>(
    method: M,
    params: ControlMethods[M]['params'],
    { timeoutMs }: { timeoutMs: number },
  ): Promise<ControlMethods[M]['answer']> {
    const id = this.#nextId++;
    const request: ControlRequest = { v: controlVersion, id, token: this.#token, method, params };
    const response = await new Promise<ControlResponse>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(id);
        reject(new ControlConnectionError('timeout', `Everpane did not answer within ${timeoutMs / 1000} s`));
      }, timeoutMs);
      const settled =
        <T>(settle: (value: T) => void) =>
        (value: T) => {
          clearTimeout(timer);
          settle(value);
        };
      this.#pending.set(id, { resolve: settled(resolve), reject: settled(reject) });
      if (this.#socket.destroyed) this.#fail('Everpane closed the connection');
      else this.#socket.write(`${JSON.stringify(request)}\n`);
    });
    if (!response.ok) throw new ControlAnswerError(response.error, { isRefusal: response.id === null });
    // The app is ours and of a version that was checked: its answers have the shape that the protocol says.
    return response.result as ControlMethods[M]['answer'];
  }

  close(): void {
    this.#socket.destroy();
  }

  /** Lets the process end, and the connection with it: to close one before takes longer than to ask something. */
  unref(): void {
    this.#socket.unref();
  }

  #handleLine(line: string): void {
    const response = JSON.parse(line) as ControlResponse;
    // An error without an id is about whatever was asked last: there is one request at a time.
    const id = response.id ?? [...this.#pending.keys()].at(-1);
    if (id === undefined) return;
    this.#pending.get(id)?.resolve(response);
    this.#pending.delete(id);
  }

  #fail(message: string): void {
    for (const { reject } of this.#pending.values()) reject(new ControlConnectionError('lost', message));
    this.#pending.clear();
  }
}
