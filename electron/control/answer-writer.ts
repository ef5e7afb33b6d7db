// Writes answers to one peer, one after the other, as fast as it reads and no faster: beyond what the system took there is
// at most one piece in memory. Says since when the peer has not been reading.
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { jsonPieces } from './json-pieces.ts';
import type { ControlResponse } from './protocol.ts';

export class AnswerWriter {
  readonly #socket: Socket;
  /** Monotonic milliseconds. */
  readonly #now: () => number;
  /** Aborted when the socket is closed. */
  readonly #closed: AbortSignal;
  #queue: Promise<void> = Promise.resolve();
  #stalledSince: number | null = null;

  constructor(socket: Socket, { now, closed }: { now: () => number; closed: AbortSignal }) {
    this.#socket = socket;
    this.#now = now;
    this.#closed = closed;
  }

  get stalledSince(): number | null {
    return this.#stalledSince;
  }

  /** Resolves when the system has the whole answer, or the peer has gone. Never rejects. */
  write(response: ControlResponse): Promise<void> {
    this.#queue = this.#queue.then(() => this.#writePieces(response));
    return this.#queue;
  }

  async #writePieces(response: ControlResponse): Promise<void> {
    const pieces = jsonPieces(response);
    let piece = pieces.next();
    while (piece.done !== true && this.#socket.writable) {
      const following = pieces.next();
      const isLast = following.done === true;
      if (!this.#socket.write(isLast ? `${piece.value}\n` : piece.value)) await this.#drained();
      else if (!isLast) await nextTurn();
      piece = following;
    }
  }

  async #drained(): Promise<void> {
    this.#stalledSince = this.#now();
    try {
      await once(this.#socket, 'drain', { signal: this.#closed });
    } catch {
      // Closed meanwhile; `writable` is false now and the answer ends here.
      this.#socket.destroy();
    } finally {
      this.#stalledSince = null;
    }
  }
}
