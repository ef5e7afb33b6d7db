// What a person names on the command line -> an id. An id is taken as it is; anything else is looked for among the names
// of sessions and windows and the titles of panes, and has to mean one thing.
import {
  isPaneId,
  isSessionId,
  isWindowId,
  type PaneId,
  type SessionId,
  type WindowId,
} from '../shared/ids.ts';
import type { PaneJson, SessionJson, TreeJson, WindowJson } from '../shared/tree.ts';
import type { Cli } from './cli.ts';
import { CliError } from './cli-error.ts';

export type TargetKind = 'session' | 'window' | 'pane';

interface IdOf {
  session: SessionId;
  window: WindowId;
  pane: PaneId;
}

const isId: { readonly [K in TargetKind]: (value: unknown) => value is IdOf[K] } = {
  session: isSessionId,
  window: isWindowId,
  pane: isPaneId,
};

/** Resolves `given` to an id of one of `kinds`. Rejects when nothing, or more than one thing, has that name. */
export async function resolveTarget<K extends TargetKind>(
  cli: Cli,
  given: string,
  kinds: readonly K[],
): Promise<IdOf[K]> {
  const wanted = [kinds.slice(0, -1).join(', '), ...kinds.slice(-1)].filter(Boolean).join(' or ');
  for (const kind of kinds) {
    const fits: (value: unknown) => value is IdOf[K] = isId[kind];
    if (fits(given)) return given;
  }
  const other = (Object.keys(isId) as TargetKind[]).find((kind) => isId[kind](given));
  if (other !== undefined)
    throw new CliError(`${given} is a ${other}, and a ${wanted} is needed here; see: everpane ls`);
  const found = named(await cli.request('ls', {}), given, kinds);
  const [id, second] = found;
  if (id === undefined)
    throw new CliError(`there is no ${wanted} called ${JSON.stringify(given)}; see: everpane ls`);
  if (second !== undefined) {
    throw new CliError(`${JSON.stringify(given)} could be any of ${found.join(', ')}; use the id`);
  }
  return id;
}

function named<K extends TargetKind>(tree: TreeJson, name: string, kinds: readonly K[]): IdOf[K][] {
  const windows = tree.sessions.flatMap((session) => session.windows);
  const candidates: { readonly [T in TargetKind]: () => readonly string[] } = {
    session: () => tree.sessions.filter((session: SessionJson) => session.name === name).map(({ id }) => id),
    window: () => windows.filter((window: WindowJson) => window.name === name).map(({ id }) => id),
    pane: () => panesNamed(windows, name, { byWindow: !(kinds as readonly TargetKind[]).includes('window') }),
  };
  return kinds.flatMap((kind) => candidates[kind]().filter(isId[kind] as (id: string) => id is IdOf[K]));
}

/** By their own title; where the name cannot mean the window itself, also as the only pane of a window with that name. */
function panesNamed(
  windows: readonly WindowJson[],
  name: string,
  { byWindow }: { byWindow: boolean },
): string[] {
  const ids = windows.flatMap((window) => {
    const isOnly = byWindow && window.panes.length === 1 && window.name === name;
    return window.panes.filter((pane: PaneJson) => isOnly || pane.title === name).map(({ id }) => id);
  });
  return [...new Set(ids)];
}
