// The wire between the host and a renderer: one message port per OS window, two maps of messages. The port carries
// structured clones (strings, numbers, Uint8Array). The host treats every message of a client as untrusted.
import type { CommandName, CommandOutcome } from './commands.ts';
import type { Config } from './config.ts';
import type { OsWindowId, PaneId } from './ids.ts';
import type { Workspace } from './model.ts';
import type { WorkspaceRecord } from './records.ts';
import type { ViewState } from './snapshot.ts';
import type { PersistenceStatus, RecoveryStatus } from './status.ts';
import type { StreamEntry } from './stream.ts';

export const protocolVersion = 1;

/** Chosen by the client, unique for its port; one showing of one pane. */
export type AttachmentId = number;

export type ClientMessage =
  | { readonly kind: 'command'; readonly seq: number; readonly name: CommandName; readonly params: unknown }
  /** Show a pane: answered by `attached`, then `stream`. A dormant pane starts its shell. */
  | {
      readonly kind: 'attach';
      readonly attachment: AttachmentId;
      readonly pane: PaneId;
      /** The room the view has; the pane's stream gets a resize mark if it differs. */
      readonly cols: number;
      readonly rows: number;
    }
  /** Nobody looks any more: answered by `detached`. */
  | { readonly kind: 'detach'; readonly attachment: AttachmentId }
  /** All that came before `detached` has been parsed: no answer comes any more. */
  | { readonly kind: 'release'; readonly attachment: AttachmentId }
  /** The view has parsed this many more bytes of output: flow control. */
  | { readonly kind: 'ack'; readonly attachment: AttachmentId; readonly bytes: number }
  | { readonly kind: 'resize'; readonly pane: PaneId; readonly cols: number; readonly rows: number }
  /** Typed or pasted by a person. `bytes`: already encoded (mouse reports in the old encoding). */
  | { readonly kind: 'input'; readonly pane: PaneId; readonly data: string | Uint8Array }
  /** An emulator's answer to a query that came in output at or after `attached.position`. */
  | { readonly kind: 'answer'; readonly attachment: AttachmentId; readonly data: string };

export type HostMessage =
  /** First, once: all there is to know. Every later change comes as records. */
  | {
      readonly kind: 'welcome';
      readonly protocol: number;
      readonly osWindow: OsWindowId;
      readonly workspace: Workspace;
      readonly config: Config;
      readonly status: PersistenceStatus;
      readonly recovery: RecoveryStatus;
      /** Dormant panes start only when asked to (`pane.start`), not when they are shown. */
      readonly isSafeMode: boolean;
      readonly home: string;
      /** The user's home directory, which paths are shown without. */
      readonly userHome: string;
      readonly version: string;
    }
  /** One batch, to be applied whole. */
  | { readonly kind: 'records'; readonly records: readonly WorkspaceRecord[] }
  | { readonly kind: 'outcome'; readonly seq: number; readonly outcome: CommandOutcome }
  /** The pane's screen as of `view.position`; every unit after it follows in `stream`, none twice. */
  | { readonly kind: 'attached'; readonly attachment: AttachmentId; readonly view: ViewState }
  | { readonly kind: 'stream'; readonly attachment: AttachmentId; readonly entries: readonly StreamEntry[] }
  /** After `detach`: nothing more comes. What came is still the view's to answer, until it says `release`. */
  | { readonly kind: 'detached'; readonly attachment: AttachmentId }
  /** The pane has a new process: its view starts over with a fresh `attach`. */
  | { readonly kind: 'stale'; readonly attachment: AttachmentId }
  | { readonly kind: 'status'; readonly status: PersistenceStatus }
  | { readonly kind: 'config'; readonly config: Config }
  /** A file turned out to be damaged when it was read: the report has grown. */
  | { readonly kind: 'recovery'; readonly recovery: RecoveryStatus }
  | { readonly kind: 'notice'; readonly notice: Notice };

/** Said once, plainly, where it concerns. */
export interface Notice {
  readonly level: 'info' | 'warn' | 'error';
  readonly pane: PaneId | null;
  readonly text: string;
}

/** A message port, whatever carries it (Electron's, Node's, a test's). */
export interface Port<Out, In> {
  post(message: Out): void;
  onMessage(listener: (message: In) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** The host's end of a renderer's port. */
export type ClientPort = Port<HostMessage, ClientMessage>;
