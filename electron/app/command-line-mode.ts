// The app's executable as the command line, for a system without a Node of its own: Electron's own way (RunAsNode) is fused
// off. The entry script runs before Chromium's message loop, so nothing asynchronous would ever finish on this thread: the
// command runs in a worker, which has a loop of its own, and this thread waits for it.
import { Worker } from 'node:worker_threads';

const marker = '--everpane-cli';

/** What the worker is given. `state[0]`: 0 while it runs, then its exit status + 1. */
export interface CommandLineJob {
  readonly program: string;
  readonly state: Int32Array;
}

/**
 * The command's arguments when the process is to be the command line, else null. The launcher writes the marker before a
 * `--`: behind that nothing is a switch, to Chromium either, and no argument of a command or of the app can be taken for it.
 */
export function commandLineArguments(argv: readonly string[]): readonly string[] | null {
  const end = argv.indexOf('--');
  return end > 0 && argv[end - 1] === marker ? argv.slice(end + 1) : null;
}

/** Runs `program` (the built command line) to its end and returns its exit status. Blocks. */
export function runCommandLine(
  workerFile: string,
  { program, args }: { program: string; args: readonly string[] },
): number {
  const state = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const job: CommandLineJob = { program, state };
  // Its standard streams would be pumped by this thread: it opens its own. And `open` closes descriptors that it has not
  // opened (cli/launch/inherited-descriptors.ts), which a worker is warned of unless nobody keeps count.
  new Worker(workerFile, { argv: [...args], workerData: job, stdin: true, trackUnmanagedFds: false });
  Atomics.wait(state, 0, 0);
  return Atomics.load(state, 0) - 1;
}
