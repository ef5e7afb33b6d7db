// Wires the process to `run`. Invariant: a standard stream is opened when it is first used: Node takes as long for one as for
// most commands.
import type { Output } from './cli.ts';
import { descriptorOutput } from './descriptor-output.ts';
import { run } from './run.ts';

export { run };

/** Runs the command; the process ends with its exit status. */
export async function runProcess(): Promise<void> {
  process.exitCode = await run(process.argv.slice(2), {
    environment: process.env,
    workingDir: process.cwd(),
    get stdin() {
      return process.stdin;
    },
    stdout: outputOf(1, () => process.stdout),
    stderr: outputOf(2, () => process.stderr),
  });
  // All of the output is out, and nothing is left that has to be taken down in order.
  if (writesAtOnce) process.exit();
}

/** Windows' console takes text from Node's own stream alone, which knows its encoding. */
const writesAtOnce = process.platform !== 'win32';

/** A reader that has seen enough (`everpane ls | head -1`) is no failure. */
const endWithReader = (): void => process.exit(0);

function outputOf(fd: number, stream: () => NodeJS.WriteStream): Output {
  if (writesAtOnce) return descriptorOutput(fd, endWithReader);
  let opened: NodeJS.WriteStream | null = null;
  return {
    write(data) {
      opened ??= stream().on('error', (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EPIPE') throw error;
        endWithReader();
      });
      opened.write(data);
    },
  };
}
