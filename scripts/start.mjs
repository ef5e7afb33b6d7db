// `npm start`: sets up what is missing, then runs the app in the foreground with our arguments, our signals and its exit
// code. Knows nothing of what the app does.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter } from 'node:path';
import { withoutNpm } from './setup/clean-environment.mjs';
import { describeRuntime } from './setup/runtime.mjs';
import { say, setUp } from './setup/set-up.mjs';
import { runScript } from './setup/set-up-error.mjs';
import { hasDisplay, startVirtualDisplay } from './setup/virtual-display.mjs';

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** How Chromium ends when it cannot go on; its own words are for its makers. */
const GAVE_UP = ['SIGTRAP', 'SIGABRT', 'SIGSEGV', 'SIGILL', 'SIGBUS'];
const PARENT_POLL_MS = 500;

await runScript(async () => {
  const displayed = hasDisplay();
  const runtime = await setUp({ xServer: !displayed });
  say(`running on ${describeRuntime(runtime)}`);

  const env = withoutNpm(process.env, { delimiter });
  const display = displayed ? undefined : await startVirtualDisplay();
  if (display !== undefined) {
    env.DISPLAY = display.display;
    say(`there is no display here: the window is on the virtual display ${display.display} (Xvfb)`);
  }
  const { code, signal } = await runApp(runtime, { env, switches: switchesFor(env) });
  display?.release();
  if (GAVE_UP.includes(signal))
    say(`the app ended by ${signal}; to see what is wrong here, run: bin/everpane doctor`);
  return signal === null ? code : 128 + constants.signals[signal];
});

/** Chromium's switches that depend on where we run. */
function switchesFor(env) {
  const switches = [];
  if (process.platform === 'linux' && process.getuid() === 0) {
    say('WARNING: running as root, where Chromium cannot sandbox its processes: passing --no-sandbox');
    switches.push('--no-sandbox');
  }
  if (env.WAYLAND_DISPLAY && !env.DISPLAY) switches.push('--ozone-platform-hint=auto');
  return switches;
}

/** Runs the app where the user is (npm moved us to the checkout), so that relative arguments mean what they say. */
function runApp({ electronPath, appPath }, { env, switches }) {
  const args = [...switches, appPath, ...process.argv.slice(2)];
  const child = spawn(electronPath, args, {
    cwd: process.env.INIT_CWD ?? process.cwd(),
    env,
    stdio: 'inherit',
  });
  for (const signal of FORWARDED) process.on(signal, () => forward(child, signal));
  if (process.env.npm_lifecycle_event !== undefined) whenOrphaned(() => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
}

/** A terminal's Ctrl-C reaches the child by itself: forwarding it would make it two. */
function forward(child, signal) {
  if (signal === 'SIGINT' && process.stdin.isTTY) return;
  child.kill(signal);
}

/**
 * npm runs us in a shell, and hands its signals to that shell, which dies of them without a word to us. What we see is
 * that we have another parent: then whoever started us is gone, and the app ends as by the signal.
 */
function whenOrphaned(react) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    react();
  }, PARENT_POLL_MS);
  timer.unref();
}
