// What the host is to those around it (main.ts, the windows, the control socket): one interface over the workspace, its
// panes and its journal. Nothing here knows electron, sockets or how a pty is made.
import type { CommandOutcome, ParsedCommand } from '../../shared/commands.ts';
import type { Config } from '../../shared/config.ts';
import type { OsWindowId, PaneId, SessionId } from '../../shared/ids.ts';
import type { KeyModes } from '../../shared/keys.ts';
import type { Workspace } from '../../shared/model.ts';
import type { ClientPort, Notice } from '../../shared/protocol.ts';
import type { WorkspaceRecord } from '../../shared/records.ts';
import type { PersistenceStatus, RecoveryStatus, TimelineEntry } from '../../shared/status.ts';
import type { Attention } from './pane-attention.ts';

export interface CaptureOptions {
  readonly scrollback: boolean;
  /** Keep colours and attributes as SGR sequences. */
  readonly ansi: boolean;
}

/** A pane's text; the shape of `everpane capture --json`. */
export interface Capture {
  readonly pane: PaneId;
  readonly cols: number;
  readonly rows: number;
  readonly cursor: { readonly x: number; readonly y: number };
  readonly alt: boolean;
  readonly lines: readonly string[];
  readonly title: string;
  readonly cwd: string;
  readonly decorations: readonly { readonly line: number; readonly kind: string; readonly text: string }[];
}

export type WaitCondition =
  /** Matches (flags m, u) over the text of the present incarnation, soft wraps joined. */
  | { readonly kind: 'text'; readonly pattern: RegExp }
  /** No output for this long, counted after the incarnation's first output; where nothing runs that could print, from the call. */
  | { readonly kind: 'idle'; readonly ms: number }
  | { readonly kind: 'exit' };

export type WaitOutcome = { readonly kind: 'met' } | { readonly kind: 'timeout' } | { readonly kind: 'gone' };

/** A line in which something was found; the shape of `everpane search --json`. */
export interface SearchHit {
  readonly pane: PaneId;
  /** Zero-based: of the line's first row, as `capture` with `scrollback` counts them. */
  readonly line: number;
  /** Soft wraps joined, without trailing blanks. */
  readonly text: string;
  /** From and to (exclusive), in UTF-16 units of `text`. */
  readonly matches: readonly (readonly [number, number])[];
}

/** `isSeen`: the pane is on screen, though perhaps in a window that nobody looks at. */
export type AttentionListener = (attention: Attention, circumstances: { readonly isSeen: boolean }) => void;

export interface Host {
  readonly workspace: Workspace;
  readonly config: Config;
  readonly recovery: RecoveryStatus;
  /** Shells start only when somebody asks for them. */
  readonly isSafeMode: boolean;
  persistence(): PersistenceStatus;
  /** Validates nothing (see `parseCommand`); resolves once the records are durable (degraded: at once, with a warning). */
  execute(command: ParsedCommand): Promise<CommandOutcome>;
  /** Serves a renderer: welcome, records, attachments. */
  connect(port: ClientPort, osWindow: OsWindowId): void;
  /** Every batch after it was applied. Returns the way to stop listening. */
  subscribe(listener: (records: readonly WorkspaceRecord[]) => void): () => void;
  /** Panes that ask for a person. Returns the way to stop listening. */
  subscribeAttention(listener: AttentionListener): () => void;
  subscribeNotices(listener: (notice: Notice) => void): () => void;
  /** Types into a pane, waking it if it is dormant. Rejects with CommandRefused if the pane is gone or has no process. */
  send(pane: PaneId, data: string): Promise<void>;
  /** What the program in a pane asked of the keyboard; for a pane without one, what a fresh one would have. */
  keyModes(pane: PaneId): KeyModes;
  capture(pane: PaneId, options: CaptureOptions): Promise<Capture>;
  wait(
    pane: PaneId,
    condition: WaitCondition,
    options: { timeoutMs: number; signal?: AbortSignal },
  ): Promise<WaitOutcome>;
  /**
   * Looks through what every pane has, in the order of their ids. Rejects with PatternTooSlowError; an aborted search
   * ends early, with what it has.
   */
  search(pattern: RegExp, options: { signal?: AbortSignal }): Promise<readonly SearchHit[]>;
  /** Everything up to now is durable; the LSN up to which it is. */
  flush(): Promise<number>;
  checkpoint(): Promise<void>;
  /** Restore points, newest first. */
  timeline(): readonly TimelineEntry[];
  /**
   * Brings a restore point back as new sessions. `replace`: the present is kept as a restore point, then closed by force.
   * Rejects with CommandRefusedError if there is no such point.
   */
  restore(id: string, options: { replace: boolean }): Promise<void>;
  /** The workspace without what is private, as the parts of one file. */
  exportWorkspace(): Promise<readonly Uint8Array[]>;
  /** Puts an exported workspace beside what is there: its sessions. Rejects with ExchangeError, and then nothing has changed. */
  importWorkspace(file: Uint8Array): Promise<readonly SessionId[]>;
  configure(config: Config): void;
  /** Ends every pty, saves, closes the journal. Idempotent; afterwards nothing of the host lives. */
  shutdown(): Promise<void>;
}
