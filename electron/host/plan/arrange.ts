// Plans that rearrange what is there: names, order, places, ratios, zoom.
import type { CommandParams } from '../../../shared/commands.ts';
import type { WindowId } from '../../../shared/ids.ts';
import { isPaneId, isSessionId } from '../../../shared/ids.ts';
import {
  nodeAt,
  removeFromLayout,
  resizeInLayout,
  setRatios,
  splitLayout,
  swapInLayout,
} from '../../../shared/layout.ts';
import type { Workspace } from '../../../shared/model.ts';
import type { DurableRecord } from '../../../shared/records.ts';
import { leaveWindow } from './close.ts';
import { showSession } from './focus.ts';
import { followMoved } from './os-windows.ts';
import { notFound, type Plan, planned, refused } from './plan.ts';

export function planRename(workspace: Workspace, { target, name }: CommandParams<'rename'>): Plan {
  const clean = name.replace(/\p{Cc}/gu, ' ').trim();
  if (isSessionId(target)) {
    if (workspace.sessions[target] === undefined) return notFound(target);
    if (clean === '') return refused('invalid', 'a session needs a name');
    return planned([{ kind: 'session.renamed', session: target, name: clean }]);
  }
  if (workspace.windows[target] === undefined) return notFound(target);
  return planned([{ kind: 'window.renamed', window: target, name: clean }]);
}

export function planSessionMove(workspace: Workspace, params: CommandParams<'session.move'>): Plan {
  if (workspace.sessions[params.session] === undefined) return notFound(params.session);
  return planned([{ kind: 'session.moved', session: params.session, index: params.index }]);
}

export function planWindowMove(workspace: Workspace, params: CommandParams<'window.move'>): Plan {
  const window = workspace.windows[params.window];
  if (window === undefined) return notFound(params.window);
  const target = workspace.sessions[params.session];
  if (target === undefined) return notFound(params.session);
  const moved: DurableRecord = {
    kind: 'window.moved',
    window: window.id,
    session: target.id,
    index: params.index,
  };
  if (window.session === target.id) return planned([moved]);
  const isLast = workspace.sessions[window.session]?.windows.length === 1;
  return planned([
    moved,
    ...(isLast ? [{ kind: 'session.deleted', session: window.session } as const] : []),
    { kind: 'active.changed', session: target.id, window: window.id, pane: null },
    ...(isLast ? followMoved(workspace, window.session, target.id) : showSession(workspace, target.id)),
  ]);
}

export function planResize(workspace: Workspace, { pane, ratio }: CommandParams<'pane.resize'>): Plan {
  const window = workspace.windows[workspace.panes[pane]?.window ?? 'w0'];
  if (window === undefined) return notFound(pane);
  const layout = resizeInLayout(window.layout, pane, ratio);
  if (layout === null)
    return refused('refused', `${pane} is alone in ${window.id}: there is nothing to share room with`);
  return planned([{ kind: 'window.layout', window: window.id, layout }]);
}

export function planRatios(workspace: Workspace, params: CommandParams<'layout.ratios'>): Plan {
  const window = workspace.windows[params.window];
  if (window === undefined) return notFound(params.window);
  const node = nodeAt(window.layout, params.path);
  if (node === null || typeof node === 'string' || node.children.length !== params.ratios.length) {
    return refused('refused', `the layout of ${window.id} has changed meanwhile`);
  }
  const layout = setRatios(window.layout, params.path, params.ratios);
  return planned([{ kind: 'window.layout', window: window.id, layout }]);
}

export function planEqualise(workspace: Workspace, { window, path }: CommandParams<'layout.equalise'>): Plan {
  const layout = workspace.windows[window]?.layout;
  const node = layout === undefined ? null : nodeAt(layout, path);
  const ratios =
    node === null || typeof node === 'string' ? [] : node.children.map(() => 1 / node.children.length);
  return planRatios(workspace, { window, path, ratios, done: true });
}

