// Files on their way through the socket, which takes a megabyte at a time: staged until they are whole, gone with their
// connection. Invariant: what lies here is bounded, in number and in size.
import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** What cannot be staged; the message goes to the client. */
export class TransferError extends Error {
  readonly code = 'refused';
}

const maxTransfers = 4;
/** Put together in one turn of the event loop: below two milliseconds, most of which the system takes to give the room. */
const turnBytes = 4 * 1024 * 1024;

export class Transfers {
  readonly #maxBytes: number;
  readonly #staged = new Map<string, { parts: Uint8Array[]; bytes: number; owner: AbortSignal }>();

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Names a new one; it is dropped when `signal` is aborted. */
  begin(signal: AbortSignal): string {
    if (this.#staged.size >= maxTransfers) throw new TransferError('other files are being moved; try again');
    const transfer = randomUUID();
    this.#staged.set(transfer, { parts: [], bytes: 0, owner: signal });
    signal.addEventListener('abort', () => this.#staged.delete(transfer), { once: true });
    if (signal.aborted) this.#staged.delete(transfer);
    return transfer;
  }

  /** Whether one is staged that began with this signal. */
  isUnderWay(owner: AbortSignal): boolean {
    return [...this.#staged.values()].some((staged) => staged.owner === owner);
  }

  append(transfer: string, part: Uint8Array): void {
    const staged = this.#existing(transfer);
    if (staged.bytes + part.length > this.#maxBytes) {
      this.#staged.delete(transfer);
      throw new TransferError(`a file may have at most ${this.#maxBytes} bytes`);
    }
    staged.parts.push(part);
    staged.bytes += part.length;
  }

  /** The whole file; it is no longer staged. Rejects with TransferError if there is none of that name. */
  async take(transfer: string): Promise<Uint8Array> {
    const { parts, bytes } = this.#existing(transfer);
    this.#staged.delete(transfer);
    const whole = Buffer.allocUnsafeSlow(bytes);
    let at = 0;
    let turnEnd = turnBytes;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
      if (at < turnEnd) continue;
      await nextTurn();
      turnEnd = at + turnBytes;
    }
    return whole;
  }

  /** Up to `maxBytes` from `offset` on; empty behind the end. */
  read(transfer: string, offset: number, maxBytes: number): Uint8Array {
    const pieces: Uint8Array[] = [];
    let at = offset;
    let from = 0;
    for (const part of this.#existing(transfer).parts) {
      const piece = part.subarray(Math.max(0, at - from), Math.max(0, offset + maxBytes - from));
      if (at < from + part.length && piece.length > 0) {
        pieces.push(piece);
        at += piece.length;
      }
      from += part.length;
      if (at >= offset + maxBytes) break;
    }
    return Buffer.concat(pieces);
  }

  #existing(transfer: string): { parts: Uint8Array[]; bytes: number } {
    const staged = this.#staged.get(transfer);
    if (staged === undefined) throw new TransferError('there is no such transfer');
    return staged;
  }
}
