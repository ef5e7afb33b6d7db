// Plans that make sessions, windows and panes. What is created becomes active.
import type { CommandParams, CommandResult } from '../../../shared/commands.ts';
import type { PaneId, SessionId, WindowId } from '../../../shared/ids.ts';
import { splitLayout } from '../../../shared/layout.ts';
import type { Pane, Workspace } from '../../../shared/model.ts';
import type { DurableRecord } from '../../../shared/records.ts';
import { showSession } from './focus.ts';
import { notFound, type Plan, type PlanContext, planned, refused } from './plan.ts';

interface NewPane {
  readonly cwd?: string | undefined;
  readonly private?: boolean | undefined;
  readonly command?: readonly string[] | undefined;
  readonly profile?: string | undefined;
}

type Created = Extract<DurableRecord, { kind: 'pane.created' }>;

/** `beside`: the pane that it is opened from. `inherited`: the profile to take where none is asked for. */
function createPane(
  context: PlanContext,
  ids: { pane: PaneId; window: WindowId },
  options: NewPane,
  { beside, inherited }: { beside: Pane | undefined; inherited?: string | undefined },
): Created | ReturnType<typeof refused> {
  const asked = options.profile;
  const name = [asked, inherited, context.defaultProfile].find(
    (candidate) => candidate != null && (candidate === asked || context.profileOf(candidate) !== null),
  );
  const profile = name == null ? null : context.profileOf(name);
  if (asked !== undefined && profile === null) {
    return refused('not-found', `there is no profile ${JSON.stringify(asked)} in config.toml`);
  }
  const { shell, args } = profile ?? context.defaultProgram;
  // Asked for by name, a profile says where; otherwise one goes on from where one is.
  const own = profile?.cwd ?? undefined;
  const near = beside?.cwd;
  return {
    kind: 'pane.created',
    pane: ids.pane,
    window: ids.window,
    program: {
      shell,
      args,
      command: options.command ?? null,
      env: profile?.env ?? {},
      ...(profile === null || name == null ? {} : { profile: name }),
    },
    cwd: options.cwd ?? (asked === undefined ? (near ?? own) : (own ?? near)) ?? context.defaultCwd,
    cols: beside?.cols ?? context.defaultSize.cols,
    rows: beside?.rows ?? context.defaultSize.rows,
    private: options.private ?? false,
    at: context.now,
  };
}

/** The pane that new ones take their directory from: the active one of the active (or the given) session. */
export function activePaneOf(
  workspace: Workspace,
  session: SessionId | null = workspace.activeSession,
): Pane | undefined {
  const active = session === null ? undefined : workspace.sessions[session];
  const window = active && workspace.windows[active.activeWindow];
  return window && workspace.panes[window.activePane];
}

export function planSessionCreate(
  workspace: Workspace,
  context: PlanContext,
  params: CommandParams<'session.create'>,
): Plan<CommandResult<'session.create'>> {
  const session: SessionId = `s${workspace.next.session}`;
  const window: WindowId = `w${workspace.next.window}`;
  const pane: PaneId = `p${workspace.next.pane}`;
  const created = createPane(context, { pane, window }, params, { beside: activePaneOf(workspace) });
  if (created.kind === 'refused') return created;
  return planned(
    [
      {
        kind: 'session.created',
        session,
        name: params.name ?? defaultSessionName(workspace),
        at: context.now,
      },
      { kind: 'window.created', window, session, name: '', index: 0, pane },
      created,
      { kind: 'active.changed', session, window, pane },
      ...showSession(workspace, session),
    ],
    { session, window, pane },
  );
}

/** "session 4": the lowest number that no session's name has taken. */
export function defaultSessionName(workspace: Workspace): string {
  const taken = new Set(Object.values(workspace.sessions).map((session) => session.name));
  let number = 1;
  while (taken.has(`session ${number}`)) number++;
  return `session ${number}`;
}