export function planZoom(workspace: Workspace, { pane }: CommandParams<'pane.zoom'>): Plan {
  const window = workspace.windows[workspace.panes[pane]?.window ?? 'w0'];
  if (window === undefined) return notFound(pane);
  if (window.zoomedPane === pane) return planned([{ kind: 'window.zoomed', window: window.id, pane: null }]);
  if (window.layout === pane) return planned([]);
  return planned([
    { kind: 'active.changed', session: workspace.activeSession, window: null, pane },
    { kind: 'window.zoomed', window: window.id, pane },
  ]);
}

export function planSwap(workspace: Workspace, { a, b }: CommandParams<'pane.swap'>): Plan {
  const windowA = workspace.windows[workspace.panes[a]?.window ?? 'w0'];
  const windowB = workspace.windows[workspace.panes[b]?.window ?? 'w0'];
  if (windowA === undefined) return notFound(a);
  if (windowB === undefined) return notFound(b);
  if (a === b) return planned([]);
  const records: DurableRecord[] = [
    { kind: 'window.layout', window: windowA.id, layout: swapInLayout(windowA.layout, a, b) },
  ];
  if (windowA.id !== windowB.id) {
    records.push(
      { kind: 'window.layout', window: windowB.id, layout: swapInLayout(windowB.layout, a, b) },
      { kind: 'pane.moved', pane: a, window: windowB.id },
      { kind: 'pane.moved', pane: b, window: windowA.id },
    );
    // The place keeps its role: whoever sits in it now is active or zoomed where the other was.
    for (const [window, left, arrived] of [
      [windowA, a, b],
      [windowB, b, a],
    ] as const) {
      if (window.activePane === left) {
        records.push({
          kind: 'active.changed',
          session: workspace.activeSession,
          window: null,
          pane: arrived,
        });
      }
      if (window.zoomedPane === left)
        records.push({ kind: 'window.zoomed', window: window.id, pane: arrived });
    }
  }
  return planned(records);
}

export function planPaneMove(
  workspace: Workspace,
  { pane, to, direction = 'right' }: CommandParams<'pane.move'>,
): Plan {
  const source = workspace.windows[workspace.panes[pane]?.window ?? 'w0'];
  if (source === undefined) return notFound(pane);
  if (to === 'new') {
    if (source.layout === pane) return refused('refused', `${pane} already has a window of its own`);
    const window: WindowId = `w${workspace.next.window}`;
    const index = (workspace.sessions[source.session]?.windows.indexOf(source.id) ?? 0) + 1;
    return planned([
      ...leaveWindow(workspace, source, pane),
      { kind: 'window.created', window, session: source.session, name: '', index, pane },
      { kind: 'pane.moved', pane, window },
      { kind: 'active.changed', session: source.session, window, pane },
      ...showSession(workspace, source.session),
    ]);
  }
  const beside = isPaneId(to) ? workspace.panes[to] : undefined;
  const target = workspace.windows[isPaneId(to) ? (beside?.window ?? 'w0') : to];
  if (target === undefined) return notFound(to);
  if (to === pane) return planned([]);
  const neighbour = beside?.id ?? target.activePane;
  if (target.id === source.id) {
    if (beside === undefined) return refused('refused', `${pane} is in ${to} already`);
    const without = removeFromLayout(source.layout, pane);
    if (without === null) return planned([]);
    const layout = splitLayout(without, neighbour, pane, { direction });
    return planned([
      { kind: 'window.layout', window: source.id, layout },
      { kind: 'active.changed', session: source.session, window: source.id, pane },
      ...showSession(workspace, source.session),
    ]);
  }
  const isLast = source.layout === pane && workspace.sessions[source.session]?.windows.length === 1;
  return planned([
    { kind: 'pane.moved', pane, window: target.id },
    {
      kind: 'window.layout',
      window: target.id,
      layout: splitLayout(target.layout, neighbour, pane, { direction }),
    },
    ...leaveWindow(workspace, source, pane),
    { kind: 'active.changed', session: target.session, window: target.id, pane },
    ...(isLast
      ? followMoved(workspace, source.session, target.session)
      : showSession(workspace, target.session)),
  ]);
}
