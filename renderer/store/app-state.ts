// All that the interface draws: the replica of the workspace, what the host says of itself, and what lives in this window
// alone (`ui`). Plain data; terminal output never comes here.
import type { ActionId } from '../../shared/actions.ts';
import { type Config, defaultConfig } from '../../shared/config.ts';
import type { OsWindowId, PaneId, SessionId, WindowId } from '../../shared/ids.ts';
import { emptyWorkspace, type Workspace } from '../../shared/model.ts';
import type { Notice } from '../../shared/protocol.ts';
import { emptySettingsReport, type SettingsReport } from '../../shared/settings-report.ts';
import type { PersistenceStatus, RecoveryStatus } from '../../shared/status.ts';
import type { Drag } from '../app/drop-target.ts';

export type Connection = 'connecting' | 'connected' | 'reconnecting';

/** What may be closed: a pane, a tab, a session. */
export type CloseTarget = PaneId | WindowId | SessionId;

/** At most one thing lies over the window and takes the keyboard. */
export type Overlay =
  | { readonly kind: 'none' }
  | { readonly kind: 'palette'; readonly purpose: PalettePurpose }
  | { readonly kind: 'menu'; readonly menu: MenuOf }
  /** Asks what a new tab should run: one of the profiles, or a command line. */
  | { readonly kind: 'launcher'; readonly of: 'profile' | 'command' }
  /** The restore points, to go back to one. */
  | { readonly kind: 'timeline' }
  /** A paste that could do more than a person saw. */
  | {
      readonly kind: 'confirm-paste';
      readonly pane: PaneId;
      readonly text: string;
      /** The program takes a paste as one. */
      readonly bracketed: boolean;
    }
  /** The host refused to close something that runs; `message` names it. */
  | { readonly kind: 'confirm-close'; readonly target: CloseTarget; readonly message: string }
  /** `running`: the command lines that would be ended. */
  | { readonly kind: 'confirm-quit'; readonly running: readonly string[] };

/** What the palette is open for: anything, or the place that something moves to. */
export type PalettePurpose =
  | { readonly kind: 'anything' }
  | { readonly kind: 'move-pane'; readonly pane: PaneId }
  | { readonly kind: 'move-tab'; readonly window: WindowId };

/** A context menu: of what, and where (pixels of the page). */
export interface MenuOf {
  readonly of: 'pane' | 'tab' | 'session' | 'empty';
  /** Null: of nothing in particular. */
  readonly subject: PaneId | WindowId | SessionId | null;
  readonly at: { readonly x: number; readonly y: number };
}

/** The settings, laid over the panes. */
export interface SettingsView {
  /** See settings/settings-pages.ts. */
  readonly page: string;
  /** What is looked for in all of them; empty: nothing. */
  readonly query: string;
  /** A key is being recorded: none is an action just now. */
  readonly isRecording: boolean;
}

export interface ShownNotice extends Notice {
  /** Counted up in this window; tells two notices with the same words apart. */
  readonly key: number;
}

export interface FindQuery {
  readonly text: string;
  readonly caseSensitive: boolean;
  readonly wholeWord: boolean;
  readonly regex: boolean;
}

export interface UiState {
  readonly overlay: Overlay;
  /** Null while they are not shown. */
  readonly settings: SettingsView | null;
  /** The pane whose find bar is open; `asked` counts how often it was asked for: each time its field takes the focus. */
  readonly find: { readonly pane: PaneId; readonly asked: number } | null;
  /** What was looked for last, in whichever pane. */
  readonly query: FindQuery;
  /** The tab whose panes all get what is typed into one of them; never more than one, never after a start. */
  readonly broadcast: WindowId | null;
  /** The tab or session whose name is being edited. */
  readonly renaming: WindowId | SessionId | null;
  /** Pixels added to the configured font size until the app ends. */
  readonly fontDelta: number;
  /** `at` of the recovery whose banner was put away. */
  readonly dismissedRecovery: string | null;
  /** The pane or tab that is being dragged, and where it would go. */
  readonly drag: Drag | null;
  readonly notices: readonly ShownNotice[];
  /** Actions that were chosen from this window's palette, the latest first. */
  readonly used: readonly ActionId[];
}

export interface AppState {
  readonly connection: Connection;
  /** This window; null until the host said so. */
  readonly osWindow: OsWindowId | null;
  readonly workspace: Workspace;
  readonly config: Config;
  /** What was wrong with config.toml, and the user's themes. */
  readonly settings: SettingsReport;
  readonly status: PersistenceStatus | null;
  /** When `status` came: milliseconds since the epoch. */
  readonly statusAt: number;
  readonly recovery: RecoveryStatus | null;
  /** Dormant panes wait until a person starts them. */
  readonly isSafeMode: boolean;
  /** The user's home directory; empty until the host said so. */
  readonly userHome: string;
  readonly ui: UiState;
}

export const initialState: AppState = {
  connection: 'connecting',
  osWindow: null,
  workspace: emptyWorkspace,
  config: defaultConfig,
  settings: emptySettingsReport,
  status: null,
  statusAt: 0,
  recovery: null,
  isSafeMode: false,
  userHome: '',
  ui: {
    overlay: { kind: 'none' },
    settings: null,
    find: null,
    query: { text: '', caseSensitive: false, wholeWord: false, regex: false },
    broadcast: null,
    renaming: null,
    fontDelta: 0,
    dismissedRecovery: null,
    drag: null,
    notices: [],
    used: [],
  },
};
