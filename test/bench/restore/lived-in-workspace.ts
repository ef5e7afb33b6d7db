// A workspace as a person leaves it: made in the app, in windows of up to four panes; every pane was looked at, and has the
// size that it has on screen; then it was left alone until its panes were at rest, and the app was quit. So a start finds
// the sizes that it needs, which is what a start after a quit finds: windows come back with their size.
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ControlClient } from '../../../cli/control-client.ts';
import { SNAPSHOT_DIR } from '../../../electron/persistence/layout.ts';
import type { CommandName, CommandParams, CommandResult } from '../../../shared/commands.ts';
import type { PaneId } from '../../../shared/ids.ts';
import {
  lastLine,
  panesPerWindow,
  prepareHome,
  printer,
  prompt,
  type SavedWorkspace,
} from './saved-workspace.ts';
import { connectTo, startEverpane } from './started-everpane.ts';

const timeoutMs = 60_000;
const pollMs = 250;
/** What a pane has that nobody has looked at. */
const unseenSize = '80x24';

/** `home`: made. */
export async function liveIn(home: string, count: number, display: string): Promise<SavedWorkspace> {
  await prepareHome(home, { lazy: true });
  const app = await startEverpane({ home, display, shows: prompt.trim(), visible: 1 });
  await app.shownMs;
  const client = await connectTo(home);
  const panes: PaneId[] = [];
  while (panes.length < count) panes.push(...(await fillWindow(client, panes.length, count)));
  await execute(client, 'focus', { target: 'p1' });
  await rest(client, home, count);
  const ended = once(app.child, 'exit');
  await client.request('quit', {}, { timeoutMs });
  await ended;
  return { home, panes, visible: Math.min(count, panesPerWindow) };
}

/** One window with its panes, shown and printed to. The first is there. */
async function fillWindow(client: ControlClient, made: number, count: number): Promise<PaneId[]> {
  const panes: PaneId[] = [made === 0 ? 'p1' : (await execute(client, 'window.create', {})).pane];
  while (panes.length < Math.min(panesPerWindow, count - made)) {
    const pane = panes.at(-1) ?? 'p1';
    const direction = panes.length % 2 === 0 ? 'right' : 'down';
    panes.push((await execute(client, 'pane.split', { pane, direction })).pane);
  }
  for (const pane of panes) {
    await client.request('send', { pane, text: printer, enter: true }, { timeoutMs });
    const text = `^${lastLine}.*\\n${prompt.trim()}$`;
    const outcome = await client.request('wait', { pane, text, timeoutMs }, { timeoutMs });
    if (outcome.kind !== 'met') throw new Error(`${pane} was not filled`);
  }
  for (const pane of panes) while (await isUnseen(client, pane)) await delay(pollMs);
  return panes;
}

async function isUnseen(client: ControlClient, pane: PaneId): Promise<boolean> {
  const { cols, rows } = await client.request(
    'capture',
    { pane, scrollback: false, ansi: false },
    { timeoutMs },
  );
  return `${cols}x${rows}` === unseenSize;
}

/** Until every pane is folded, which the app does by itself where nothing has been printed for a while. */
async function rest(client: ControlClient, home: string, count: number): Promise<void> {
  const folded = async (): Promise<number> => (await readdir(join(home, 'state', SNAPSHOT_DIR))).length;
  const until = performance.now() + timeoutMs;
  while ((await folded()) < count) {
    if (performance.now() > until) throw new Error(`${await folded()} of ${count} panes were folded at rest`);
    // Upkeep is due now, instead of twice a minute.
    await client.request('checkpoint', {}, { timeoutMs });
    await delay(pollMs);
  }
}

async function execute<N extends CommandName>(
  client: ControlClient,
  name: N,
  params: CommandParams<N>,
): Promise<CommandResult<N>> {
  const { value } = await client.request('execute', { name, params }, { timeoutMs });
  return value as CommandResult<N>;
}
