// Child processes of set-up: run one to its end and know how it ended. Nothing here goes through a shell, except npm on
// Windows, which is a batch file there.
import { spawn } from 'node:child_process';

/**
 * Runs a program to its end. `stdio` is 'inherit' unless told; with 'capture' stdout and stderr come back as text.
 * After `timeoutMs` the child is killed and `timedOut` is true. Never rejects because of the exit code; rejects when
 * the program cannot be started (ENOENT).
 */
export function run(command, args, { cwd, env, stdio = 'inherit', timeoutMs, shell = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      shell,
      stdio: stdio === 'capture' ? ['ignore', 'pipe', 'pipe'] : stdio,
    });
    let stdout = '';
    let stderr = '';
    let timedOut = false;
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            child.kill('SIGKILL');
          }, timeoutMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, stdout, stderr, timedOut });
    });
  });
}

/** Runs npm with the npm that runs us, if one does, else with the one in PATH. */
export function runNpm(args, options = {}) {
  const cli = process.env.npm_execpath;
  if (cli?.endsWith('.js')) return run(process.execPath, [cli, ...args], options);
  return run('npm', args, { ...options, shell: process.platform === 'win32' });
}
