// Input on its way into a terminal. Whatever was accepted is written in order, in full, without blocking: the kernel
// takes a few kilobytes while nobody reads, so the rest waits here and is tried again at growing intervals. libuv can
// only write to a terminal's master side by blocking, which is why this is not a stream.
import { write, writeSync } from 'node:fs';

/** At most this much goes into one write. */
const WRITE_BYTES = 64 * 1024;
/**
 * What a person types goes at once, and not by way of libuv's threads, where it would wait behind what is written to disk.
 * The descriptor does not block, and so little is copied in microseconds.
 */
const DIRECT_BYTES = 1024;
const FIRST_RETRY_MS = 1;
const LAST_RETRY_MS = 32;

export interface InputQueue {
  /** Queues a copy. */
  push(data: string | Uint8Array): void;
  /** Drops what is queued; nothing is written after the write under way. Resolves when the descriptor is free. */
  close(): Promise<void>;
}

export function createInputQueue(fd: number): InputQueue {
  const chunks: Buffer[] = [];
  let isWriting = false;
  let isClosed = false;
  let retryMs = FIRST_RETRY_MS;
  let timer: NodeJS.Timeout | undefined;
  let whenFree: (() => void) | undefined;

  function proceed(): void {
    const chunk = chunks[0];
    if (isClosed || isWriting || timer !== undefined || chunk === undefined) {
      return;
    }
    isWriting = true;
    write(fd, chunk, 0, Math.min(chunk.length, WRITE_BYTES), null, (error, written) => {
      isWriting = false;
      if (isClosed) {
        whenFree?.();
      } else if (error === null) {
        taken(chunk, written);
      } else {
        refused(error);
      }
    });
  }

  /** For a chunk that has nothing before it. */
  function writeAtOnce(chunk: Buffer): void {
    let written: number;
    try {
      written = writeSync(fd, chunk, 0, chunk.length, null);
    } catch (error) {
      refused(error as NodeJS.ErrnoException);
      return;
    }
    taken(chunk, written);
  }

  function refused(error: NodeJS.ErrnoException): void {
    if (error.code === 'EAGAIN' || error.code === 'EINTR') {
      retryLater();
      return;
    }
    // EIO: nobody will ever read this terminal again; its end is reported by its process.
    chunks.length = 0;
  }

  function taken(chunk: Buffer, written: number): void {
    retryMs = FIRST_RETRY_MS;
    if (written === chunk.length) {
      chunks.shift();
    } else {
      chunks[0] = chunk.subarray(written);
    }
    proceed();
  }

  function retryLater(): void {
    timer = setTimeout(() => {
      timer = undefined;
      proceed();
    }, retryMs);
    retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
  }

  return {
    push(data) {
      const chunk = Buffer.from(data);
      if (!isClosed && chunk.length > 0) {
        chunks.push(chunk);
        const isNext = chunks.length === 1 && !isWriting && timer === undefined;
        if (isNext && chunk.length <= DIRECT_BYTES) {
          writeAtOnce(chunk);
        } else {
          proceed();
        }
      }
    },
    close() {
      isClosed = true;
      chunks.length = 0;
      clearTimeout(timer);
      return new Promise((resolve) => {
        whenFree = resolve;
        if (!isWriting) {
          resolve();
        }
      });
    },
  };
}
