// A workspace to restore, made by the real host under plain Node: windows of up to four panes, each pane with its shell and
// so many coloured lines. Made once, copied for every start.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openHost } from '../../../electron/host/open-host.ts';
import type { WorkspaceHost } from '../../../electron/host/workspace-host.ts';
import { openPty } from '../../../electron/pty/open-pty.ts';
import { openScreenWorker } from '../../../electron/screen/open-screen-worker.ts';
import {
  type CommandName,
  type CommandParams,
  type CommandResult,
  parseCommand,
} from '../../../shared/commands.ts';
import { readConfig } from '../../../shared/config.ts';
import type { PaneId } from '../../../shared/ids.ts';
import { checkout } from '../../support/runtime-record.ts';

export const linesPerPane = 10_000;
export const lastLine = `line ${linesPerPane} of this pane`;
export const prompt = 'ready> ';
export const panesPerWindow = 4;
/** The shell of both sides of the comparison. */
export const shell = { program: '/bin/bash', args: ['--norc'] } as const;

/** Prints what every pane holds. */
export const printer = `awk 'BEGIN { for (i = 1; i <= ${linesPerPane}; i++) printf "\\033[3%dmline %d of this pane\\033[0m with a few words more\\n", i % 8, i }'`;

export interface SavedWorkspace {
  readonly home: string;
  readonly panes: readonly PaneId[];
  /** On the screen at the start. */
  readonly visible: number;
}

/** A home in which nothing ever ran. */
export async function prepareHome(home: string, { lazy }: { lazy: boolean }): Promise<void> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  await writeFile(
    join(home, 'config.toml'),
    `[shell]\nprogram = "${shell.program}"\nargs = ["--norc"]\n[restore]\nlazy = ${lazy}\nrelaunch_after_crash = false\n[env]\nPS1 = "${prompt}"\n`,
    { mode: 0o600 },
  );
}

/** `home`: made; `lazy`: as in config.toml. */
export async function saveWorkspace(
  home: string,
  count: number,
  { lazy }: { lazy: boolean },
): Promise<SavedWorkspace> {
  await prepareHome(home, { lazy });
  const config = {
    shell: { program: shell.program, args: [...shell.args] },
    restore: { lazy, relaunch_after_crash: false },
    env: { PS1: prompt },
  };
  const host = await openHost({
    stateDir: join(home, 'state'),
    home,
    isHomeChosen: true,
    userHome: home,
    version: '0.0.0-bench',
    config: readConfig(config).config,
    environment: { PATH: process.env.PATH, HOME: home, SHELL: shell.program, LANG: 'C.UTF-8' },
    worker: openScreenWorker(join(checkout, 'out', 'main', 'screen-worker.cjs')),
    openPty,
    shellIntegration: {
      scriptsDir: join(checkout, 'electron', 'pty', 'integration', 'scripts'),
      nonceDir: join(home, 'run'),
    },
  });
  try {
    const panes: PaneId[] = ['p1'];
    while (panes.length < count) panes.push(await addPane(host, panes));
    for (const pane of panes) await fill(host, pane);
    await run(host, 'focus', { target: 'p1' });
    await host.flush();
    return { home, panes, visible: Math.min(count, panesPerWindow) };
  } finally {
    await host.shutdown();
  }
}

async function addPane(host: WorkspaceHost, panes: readonly PaneId[]): Promise<PaneId> {
  const before = panes.at(-1) ?? 'p1';
  const place = panes.length % panesPerWindow;
  if (place === 0) return (await run(host, 'window.create', {})).pane;
  const direction = place % 2 === 0 ? 'right' : 'down';
  return (await run(host, 'pane.split', { pane: before, direction })).pane;
}

async function fill(host: WorkspaceHost, pane: PaneId): Promise<void> {
  await host.send(pane, `${printer}\r`);
  const pattern = new RegExp(`^${lastLine}.*\\n${prompt.trim()}$`, 'mu');
  const outcome = await host.wait(pane, { kind: 'text', pattern }, { timeoutMs: 60_000 });
  if (outcome.kind !== 'met') throw new Error(`${pane} was not filled`);
}

async function run<N extends CommandName>(
  host: WorkspaceHost,
  name: N,
  params: CommandParams<N>,
): Promise<CommandResult<N>> {
  const parsed = parseCommand(name, params);
  if ('code' in parsed) throw new Error(parsed.message);
  const outcome = await host.execute(parsed);
  if (outcome.kind === 'refused') throw new Error(outcome.error.message);
  return outcome.value as CommandResult<N>;
}
