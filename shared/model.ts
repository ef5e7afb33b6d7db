// The workspace as data: what `reduce` folds the log's records into, in the host, in recovery and in the renderer alike.
// Everything but `live` and `survivors` is durable. Plain values only (it is sent over message ports and saved in checkpoints).
import type { OsWindowId, PaneId, SessionId, WindowId } from './ids.ts';

/** Milliseconds since the Unix epoch. */
export type Timestamp = number;

/** The split tree of a window. Ratios are shares of the split's length, each > 0, together 1. */
export type Layout = PaneId | Split;

export interface Split {
  /** `row`: children side by side; `column`: one above the other. */
  readonly dir: 'row' | 'column';
  readonly ratios: readonly number[];
  readonly children: readonly Layout[];
}

export interface Session {
  readonly id: SessionId;
  readonly name: string;
  readonly createdAt: Timestamp;
  /** Tab order. */
  readonly windows: readonly WindowId[];
  readonly activeWindow: WindowId;
}

export interface Window {
  readonly id: WindowId;
  readonly session: SessionId;
  /** Given by the user; empty: the tab shows its active pane's title. */
  readonly name: string;
  readonly layout: Layout;
  readonly activePane: PaneId;
  readonly zoomedPane: PaneId | null;
}

/** What a pane starts: a shell, or the command that it was created with. */
export interface PaneProgram {
  /** Absolute path of the shell. */
  readonly shell: string;
  readonly args: readonly string[];
  /** The command the pane was made for (`new-window -- CMD ARG...`), or null for a plain shell. */
  readonly command: readonly string[] | null;
  /** Variables that the user set for this pane or its profile; never the inherited environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The profile that it was made of; absent: none. What that says of looks is asked each time, the rest is above. */
  readonly profile?: string;
}

/** How the last process of a pane ended, while no other has been started. */
export type PaneOutcome =
  | { readonly kind: 'exited'; readonly exitCode: number; readonly signal: number; readonly at: Timestamp }
  | { readonly kind: 'failed'; readonly reason: string; readonly at: Timestamp };

/** It never ran, said that it failed, or was killed: by hand or for want of memory, nobody else will say so. */
export function endedBadly(outcome: PaneOutcome): boolean {
  return outcome.kind === 'failed' || outcome.exitCode !== 0 || outcome.signal > 0;
}

/** That a pane came back, and from what; shown as a divider until dismissed. */
export interface Restored {
  readonly at: Timestamp;
  readonly cause: 'clean' | 'crash';
  /** Command line that was in the foreground when the workspace went away. */
  readonly wasRunning: string | null;
  /** The shell itself said so, as it was typed; otherwise it is put together from the process's arguments. */
  readonly isTyped: boolean;
}

export interface Pane {
  readonly id: PaneId;
  readonly window: WindowId;
  readonly program: PaneProgram;
  readonly private: boolean;
  readonly createdAt: Timestamp;
  readonly cwd: string;
  /** Title set by the program, empty until it sets one. */
  readonly title: string;
  /** Command line in the foreground, null while the shell waits at its prompt. */
  readonly running: string | null;
  /** Whether `running` is what was typed, on the shell's own word. */
  readonly isTyped: boolean;
  readonly cols: number;
  readonly rows: number;
  /** Number of the present process's life in this pane; 0: none yet. */
  readonly incarnation: number;
  /** Whether the present incarnation belongs to the pane's history (DESIGN: an untouched one leaves no trace). */
  readonly touched: boolean;
  /** Incarnations in the pane's stream that were never touched: left out whenever the pane is materialised. */
  readonly discarded: readonly number[];
  readonly outcome: PaneOutcome | null;
  readonly restored: Restored | null;
}

/** A pane that was closed and can still be reopened. */
export interface ClosedPane {
  readonly pane: Pane;
  readonly session: SessionId;
  readonly sessionName: string;
  readonly closedAt: Timestamp;
}

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A window of the desktop: shows one session. */
export interface OsWindow {
  readonly id: OsWindowId;
  readonly session: SessionId | null;
  /** Device-independent pixels; null: wherever the system puts it. */
  readonly bounds: Bounds | null;
  /** `quick`: drops down on a key and hides again; never the last window that keeps the app running. */
  readonly mode: 'normal' | 'maximized' | 'fullscreen' | 'quick';
  readonly sidebar: boolean;
}

/** What lives and dies with a process; never on disk. */
export interface LivePane {
  readonly pid: number;
  /** Output arrived while nobody looked. */
  readonly activity: boolean;
  /** The bell rang while nobody looked. */
  readonly bell: boolean;
}

/** A process of a pane that outlived the app that had started it. */
export interface Survivor {
  readonly pid: number;
  readonly command: string;
  /** It is what the pane was running in the foreground. */
  readonly isCommand: boolean;
}

export interface Workspace {
  /** The next number of each kind of id. */
  readonly next: {
    readonly session: number;
    readonly window: number;
    readonly pane: number;
    readonly osWindow: number;
  };
  readonly activeSession: SessionId | null;
  /** Sidebar order. */
  readonly sessionOrder: readonly SessionId[];
  readonly sessions: Readonly<Record<SessionId, Session>>;
  readonly windows: Readonly<Record<WindowId, Window>>;
  readonly panes: Readonly<Record<PaneId, Pane>>;
  readonly osWindows: Readonly<Record<OsWindowId, OsWindow>>;
  /** Most recently closed first. */
  readonly closed: readonly ClosedPane[];
  /** Keys (by their actions) that a newcomer need not be told any more. */
  readonly learned: readonly string[];
  readonly live: Readonly<Record<PaneId, LivePane>>;
  /** As ephemeral as `live`. */
  readonly survivors: Readonly<Record<PaneId, readonly Survivor[]>>;
}

export const emptyWorkspace: Workspace = {
  next: { session: 1, window: 1, pane: 1, osWindow: 1 },
  activeSession: null,
  sessionOrder: [],
  sessions: {},
  windows: {},
  panes: {},
  osWindows: {},
  closed: [],
  learned: [],
  live: {},
  survivors: {},
};

/** The state that the CLI, the tabs and the pane headers show. */
export type PaneState = 'running' | 'exited' | 'failed' | 'dormant';

export function paneState(workspace: Workspace, pane: Pane): PaneState {
  if (workspace.live[pane.id] !== undefined) return 'running';
  return pane.outcome?.kind ?? 'dormant';
}
