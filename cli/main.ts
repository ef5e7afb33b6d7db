// Entry of the `everpane` command: wires the process to `run`.
import { run } from './run.ts';

// A reader that has seen enough (`everpane ls | head -1`) is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
}

void run(process.argv.slice(2), {
  environment: process.env,
  workingDir: process.cwd(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
}).then((status) => {
  process.exitCode = status;
});
