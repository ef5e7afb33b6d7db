// Starts the app as a process of its own: in its own session, with none of our descriptors, its words in a log. Nothing of
// the terminal that it was started from can end it or be held up by it.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Cli } from '../cli.ts';
import { closeInheritedDescriptors } from './inherited-descriptors.ts';
import { readRuntime } from './runtime-record.ts';
import { hasDisplay, startVirtualDisplay, type VirtualDisplay } from './virtual-display.ts';

export interface StartedApp {
  readonly pid: number;
  /** How it ended before it answered; null while it runs, or when it handed over to another start. */
  failure(): string | null;
  /** The end of its log, as part of a one-line message; empty if it said nothing. */
  lastWords(): Promise<string>;
  /** Lets go of what was held for its start. */
  release(): void;
}

const lastWordsLines = 3;
const lastWordsChars = 600;

/** Rejects with a CliError when there is nothing to start, or nowhere to show it. */
export async function startApp(cli: Cli): Promise<StartedApp> {
  const runtime = await readRuntime();
  const environment = appEnvironment(cli.environment);
  closeInheritedDescriptors();
  let display: VirtualDisplay | null = null;
  if (!hasDisplay(environment)) {
    display = await startVirtualDisplay();
    environment.DISPLAY = display.name;
  }
  const logPath = join(cli.places.logsDir, 'start.log');
  const child = spawnDetached(
    runtime.electronPath,
    [
      ...switchesFor(cli, environment),
      ...(runtime.appPath === null ? [] : [runtime.appPath]),
      ...homeArguments(cli),
    ],
    { environment, logPath },
  );
  let failure: string | null = null;
  child.once('error', (error) => {
    failure = `cannot be started: ${error.message}`;
  });
  child.once('exit', (code, signal) => {
    if (code !== 0) failure = `ended before it answered (${signal ?? `exit status ${code}`})`;
  });
  return {
    pid: child.pid ?? 0,
    failure: () => failure,
    lastWords: () => readLastWords(logPath),
    release: () => display?.release(),
  };
}

function spawnDetached(
  file: string,
  args: readonly string[],
  { environment, logPath }: { environment: NodeJS.ProcessEnv; logPath: string },
): ChildProcess {
  const log = openSync(logPath, 'w', 0o600);
  try {
    const child = spawn(file, args, {
      cwd: homedir(),
      env: environment,
      // A session of its own: the terminal's hang-up and its Ctrl-C are not for the app.
      detached: true,
      stdio: ['ignore', log, log],
    });
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

/** What would make the runtime something else than the app, or is not for the app, stays behind. */
function appEnvironment(environment: Cli['environment']): NodeJS.ProcessEnv {
  const { ELECTRON_RUN_AS_NODE, NODE_OPTIONS, ...rest } = environment;
  return rest;
}

/** Named only if it was chosen: the platform's usual places are not one directory. */
function homeArguments({ homeOption, environment, places }: Cli): string[] {
  const isChosen = homeOption !== undefined || (environment.EVERPANE_HOME ?? '') !== '';
  return isChosen ? ['--home', places.home] : [];
}

function switchesFor(cli: Cli, environment: NodeJS.ProcessEnv): string[] {
  const switches: string[] = [];
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    cli.warn('running as root, where Chromium cannot sandbox its processes: passing --no-sandbox');
    switches.push('--no-sandbox');
  }
  if (environment.WAYLAND_DISPLAY && !environment.DISPLAY) switches.push('--ozone-platform-hint=auto');
  return switches;
}

async function readLastWords(logPath: string): Promise<string> {
  const text = await readFile(logPath, 'utf8').catch(() => '');
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  // Chromium talks a lot ("[pid:date:LEVEL:file]"); what the app itself said counts more.
  const own = lines.filter((line) => !/^\[\d+:\d+\/[\d.]+:[A-Z]+:/.test(line));
  const last = (own.length > 0 ? own : lines).slice(-lastWordsLines).map((line) => line.trim());
  return last.length === 0
    ? `; see ${logPath}`
    : `: ${last.join(' | ').slice(-lastWordsChars)} (see ${logPath})`;
}
