// Every change of the workspace, as data. Durable records go into the log; ephemeral ones only to the replicas that
// listen now. An old record keeps its meaning for ever: to change one, add a kind.
import type { OsWindowId, PaneId, SessionId, WindowId } from './ids.ts';
import type { Bounds, Layout, OsWindow, PaneProgram, Restored, Survivor, Timestamp } from './model.ts';

/** Records of the log. A batch of them is applied whole or not at all. */
export type DurableRecord =
  | {
      readonly kind: 'session.created';
      readonly session: SessionId;
      readonly name: string;
      readonly at: Timestamp;
    }
  | { readonly kind: 'session.deleted'; readonly session: SessionId }
  | { readonly kind: 'session.renamed'; readonly session: SessionId; readonly name: string }
  | { readonly kind: 'session.moved'; readonly session: SessionId; readonly index: number }
  | {
      readonly kind: 'window.created';
      readonly window: WindowId;
      readonly session: SessionId;
      readonly name: string;
      /** Place in the tab order. */
      readonly index: number;
      /** Its first pane, created by the next record of the same batch. */
      readonly pane: PaneId;
    }
  | { readonly kind: 'window.deleted'; readonly window: WindowId }
  | { readonly kind: 'window.renamed'; readonly window: WindowId; readonly name: string }
  | {
      readonly kind: 'window.moved';
      readonly window: WindowId;
      readonly session: SessionId;
      readonly index: number;
    }
  | { readonly kind: 'window.layout'; readonly window: WindowId; readonly layout: Layout }
  | { readonly kind: 'window.zoomed'; readonly window: WindowId; readonly pane: PaneId | null }
  | {
      readonly kind: 'pane.created';
      readonly pane: PaneId;
      readonly window: WindowId;
      readonly program: PaneProgram;
      readonly cwd: string;
      readonly cols: number;
      readonly rows: number;
      readonly private: boolean;
      readonly at: Timestamp;
    }
  /** Into the list of what can be reopened. */
  | { readonly kind: 'pane.closed'; readonly pane: PaneId; readonly at: Timestamp }
  | { readonly kind: 'pane.reopened'; readonly pane: PaneId; readonly window: WindowId }
  /** Out of that list, for good. */
  | { readonly kind: 'pane.forgotten'; readonly pane: PaneId }
  | { readonly kind: 'pane.moved'; readonly pane: PaneId; readonly window: WindowId }
  | { readonly kind: 'pane.resized'; readonly pane: PaneId; readonly cols: number; readonly rows: number }
  | { readonly kind: 'pane.cwd'; readonly pane: PaneId; readonly cwd: string }
  | { readonly kind: 'pane.title'; readonly pane: PaneId; readonly title: string }
  | {
      readonly kind: 'pane.running';
      readonly pane: PaneId;
      readonly command: string | null;
      /** The shell said so itself, as it was typed. */
      readonly isTyped?: boolean;
    }
  | {
      readonly kind: 'pane.spawned';
      readonly pane: PaneId;
      readonly incarnation: number;
      readonly touched: boolean;
      readonly at: Timestamp;
    }
  /** Comes from a restore point or a file: dormant, with the history of that incarnation. */
  | {
      readonly kind: 'pane.adopted';
      readonly pane: PaneId;
      readonly incarnation: number;
      readonly title: string;
      readonly restored: Restored;
    }
  | { readonly kind: 'pane.touched'; readonly pane: PaneId; readonly incarnation: number }
  | {
      readonly kind: 'pane.exited';
      readonly pane: PaneId;
      readonly exitCode: number;
      readonly signal: number;
      readonly at: Timestamp;
    }
  | { readonly kind: 'pane.failed'; readonly pane: PaneId; readonly reason: string; readonly at: Timestamp }
  | { readonly kind: 'pane.restored-seen'; readonly pane: PaneId }
  | {
      readonly kind: 'active.changed';
      readonly session: SessionId | null;
      readonly window: WindowId | null;
      readonly pane: PaneId | null;
    }
  | { readonly kind: 'os-window.opened'; readonly osWindow: OsWindowId; readonly session: SessionId | null }
  | { readonly kind: 'os-window.closed'; readonly osWindow: OsWindowId }
  | { readonly kind: 'os-window.session'; readonly osWindow: OsWindowId; readonly session: SessionId | null }
  | {
      readonly kind: 'os-window.placed';
      readonly osWindow: OsWindowId;
      readonly bounds: Bounds | null;
      readonly mode: OsWindow['mode'];
    }
  | { readonly kind: 'os-window.sidebar'; readonly osWindow: OsWindowId; readonly shown: boolean }
  /** Keys that a newcomer is told of have been used, or put away: by their actions. */
  | { readonly kind: 'keys.learned'; readonly actions: readonly string[] }
  /** The first record after every start that found a workspace: nothing lives, everything is restored. */
  | { readonly kind: 'workspace.recovered'; readonly at: Timestamp; readonly cause: 'clean' | 'crash' };

/** Records about processes: same reducer, never on disk. */
export type EphemeralRecord =
  | { readonly kind: 'live.started'; readonly pane: PaneId; readonly pid: number }
  | { readonly kind: 'live.ended'; readonly pane: PaneId }
  /** What still runs of the pane's old processes: all of it, each time it changes. */
  | { readonly kind: 'live.survived'; readonly pane: PaneId; readonly processes: readonly Survivor[] }
  | {
      readonly kind: 'live.noticed';
      readonly pane: PaneId;
      readonly activity: boolean;
      readonly bell: boolean;
    };

export type WorkspaceRecord = DurableRecord | EphemeralRecord;

export function isEphemeral(record: WorkspaceRecord): record is EphemeralRecord {
  return record.kind.startsWith('live.');
}

/** Hints may reach the disk within `wal_flush_interval_ms`; all else is structure and is synced at once. */
export function isHint(record: DurableRecord): boolean {
  switch (record.kind) {
    case 'pane.cwd':
    case 'pane.title':
    case 'pane.running':
    case 'pane.resized':
    case 'active.changed':
    case 'os-window.placed':
    case 'os-window.session':
      return true;
    default:
      return false;
  }
}
