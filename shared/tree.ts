// The workspace as `everpane ls --json` prints it; the shape is a promise to scripts.

import { panesOf } from './layout.ts';
import type { Layout, Pane, PaneState, Window, Workspace } from './model.ts';
import { paneState } from './model.ts';

export interface PaneJson {
  readonly id: string;
  readonly title: string;
  readonly cwd: string;
  readonly shell: string;
  readonly pid: number | null;
  readonly cols: number;
  readonly rows: number;
  readonly state: PaneState;
  readonly exitCode: number | null;
  readonly private: boolean;
  readonly command: string | null;
  /** Absent for a pane without one. */
  readonly profile?: string;
  readonly restoredAt: string | null;
}

export interface WindowJson {
  readonly id: string;
  readonly name: string;
  readonly activePane: string;
  readonly zoomedPane: string | null;
  readonly layout: Layout;
  readonly panes: readonly PaneJson[];
}

export interface SessionJson {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly activeWindow: string;
  readonly windows: readonly WindowJson[];
}

export interface TreeJson {
  readonly activeSession: string | null;
  readonly sessions: readonly SessionJson[];
}

const iso = (at: number): string => new Date(at).toISOString();
const present = <T>(value: T | undefined): value is T => value !== undefined;

export function treeOf(workspace: Workspace): TreeJson {
  return {
    activeSession: workspace.activeSession,
    sessions: workspace.sessionOrder
      .map((id) => workspace.sessions[id])
      .filter(present)
      .map((session) => ({
        id: session.id,
        name: session.name,
        createdAt: iso(session.createdAt),
        activeWindow: session.activeWindow,
        windows: session.windows
          .map((id) => workspace.windows[id])
          .filter(present)
          .map((window) => windowJson(workspace, window)),
      })),
  };
}

function windowJson(workspace: Workspace, window: Window): WindowJson {
  return {
    id: window.id,
    name: window.name,
    activePane: window.activePane,
    zoomedPane: window.zoomedPane,
    layout: window.layout,
    panes: panesOf(window.layout)
      .map((id) => workspace.panes[id])
      .filter(present)
      .map((pane) => paneJson(workspace, pane)),
  };
}

function paneJson(workspace: Workspace, pane: Pane): PaneJson {
  const { profile } = pane.program;
  return {
    id: pane.id,
    title: pane.title,
    cwd: pane.cwd,
    shell: pane.program.shell,
    pid: workspace.live[pane.id]?.pid ?? null,
    cols: pane.cols,
    rows: pane.rows,
    state: paneState(workspace, pane),
    exitCode: pane.outcome?.kind === 'exited' ? pane.outcome.exitCode : null,
    private: pane.private,
    command: pane.running ?? pane.program.command?.join(' ') ?? null,
    restoredAt: pane.restored === null ? null : iso(pane.restored.at),
    ...(profile === undefined ? {} : { profile }),
  };
}
