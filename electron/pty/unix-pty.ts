// One process on one Unix terminal. Its invariant: every byte that the process printed is delivered before its exit is.
// For that the slave side is held open until the end (else the first short read after the last writer has gone looks
// like an end of file to libuv, and what is still in the kernel is lost), and then read until the kernel has no more.
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { clampSize } from '../../shared/stream.ts';
import { createInputQueue, type InputQueue } from './input-queue.ts';
import { createListeners } from './listeners.ts';
import { type ForkedPty, resizePty } from './native.ts';
import { foregroundOf, ignoresHangUp, workingDirectoryOf } from './process-info.ts';
import { createTurnBatch } from './turn-batch.ts';
import type { ForegroundProcess, Pty, PtyExit, PtySubscription } from './types.ts';

const READ_BYTES = 64 * 1024;
/** More than the kernel ever buffers for a terminal: the end of a drain even if a background job prints for ever. */
const MAX_DRAIN_BYTES = 1024 * 1024;

export class UnixPty implements Pty {
  readonly pid: number;
  readonly #fd: number;
  readonly #slaveFd: number;
  readonly #stream: ReadStream;
  readonly #input: InputQueue;
  readonly #data = createListeners<Uint8Array>();
  readonly #batch = createTurnBatch((bytes) => this.#data.emit(bytes));
  readonly #exit = createListeners<PtyExit>();
  #status: PtyExit | null = null;
  #isPaused = false;
  #isReading = false;
  #isClosed = false;
  #drainedBytes = 0;

  /** `forked` comes straight from forkPty; its exit is told by handleExit. */
  constructor(forked: ForkedPty) {
    this.pid = forked.pid;
    this.#fd = forked.fd;
    this.#slaveFd = openSync(forked.pty, constants.O_RDWR | constants.O_NOCTTY);
    this.#stream = new ReadStream(forked.fd);
    this.#stream.on('data', (bytes: Buffer) => this.#batch.push(bytes));
    this.#stream.pause();
    // A terminal whose slave side was revoked reads as an error; its process tells the end.
    this.#stream.on('error', () => this.#stream.destroy());
    this.#input = createInputQueue(forked.fd);
  }

  onData(listener: (bytes: Uint8Array) => void): PtySubscription {
    const subscription = this.#data.add(listener);
    this.#isReading = true;
    this.#flow();
    return subscription;
  }

  onExit(listener: (exit: PtyExit) => void): PtySubscription {
    return this.#exit.add(listener);
  }

  write(data: string | Uint8Array): void {
    this.#input.push(data);
  }

  resize(cols: number, rows: number): void {
    if (!this.#isClosed) {
      const size = clampSize({ cols, rows });
      resizePty(this.#fd, size.cols, size.rows);
    }
  }

  pause(): void {
    this.#isPaused = true;
    this.#flow();
  }

  resume(): void {
    this.#isPaused = false;
    this.#flow();
  }

  kill(signal: NodeJS.Signals = 'SIGHUP'): boolean {
    if (this.#status !== null) {
      return false;
    }
    try {
      return process.kill(-this.pid, signal);
    } catch {
      return false;
    }
  }

  close(): void {
    if (!this.#isClosed) {
      this.kill();
      this.#release();
    }
  }

  foreground(): Promise<ForegroundProcess | null> {
    return this.#status === null ? foregroundOf(this.pid) : Promise.resolve(null);
  }

  ignoresHangUp(): Promise<boolean> {
    return this.#status === null ? ignoresHangUp(this.pid) : Promise.resolve(false);
  }

  cwd(): Promise<string | null> {
    return this.#status === null ? workingDirectoryOf(this.pid) : Promise.resolve(null);
  }

  /** The process has ended, and was waited for: its id means nothing any more. */
  handleExit(exitCode: number, signal: number): void {
    this.#status = { exitCode, signal: signal === 0 ? null : signal };
    this.#flow();
  }

  #flow(): void {
    if (this.#isClosed) {
      return;
    }
    if (this.#isPaused || (!this.#isReading && this.#status === null)) {
      this.#stream.pause();
    } else if (this.#status === null) {
      this.#stream.resume();
    } else {
      this.#drain(this.#status);
    }
  }

  /** Delivers what is left, as long as nobody pauses, then the exit. */
  #drain(status: PtyExit): void {
    this.#stream.pause();
    if (!this.#isPaused) {
      this.#batch.flush();
    }
    while (!this.#isPaused && !this.#isClosed) {
      const bytes = this.#readRest();
      if (bytes === null) {
        this.#release();
        this.#exit.emit(status);
        return;
      }
      this.#drainedBytes += bytes.length;
      this.#data.emit(bytes);
    }
  }

  #readRest(): Uint8Array | null {
    const buffered: Buffer | null = this.#stream.read();
    if (buffered !== null) {
      return buffered;
    }
    if (this.#stream.destroyed || this.#drainedBytes >= MAX_DRAIN_BYTES) {
      return null;
    }
    const bytes = Buffer.allocUnsafeSlow(READ_BYTES);
    try {
      const count = readSync(this.#fd, bytes, 0, READ_BYTES, null);
      return count === 0 ? null : bytes.subarray(0, count);
    } catch {
      // EAGAIN: the kernel has delivered everything. EIO: the other side was revoked.
      return null;
    }
  }

  #release(): void {
    this.#isClosed = true;
    this.#batch.clear();
    closeSync(this.#slaveFd);
    void this.#input.close().then(() => this.#stream.destroy());
  }
}
