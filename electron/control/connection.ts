// One client of the control socket, from its first byte to its last. Invariant: what it can hold is bounded (one read's
// worth of lines, a few requests under way, one piece of an answer), and its trouble stays its own.
import { setMaxListeners } from 'node:events';
import type { Socket } from 'node:net';
import { AnswerWriter } from './answer-writer.ts';
import { LineReader, LineTooLongError } from './line-reader.ts';
import { type Answer, describeFailure } from './methods.ts';
import { type ControlError, type ControlMethod, maxRequestBytes } from './protocol.ts';
import { type CheckedCall, parseCall, parseFrame } from './requests.ts';
import type { Turns } from './turns.ts';

/** Their answers can be megabytes: of one connection the next begins when the one before has been read. */
const largeAnswers: ReadonlySet<ControlMethod> = new Set(['capture', 'search', 'export', 'transfer-read']);

export interface ConnectionLimits {
  /** Requests of one connection under way at once; while there are that many, nothing more is read from it. */
  readonly maxRequests: number;
  /** From connecting to the first request that shows the token. */
  readonly greetingMs: number;
  /** From the first byte of a line to its end. */
  readonly lineMs: number;
  /** Without any request under way, or a file that is being moved: that may come by a pipe in which somebody else takes time. */
  readonly idleMs: number;
  /** For which an answer may wait until the peer reads on. */
  readonly stallMs: number;
}

export interface ConnectionDependencies {
  readonly limits: ConnectionLimits;
  readonly turns: Turns;
  /** Monotonic milliseconds. */
  now(): number;
  isAuthorized(token: string): boolean;
  run(call: CheckedCall, signal: AbortSignal): Promise<Answer>;
  /** Whether a file is being moved that was begun with this signal. */
  isMoving(signal: AbortSignal): boolean;
  onClosed(connection: ControlConnection): void;
}

export class ControlConnection {
  readonly #socket: Socket;
  readonly #dependencies: ConnectionDependencies;
  readonly #reader = new LineReader(maxRequestBytes);
  readonly #lines: string[] = [];
  /** The peer sends no more, so nobody waits for its `wait`s. */
  readonly #ended = new AbortController();
  readonly #closed = new AbortController();
  readonly #writer: AnswerWriter;
  readonly #step = (): boolean => this.#serveNext();
  #underWay = 0;
  #isLargeUnderWay = false;
  #authorized = false;
  /** Whatever else arrives is dropped: the peer does not speak the protocol. */
  #deaf = false;
  /** Closes as soon as everything is answered. */
  #finishing = false;
  /** What is there was read and has to be served first: whoever waits now, waits for us. */
  #isPaused = false;
  #lineSince: number | null = null;
  #idleSince: number;

