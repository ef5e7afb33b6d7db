// The worker in which the packaged executable runs a command: gives it standard streams that need no other thread, and says
// when it has ended. See app/command-line-mode.ts.
import { createReadStream, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Writable } from 'node:stream';
import { workerData } from 'node:worker_threads';
import type { CommandLineJob } from './app/command-line-mode.ts';

const retryMs = 5;
const partingMs = 10_000;

const { program, state } = workerData as CommandLineJob;
const sleeper = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

process.on('exit', (code) => {
  Atomics.store(state, 0, code + 1);
  Atomics.notify(state, 0);
  // The process ends from the other thread: not while this one is being taken down.
  Atomics.wait(sleeper, 0, 0, partingMs);
});
process.on('uncaughtException', (error) => {
  writeAll(2, Buffer.from(`${error.stack ?? error.message}\n`));
  process.exit(1);
});
replaceStream('stdin', () => createReadStream('', { fd: 0, autoClose: false }));
replaceStream('stdout', () => descriptorStream(1));
replaceStream('stderr', () => descriptorStream(2));
createRequire(__filename)(program);

/** Opened when it is first asked for: most commands never read. */
function replaceStream(name: 'stdin' | 'stdout' | 'stderr', open: () => unknown): void {
  let stream: unknown;
  Object.defineProperty(process, name, {
    configurable: true,
    get() {
      stream ??= open();
      return stream;
    },
  });
}

/** Every write is out before the call returns, so the end of the command cuts nothing off. */
function descriptorStream(fd: number): Writable {
  return new Writable({
    decodeStrings: true,
    write(chunk: Buffer, _encoding, done) {
      try {
        writeAll(fd, chunk);
        done();
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  });
}

/** A pipe may be non-blocking (it is its other users' choice): when it is full we wait a little. */
function writeAll(fd: number, bytes: Buffer): void {
  for (let offset = 0; offset < bytes.length; ) {
    try {
      offset += writeSync(fd, bytes, offset);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(sleeper, 0, 0, retryMs);
    }
  }
}
