// tmux-resurrect itself, where a checkout of https://github.com/tmux-plugins/tmux-resurrect is at hand (no registry has it):
// its own scripts save twenty panes with their contents and restore them, on servers without a terminal.
import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { captureRestored, hasScrollback } from './capture-restored.ts';
import { linesPerPane, panesPerWindow, printer, prompt, shell } from './saved-workspace.ts';

const run = promisify(execFile);
const longestMs = 60_000;
const pollMs = 200;

export interface ResurrectSaved {
  readonly dir: string;
  readonly checkout: string;
}

/** `checkout`: of tmux-resurrect. */
export async function saveForResurrect(
  dir: string,
  { checkout, count }: { checkout: string; count: number },
): Promise<ResurrectSaved> {
  await mkdir(dir, { recursive: true });
  const settings = [
    `history-limit ${2 * linesPerPane}`,
    // It runs what restores a pane; bash would drop PS1, for nobody talks to it.
    'default-shell /bin/sh',
    `default-command "${shell.program} ${shell.args.join(' ')}"`,
    '@resurrect-capture-pane-contents on',
    `@resurrect-dir ${join(dir, 'saved')}`,
  ];
  await writeFile(join(dir, 'tmux.conf'), settings.map((setting) => `set -g ${setting}\n`).join(''));
  const server = new Server(dir, 'saving');
  try {
    await server.tmux('new-session', '-d', '-s', 'saved', '-x', '160', '-y', '48');
    for (let pane = 1; pane < count; pane++) {
      if (pane % panesPerWindow === 0) await server.tmux('new-window', '-t', 'saved:');
      else await server.tmux('split-window', '-t', 'saved:');
      await server.tmux('select-layout', '-t', 'saved:', 'tiled');
    }
    for (const pane of await server.panes()) await server.tmux('send-keys', '-t', pane, printer, 'Enter');
    for (const pane of await server.panes())
      while (!hasScrollback(await server.capture(pane, true))) await delay(pollMs);
    await server.script(checkout, 'save.sh', 'quiet');
  } finally {
    await server.end();
  }
  return { dir, checkout };
}

/** Milliseconds from nothing to every pane with its scrollback captured and its prompt there. `round`: told apart by it. */
export async function restoreWithResurrect(
  { dir, checkout }: ResurrectSaved,
  round: number,
): Promise<number> {
  const server = new Server(dir, `round-${round}`);
  const started = performance.now();
  try {
    // What a person starts who has nothing; the script takes it away again.
    await server.tmux('new-session', '-d', '-s', '0', '-x', '160', '-y', '48');
    await server.script(checkout, 'restore.sh');
    await server.awaitRestored();
    return performance.now() - started;
  } finally {
    await server.end();
  }
}

class Server {
  readonly #dir: string;
  readonly #socket: string;

  constructor(dir: string, name: string) {
    this.#dir = dir;
    this.#socket = join(dir, `${name}.sock`);
  }

  async tmux(...args: string[]): Promise<string> {
    const options = { env: this.#environment({}), maxBuffer: 2 ** 26 };
    const { stdout } = await run(
      'tmux',
      ['-S', this.#socket, '-f', join(this.#dir, 'tmux.conf'), ...args],
      options,
    );
    return stdout;
  }

  async panes(): Promise<string[]> {
    return (await this.tmux('list-panes', '-a', '-F', '#{pane_id}')).trim().split('\n');
  }

  /** As from a key binding: the server is the one in TMUX. */
  async script(checkout: string, name: string, ...args: string[]): Promise<void> {
    const env = this.#environment({ TMUX: `${this.#socket},1,0` });
    // Without a client to switch it ends with an error, when everything is done.
    await run('bash', [join(checkout, 'scripts', name), ...args], { env }).catch(() => undefined);
  }

  async awaitRestored(): Promise<void> {
    const panes = await this.panes();
    await captureRestored(panes, (pane, scrollback) => this.capture(pane, scrollback), longestMs);
  }

  capture(pane: string, scrollback: boolean): Promise<string> {
    return this.tmux('capture-pane', '-p', '-J', ...(scrollback ? ['-S', '-'] : []), '-t', pane);
  }

  async end(): Promise<void> {
    await this.tmux('kill-server').catch(() => undefined);
    await rm(this.#socket, { force: true });
  }

  #environment(more: Record<string, string>): Record<string, string> {
    return {
      PATH: process.env.PATH ?? '/usr/bin:/bin',
      HOME: this.#dir,
      LANG: 'C.UTF-8',
      TERM: 'xterm-256color',
      PS1: prompt,
      ...more,
    };
  }
}
