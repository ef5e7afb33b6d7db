// A standard stream without a stream: everything is out when a write returns, as with Node's own for files and pipes, and
// nothing has to be loaded, which takes Node longer than most commands do.
import { writeSync } from 'node:fs';
import type { Output } from './cli.ts';

const retryMs = 5;

/** `onClosed`: its reader has seen enough. */
export function descriptorOutput(fd: number, onClosed: () => void): Output {
  return {
    write(data) {
      const bytes = typeof data === 'string' ? Buffer.from(data) : data;
      try {
        for (let at = 0; at < bytes.length; ) at += writeSome(fd, bytes, at);
      } catch (error) {
        if (!isCode(error, 'EPIPE')) throw error;
        onClosed();
      }
    },
  };
}

/** A pipe may be one that does not block (its other users decide that): when it is full, we wait a little. */
function writeSome(fd: number, bytes: Uint8Array, at: number): number {
  try {
    return writeSync(fd, bytes, at);
  } catch (error) {
    if (!isCode(error, 'EAGAIN')) throw error;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)), 0, 0, retryMs);
    return 0;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
