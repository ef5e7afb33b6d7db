// The public shapes of the screen folder: what the host asks of the emulator worker and what it gets back. Bytes and
// positions only; nothing here knows of panes, files or windows.
import type { ViewState } from '../../shared/snapshot.ts';
import type { StreamEntry, StreamPosition } from '../../shared/stream.ts';

/** What a screen is built from. */
export interface ScreenJob {
  /** A saved snapshot, or null for a pane that starts empty. Nothing in it is trusted. */
  readonly snapshot: Uint8Array | null;
  /** Everything after the snapshot, in order; entries that the snapshot already holds are skipped. */
  readonly entries: readonly StreamEntry[];
  /** The size to begin with when there is no snapshot. */
  readonly cols: number;
  readonly rows: number;
  readonly scrollbackLines: number;
  /** Whether a new process starts after the entries: what the old one left behind is reset. */
  readonly newIncarnation: boolean;
  /** The number of the new incarnation; one more than the last unless told. */
  readonly incarnation?: number;
}

/** A screen at one position. */
export interface Materialised {
  /** The position after the last entry; after a reset, the beginning of the new incarnation. */
  readonly position: StreamPosition;
  readonly cols: number;
  readonly rows: number;
  /** What is kept on disk. Equal states give equal bytes. */
  readonly snapshot: Uint8Array<ArrayBuffer>;
  /** The same state, as a view takes it. */
  readonly view: ViewState;
  /** The line of the primary buffer (from the top of the scrollback) at which the present incarnation begins. */
  readonly incarnationLine: number;
  /** Why the saved snapshot could not be used and was left out, or null. */
  readonly damage: string | null;
}

/** A screen for the disk alone: a view of it is as long again, and nobody looks at it. */
export type SavedScreen = Pick<Materialised, 'position' | 'snapshot' | 'damage'>;

/** A screen for a view alone: without the bytes for the disk, which take as long to make as all the rest. */
export type ShownScreen = Pick<Materialised, 'view' | 'damage'>;

/** An emulator's answer to a query in a live entry: the bytes to write to the pty. */
export interface ScreenAnswer {
  readonly key: string;
  readonly data: string;
  /** The end of the entry that held the query: feed a query in an entry of its own where the exact place matters. */
  readonly position: StreamPosition;
}

/** What OSC 4, 10, 11 and 12 are answered with: '#rrggbb', the palette with 16 entries. */
export interface ScreenColors {
  readonly foreground: string;
  readonly background: string;
  readonly cursor: string;
  readonly palette: readonly string[];
}

export interface TextOptions {
  /** The rows of the screen, or everything from the top of the scrollback. */
  readonly extent: 'screen' | 'scrollback';
  /** Keep colours and attributes as SGR, each line complete by itself. */
  readonly ansi: boolean;
}

export interface ScreenText {
  readonly cols: number;
  readonly rows: number;
  /** Zero-based, within the screen. */
  readonly cursor: { readonly x: number; readonly y: number };
  /** Whether the alternate screen is shown; the lines are its rows then. */
  readonly alt: boolean;
  /** Without trailing blanks. */
  readonly lines: readonly string[];
  /** Index in `lines` at which the present incarnation begins; null if that is not among them. */
  readonly incarnationRow: number | null;
  /** For each line, whether it goes on from the one before. */
  readonly wrapped: readonly boolean[];
  readonly title: string;
}

/** What a search gives, if the pattern can be tried in the time that a search may take. */
export type Found<T> = { readonly kind: 'found'; readonly value: T } | { readonly kind: 'too-slow' };

/** A line of running text in which something was found. */
export interface FoundLine {
  /** Its first row, as `text` with the extent 'scrollback' counts them. */
  readonly line: number;
  /** Soft wraps joined, without trailing blanks. */
  readonly text: string;
  /** From and to (exclusive), in UTF-16 units of the text. */
  readonly matches: readonly (readonly [number, number])[];
}

/** The emulator was dropped, never opened, or went with a worker that had to be replaced. */
export class UnknownScreenError extends Error {
  readonly code = 'UNKNOWN_SCREEN';
  readonly key: string;
  constructor(key: string) {
    super(`no screen is open under ${JSON.stringify(key)}`);
    this.key = key;
  }
}

/** The worker ended, or was closed, before it had answered; twice, for a call that brings all it needs. */
export class ScreenWorkerError extends Error {
  readonly code = 'SCREEN_WORKER';
}

/**
 * The host's side of the emulator worker. Calls for one key are done in the order in which they were made, and so are
 * jobs without one; between different keys they take turns. A job without a key is done once more where the worker ended under it.
 */
export interface ScreenWorker {
  /** Builds a screen and gives it back as it is kept; nothing stays resident. Replay is inert: no answer leaves. */
  materialise(job: ScreenJob): Promise<SavedScreen>;
  /** As materialise, for a view. */
  view(job: ScreenJob): Promise<ShownScreen>;
  /** As materialise, but the emulator stays under `key`, replacing one that was there. */
  open(key: string, job: ScreenJob, colors?: ScreenColors): Promise<void>;
  /** Goes on with an open screen. Resolves when the entries are parsed; their queries have been answered by then. */
  feed(key: string, entries: readonly StreamEntry[]): Promise<void>;
  onAnswer(listener: (answer: ScreenAnswer) => void): { dispose(): void };
  /** An open screen as it is now; it stays open. */
  take(key: string): Promise<ShownScreen>;
  drop(key: string): Promise<void>;
  /** What a person would read. */
  text(source: string | ScreenJob, options: TextOptions): Promise<ScreenText>;
  /** What the present incarnation has printed and is still there, soft wraps joined, lines separated by LF. */
  plainText(source: string | ScreenJob): Promise<string>;
  /** Whether the pattern matches that text. */
  matches(source: string | ScreenJob, pattern: RegExp): Promise<Found<boolean>>;
  /** Where the pattern matches in the shown buffer and its scrollback, line by line; matches of nothing are left out. */
  search(source: string | ScreenJob, pattern: RegExp): Promise<Found<readonly FoundLine[]>>;
  /** A call is about to come: the worker is started now, so that it finds it loaded. */
  warm(): void;
  /** Ends the worker; what is under way is rejected with ScreenWorkerError. */
  close(): Promise<void>;
}