  constructor(socket: Socket, dependencies: ConnectionDependencies) {
    this.#socket = socket;
    this.#dependencies = dependencies;
    this.#idleSince = dependencies.now();
    // Every request under way may listen, and Node takes more than ten listeners for a leak.
    setMaxListeners(dependencies.limits.maxRequests, this.#ended.signal);
    this.#writer = new AnswerWriter(socket, { now: dependencies.now, closed: this.#closed.signal });
  }

  /** Begins to serve. */
  start(): void {
    this.#socket.on('data', (chunk) => this.#handleData(chunk));
    this.#socket.on('end', () => this.#handleEnd());
    // The peer went away in the middle of something: `close` follows and does all there is to do.
    this.#socket.on('error', () => this.#socket.destroy());
    this.#socket.on('close', () => this.#handleClose());
  }

  /** Since when nothing is under way; null while something is. */
  get idleSince(): number | null {
    return this.#underWay > 0 || this.#lines.length > 0 ? null : this.#idleSince;
  }

  /** Since when an answer waits for the peer to read on; null while none does. */
  get stalledSince(): number | null {
    return this.#writer.stalledSince;
  }

  /** Cuts the peer off if it let one of its deadlines pass. */
  expire(): void {
    const { limits, now, isMoving } = this.#dependencies;
    const isIdle = !isMoving(this.#ended.signal);
    const passed = (since: number | null, limitMs: number) => since !== null && now() - since > limitMs;
    if (
      passed(this.#writer.stalledSince, limits.stallMs) ||
      passed(this.#isPaused ? null : this.#lineSince, limits.lineMs) ||
      passed(isIdle ? this.idleSince : null, this.#authorized ? limits.idleMs : limits.greetingMs)
    ) {
      this.destroy();
    }
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** Answers with an error that belongs to no request of a well-behaved peer, and closes. */
  refuse(id: number | null, error: ControlError): void {
    this.#deaf = true;
    this.#finishing = true;
    this.#lines.length = 0;
    this.#lineSince = null;
    this.#underWay += 1;
    void this.#writer.write({ id, ok: false, error }).then(() => this.#settle());
  }

  #handleData(chunk: Uint8Array): void {
    if (this.#deaf) return;
    try {
      this.#lines.push(...this.#reader.push(chunk));
    } catch (error) {
      if (!(error instanceof LineTooLongError)) throw error;
      this.refuse(null, { code: error.code, message: `the request is too large: ${error.message}` });
      return;
    }
    if (this.#reader.partialBytes === 0) this.#lineSince = null;
    else if (this.#lineSince === null || this.#lines.length > 0) this.#lineSince = this.#dependencies.now();
    if (this.#lines.length === 0) return;
    // What was read is served before more is read.
    this.#isPaused = true;
    this.#socket.pause();
    this.#dependencies.turns.add(this.#step);
  }

  #handleEnd(): void {
    this.#ended.abort();
    if (this.#deaf) return;
    if (this.#reader.partialBytes > 0) {
      this.refuse(null, { code: 'malformed', message: 'the last line has no end' });
      return;
    }
    this.#finishing = true;
    this.#goOn();
  }

  #handleClose(): void {
    this.#ended.abort();
    this.#closed.abort();
    this.#deaf = true;
    this.#lines.length = 0;
    this.#dependencies.turns.remove(this.#step);
    this.#dependencies.onClosed(this);
  }

  /** Serves one request; true if another one can be served. */
  #serveNext(): boolean {
    if (this.#underWay >= this.#dependencies.limits.maxRequests || this.#isLargeUnderWay) return false;
    const line = this.#lines.shift();
    if (line !== undefined) this.#serve(line);
    if (this.#lines.length > 0) return true;
    this.#readOn();
    return false;
  }

  #serve(line: string): void {
    const frame = parseFrame(line);
    if (frame.kind === 'refused') {
      this.refuse(frame.id, frame.error);
      return;
    }
    const { id, token } = frame.request;
    if (!this.#dependencies.isAuthorized(token)) {
      this.refuse(id, { code: 'unauthorized', message: 'the token is wrong: the app was started anew' });
      return;
    }
    this.#authorized = true;
    const parsed = parseCall(frame.request);
    this.#underWay += 1;
    const answered =
      parsed.kind === 'refused'
        ? this.#writer.write({ id, ok: false, error: parsed.error })
        : this.#answer(id, parsed.call);
    const isLarge = parsed.kind === 'call' && largeAnswers.has(parsed.call.method);
    this.#isLargeUnderWay = isLarge;
    void answered.then(() => {
      if (isLarge) this.#isLargeUnderWay = false;
      this.#settle();
    });
  }

  /** Never rejects: whatever goes wrong becomes the answer. */
  async #answer(id: number, call: CheckedCall): Promise<void> {
    let answer: Answer;
    try {
      answer = await this.#dependencies.run(call, this.#ended.signal);
    } catch (error) {
      await this.#writer.write({ id, ok: false, error: describeFailure(error) });
      return;
    }
    await this.#writer.write({ id, ok: true, result: answer.result });
    answer.afterwards?.();
  }

  #settle(): void {
    this.#underWay -= 1;
    this.#idleSince = this.#dependencies.now();
    this.#goOn();
  }

  #goOn(): void {
    if (this.#lines.length > 0) this.#dependencies.turns.add(this.#step);
    else if (this.#finishing && this.#underWay === 0) this.#socket.destroySoon();
    else this.#readOn();
  }

  #readOn(): void {
    if (this.#isPaused && this.#lineSince !== null) this.#lineSince = this.#dependencies.now();
    this.#isPaused = false;
    this.#socket.resume();
  }
}
