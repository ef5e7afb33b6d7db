// The peer: tmux restored as tmux-resurrect does it with pane contents (scripts/restore.sh of
// https://github.com/tmux-plugins/tmux-resurrect): one session, every window and pane made by a command of its own, each
// pane's first command prints its saved contents and becomes the shell. The least that it takes: without the sleeps that the
// script has, and without what it asks tmux in between, which makes the real one (resurrect.ts) two to three times as long.
import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { captureRestored } from './capture-restored.ts';
import { linesPerPane, panesPerWindow, printer, prompt, shell } from './saved-workspace.ts';

const run = promisify(execFile);
const longestRestoreMs = 60_000;

export interface TmuxSaved {
  readonly dir: string;
  readonly contents: readonly string[];
}

/** Saves the contents of `count` panes as `tmux capture-pane -ep` would. */
export async function saveForTmux(dir: string, count: number): Promise<TmuxSaved> {
  await mkdir(dir, { recursive: true });
  const contents = Array.from({ length: count }, (_, index) => join(dir, `pane-${index}`));
  for (const path of contents) await run('sh', ['-c', `${printer} > "$1"`, 'sh', path]);
  await writeFile(
    join(dir, 'tmux.conf'),
    `set -g history-limit ${2 * linesPerPane}\nset -g default-shell ${shell.program}\n`,
  );
  return { dir, contents };
}

/** Milliseconds from nothing to every pane with its scrollback captured and its prompt there. */
export async function restoreWithTmux({ dir, contents }: TmuxSaved): Promise<number> {
  const socket = join(dir, 'tmux.sock');
  const env = { PATH: process.env.PATH, HOME: dir, LANG: 'C.UTF-8', TERM: 'xterm-256color' };
  const tmux = async (...args: string[]): Promise<string> =>
    (await run('tmux', ['-S', socket, '-f', join(dir, 'tmux.conf'), ...args], { env, maxBuffer: 2 ** 26 }))
      .stdout;
  const started = performance.now();
  try {
    const size = ['-x', '160', '-y', '48'];
    const targets: string[] = [];
    for (const [index, path] of contents.entries()) {
      // The default shell, which runs this, drops PS1 because nobody talks to it.
      const command = `cat '${path}'; PS1='${prompt}' exec ${shell.program} ${shell.args.join(' ')}`;
      const print = ['-P', '-F', '#{pane_id}'];
      const place = index % panesPerWindow;
      let made: string;
      if (index === 0) made = await tmux('new-session', '-d', '-s', 'restored', ...size, ...print, command);
      else if (place === 0) made = await tmux('new-window', '-d', '-t', 'restored:', ...print, command);
      else made = await tmux('split-window', '-d', '-t', targets.at(-1) ?? '', ...print, command);
      targets.push(made.trim());
      if (place === panesPerWindow - 1) await tmux('select-layout', '-t', targets.at(-1) ?? '', 'tiled');
    }
    const capture = (target: string, scrollback: boolean): Promise<string> =>
      tmux('capture-pane', '-p', '-J', ...(scrollback ? ['-S', '-'] : []), '-t', target);
    await captureRestored(targets, capture, longestRestoreMs);
    return performance.now() - started;
  } finally {
    await tmux('kill-server').catch(() => undefined);
    await rm(socket, { force: true });
  }
}