export function planWindowCreate(
  workspace: Workspace,
  context: PlanContext,
  params: CommandParams<'window.create'>,
): Plan<CommandResult<'window.create'>> {
  const target = params.session ?? workspace.activeSession;
  if (target === null) {
    const made = planSessionCreate(workspace, context, {});
    if (made.kind === 'refused') return made;
    const { window, pane } = made.value;
    const created = createPane(context, { pane, window }, params, { beside: undefined });
    if (created.kind === 'refused') return created;
    const records = made.records.flatMap((record): DurableRecord[] => {
      if (record.kind === 'window.created') return [{ ...record, name: params.name ?? '' }];
      return [record.kind === 'pane.created' ? created : record];
    });
    return planned(records, { window, pane });
  }
  const session = workspace.sessions[target];
  if (session === undefined) return notFound(target);
  const window: WindowId = `w${workspace.next.window}`;
  const pane: PaneId = `p${workspace.next.pane}`;
  const index = session.windows.indexOf(session.activeWindow) + 1;
  const beside = activePaneOf(workspace, session.id);
  const created = createPane(context, { pane, window }, params, { beside });
  if (created.kind === 'refused') return created;
  return planned(
    [
      { kind: 'window.created', window, session: session.id, name: params.name ?? '', index, pane },
      created,
      { kind: 'active.changed', session: session.id, window, pane },
      ...showSession(workspace, session.id),
    ],
    { window, pane },
  );
}

/** Below this nothing that a program prints can be read. */
const LEAST_COLS = 4;
const LEAST_ROWS = 1;

/** Why the pane cannot be split, or null. Goes by the size that its program has; one column or row is the line between. */
function tooSmallToSplit(
  { id, cols, rows }: Pane,
  { direction, ratio = 0.5 }: CommandParams<'pane.split'>,
): string | null {
  const isAcross = direction === 'left' || direction === 'right';
  const [have, least, unit] = isAcross ? [cols, LEAST_COLS, 'columns'] : [rows, LEAST_ROWS, 'rows'];
  const smaller = Math.floor((have - 1) * Math.min(ratio, 1 - ratio));
  if (smaller >= least) return null;
  const what = ratio === 0.5 ? 'split it' : `split it at ${ratio}`;
  return `${id} has ${have} ${unit}: too few to ${what}, since each part needs ${least === 1 ? 'one' : least}. Make it larger, or close another pane.`;
}

export function planSplit(
  workspace: Workspace,
  context: PlanContext,
  params: CommandParams<'pane.split'>,
): Plan<CommandResult<'pane.split'>> {
  const target = workspace.panes[params.pane];
  const window = target && workspace.windows[target.window];
  if (target === undefined || window === undefined) return notFound(params.pane);
  if (Object.keys(workspace.panes).length >= 10_000)
    return refused('refused', 'there are 10,000 panes already');
  const tooSmall = tooSmallToSplit(target, params);
  if (tooSmall !== null) return refused('refused', tooSmall);
  const pane: PaneId = `p${workspace.next.pane}`;
  const layout = splitLayout(window.layout, target.id, pane, {
    direction: params.direction,
    ...(params.ratio === undefined ? {} : { ratio: params.ratio }),
  });
  const { profile: inherited } = target.program;
  const created = createPane(context, { pane, window: window.id }, params, { beside: target, inherited });
  if (created.kind === 'refused') return created;
  return planned(
    [
      created,
      { kind: 'window.layout', window: window.id, layout },
      { kind: 'active.changed', session: window.session, window: window.id, pane },
      ...showSession(workspace, window.session),
    ],
    { pane },
  );
}

export function planReopen(
  workspace: Workspace,
  context: PlanContext,
  params: CommandParams<'pane.reopen'>,
): Plan<CommandResult<'pane.reopen'>> {
  const entry =
    params.pane === undefined
      ? workspace.closed[0]
      : workspace.closed.find((closed) => closed.pane.id === params.pane);
  if (entry === undefined) {
    return refused(
      'not-found',
      params.pane === undefined
        ? 'nothing was closed lately'
        : `${params.pane} cannot be reopened: it was not closed lately`,
    );
  }
  const pane = entry.pane.id;
  const home = workspace.windows[entry.pane.window];
  if (home !== undefined) {
    const layout = splitLayout(home.layout, home.activePane, pane, { direction: 'right' });
    return planned(
      [
        { kind: 'pane.reopened', pane, window: home.id },
        { kind: 'window.layout', window: home.id, layout },
        { kind: 'active.changed', session: home.session, window: home.id, pane },
        ...showSession(workspace, home.session),
      ],
      { pane },
    );
  }
  const window: WindowId = `w${workspace.next.window}`;
  const records: DurableRecord[] = [];
  let session = workspace.sessions[entry.session]?.id ?? workspace.activeSession;
  if (session === null) {
    session = `s${workspace.next.session}`;
    records.push({ kind: 'session.created', session, name: entry.sessionName, at: context.now });
  }
  const index = workspace.sessions[session]?.windows.length ?? 0;
  records.push(
    { kind: 'window.created', window, session, name: '', index, pane },
    { kind: 'pane.reopened', pane, window },
    { kind: 'active.changed', session, window, pane },
    ...showSession(workspace, session),
  );
  return planned(records, { pane });
}
