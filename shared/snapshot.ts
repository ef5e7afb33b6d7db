// A pane's screen as plain data: what the emulator worker makes, what is kept on disk, and what a view paints. It holds
// only text and a closed set of styling sequences (shared/snapshot-text.ts), so writing it into a terminal can neither
// cause an answer nor ring, open or set anything outside that terminal. Pure; runs in a browser and in a worker.
import type { SavedPictures } from './images/saved-pictures.ts';
import { snapshotChunks } from './snapshot-text.ts';
import type { StreamPosition } from './stream.ts';

export const SNAPSHOT_VERSION = 1;

/** The final byte that designates a character set: 'B' for ASCII, '0' for DEC graphics, a national set. */
export type Charset = string;

/** A cursor saved by DECSC, per buffer. A pen is the whole rendition, from SGR 0 on, and a hyperlink if one is open. */
export interface SavedCursor {
  readonly x: number;
  readonly y: number;
  readonly pen: string;
  readonly charset: Charset;
}

/** The cell that was printed last: printing it again restores a pending wrap and what a combining mark would join. */
export interface LastCell {
  readonly x: number;
  readonly pen: string;
  readonly chars: string;
  /** Whether what comes next may join it (or repeat it); else only the wrap is pending. */
  readonly joins: boolean;
}

/** One buffer. Rows count from the top of the screen, lines from the top of the scrollback. */
export interface ScreenContent {
  /** Lines from the oldest on, separated by CR LF; a soft wrap is made by the text running over the right edge. */
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly lastCell: LastCell | null;
  readonly saved: SavedCursor | null;
  /** First and last row of the scrolling region, or null for the whole screen. */
  readonly margins: { readonly top: number; readonly bottom: number } | null;
  /** Columns with a tab stop, or null for every eighth. */
  readonly tabStops: readonly number[] | null;
}

export type MouseTracking = 'none' | 'x10' | 'vt200' | 'drag' | 'any';
export type MouseEncoding = 'default' | 'sgr' | 'sgr-pixels';

/** The modes that a living program relies on when a view attaches again. */
export interface TerminalModes {
  readonly applicationCursorKeys: boolean;
  readonly applicationKeypad: boolean;
  readonly bracketedPaste: boolean;
  readonly focusReports: boolean;
  readonly insert: boolean;
  readonly newLine: boolean;
  readonly origin: boolean;
  readonly reverseWraparound: boolean;
  readonly wraparound: boolean;
  readonly mouseTracking: MouseTracking;
  readonly mouseEncoding: MouseEncoding;
  readonly cursorVisible: boolean;
  /** DECSCUSR 1..6, or 0 for the user's own. */
  readonly cursorStyle: number;
}

export const DEFAULT_MODES: TerminalModes = {
  applicationCursorKeys: false,
  applicationKeypad: false,
  bracketedPaste: false,
  focusReports: false,
  insert: false,
  newLine: false,
  origin: false,
  reverseWraparound: false,
  wraparound: true,
  mouseTracking: 'none',
  mouseEncoding: 'default',
  cursorVisible: true,
  cursorStyle: 0,
};

/** OSC 133 A, B, C, D at the place where it came. */
export interface PromptMark {
  readonly line: number;
  readonly x: number;
  readonly kind: 'prompt' | 'command' | 'output' | 'end';
  /** With `end`, when the shell told it. */
  readonly exitCode: number | null;
}

/** A whole terminal at one position of its stream. */
export interface ViewState {
  readonly version: typeof SNAPSHOT_VERSION;
  readonly position: StreamPosition;
  /** The size at which it has to be written; the view resizes afterwards. */
  readonly cols: number;
  readonly rows: number;
  readonly primary: ScreenContent;
  /** Present while the alternate screen is shown. */
  readonly alternate: ScreenContent | null;
  readonly modes: TerminalModes;
  /** What the next character is printed with. */
  readonly pen: string;
  readonly charsets: { readonly active: number; readonly designated: readonly Charset[] };
  readonly title: string;
  readonly marks: readonly PromptMark[];
  /** The line of the primary buffer at which the present incarnation's output begins. */
  readonly incarnationLine: number;
  /** Absent while there are none. Placed once the text is there, of which they are no part. */
  readonly pictures?: SavedPictures;
}

/** The pen of a fresh terminal. */
export const DEFAULT_PEN = '\x1b[m';
/** The character set of a fresh terminal. */
export const ASCII: Charset = 'B';

/** A terminal on which nothing was printed. `position`: where the output begins. */
export function emptyView(
  position: StreamPosition,
  { cols, rows }: { cols: number; rows: number },
): ViewState {
  const primary: ScreenContent = {
    text: '',
    x: 0,
    y: 0,
    lastCell: null,
    saved: null,
    margins: null,
    tabStops: null,
  };
  return {
    version: SNAPSHOT_VERSION,
    position,
    cols,
    rows,
    primary,
    alternate: null,
    modes: DEFAULT_MODES,
    pen: DEFAULT_PEN,
    charsets: { active: 0, designated: [ASCII, ASCII, ASCII, ASCII] },
    title: '',
    marks: [],
    incarnationLine: 0,
  };
}

const ESC = '\x1b';
const CSI = `${ESC}[`;
/** A string terminator alone: what follows is not joined to what came before. */
const SEPARATOR = `${ESC}\\`;
const NO_LINK = `${ESC}]8;;${ESC}\\`;
const DESIGNATORS = ['(', ')', '*', '+'];
const SHIFTS = ['\x0f', '\x0e', `${ESC}n`, `${ESC}o`];

/**
 * The strings to write, in order, into a terminal that is fresh (or was reset()), has the size of the view and enough
 * scrollback. Afterwards the terminal is in the state of the snapshot; the title, the marks and the
 * pictures are not part of it.
 */
export function viewToWrites(view: ViewState): string[] {
  const { primary, alternate } = view;
  const writes = snapshotChunks(primary.text);
  if (alternate === null) {
    writes.push(finish(primary, view));
    return writes;
  }
  // ?47 leaves the saved cursor of the primary buffer alone; ?1049 would overwrite it.
  writes.push(`${place(primary)}${moveTo(primary, false)}${DEFAULT_PEN}${NO_LINK}${CSI}?47h${CSI}H`);
  writes.push(...snapshotChunks(alternate.text), finish(alternate, view));
  return writes;
}

/** What belongs to the buffer and not to the text. Margins home the cursor, so the cursor comes after this. */
function place(content: ScreenContent): string {
  let writes = '';
  if (content.tabStops !== null) {
    writes += `${CSI}3g${content.tabStops.map((column) => `${CSI}${column + 1}G${ESC}H`).join('')}`;
  }
  if (content.saved !== null) {
    const { x, y, pen, charset } = content.saved;
    const shifted = charset === ASCII ? ['', ''] : [`${ESC}(${charset}`, `${ESC}(${ASCII}`];
    writes += `${CSI}${y + 1};${x + 1}H${pen}${shifted[0]}${ESC}7${shifted[1]}${DEFAULT_PEN}${NO_LINK}`;
  }
  if (content.margins !== null) {
    writes += `${CSI}${content.margins.top + 1};${content.margins.bottom + 1}r`;
  }
  return writes;
}

/** The cursor, and the last printed cell once more where that matters. */
function moveTo(content: ScreenContent, origin: boolean): string {
  const row = content.y - (origin && content.margins !== null ? content.margins.top : 0) + 1;
  const { lastCell } = content;
  return lastCell === null
    ? `${CSI}${row};${content.x + 1}H`
    : `${CSI}${row};${lastCell.x + 1}H${lastCell.pen}${lastCell.chars}`;
}

/** The active buffer's end. Nothing may follow a last cell that joins: any sequence would part it from what comes next. */
function finish(content: ScreenContent, view: ViewState): string {
  const { lastCell } = content;
  const charsets = designate(view);
  // A character set changes only what is ASCII: with any other last cell it can be set before.
  const isCharsetFirst = lastCell === null || !hasAscii(lastCell.chars);
  let writes = `${place(content)}${setModes(view.modes)}${isCharsetFirst ? charsets : ''}`;
  writes += moveTo(content, view.modes.origin);
  const printedWith = lastCell?.pen ?? DEFAULT_PEN;
  if (printedWith !== view.pen) {
    writes += `${printedWith.includes(`${ESC}]`) ? NO_LINK : ''}${view.pen}`;
  }
  writes += isCharsetFirst ? '' : charsets;
  writes += view.modes.insert ? `${CSI}4h` : '';
  return lastCell?.joins === false ? `${writes}${SEPARATOR}` : writes;
}

/** Whether a character set other than ASCII could change some of it. */
export function hasAscii(chars: string): boolean {
  return [...chars].some((char) => char < '\x7f');
}

function designate({ charsets: { designated, active } }: ViewState): string {
  const sets = designated.map((charset, level) =>
    charset === ASCII ? '' : `${ESC}${DESIGNATORS[level]}${charset}`,
  );
  return `${sets.join('')}${active === 0 ? '' : SHIFTS[active]}`;
}

const MOUSE_TRACKING: Record<MouseTracking, string> = {
  none: '',
  x10: `${CSI}?9h`,
  vt200: `${CSI}?1000h`,
  drag: `${CSI}?1002h`,
  any: `${CSI}?1003h`,
};
const MOUSE_ENCODING: Record<MouseEncoding, string> = {
  default: '',
  sgr: `${CSI}?1006h`,
  'sgr-pixels': `${CSI}?1016h`,
};

/** All modes that differ from a fresh terminal's, except insert mode, which would push the last cell aside. */
function setModes(modes: TerminalModes): string {
  return [
    modes.applicationCursorKeys ? `${CSI}?1h` : '',
    modes.applicationKeypad ? `${ESC}=` : '',
    modes.bracketedPaste ? `${CSI}?2004h` : '',
    modes.focusReports ? `${CSI}?1004h` : '',
    modes.newLine ? `${CSI}20h` : '',
    modes.origin ? `${CSI}?6h` : '',
    modes.reverseWraparound ? `${CSI}?45h` : '',
    modes.wraparound ? '' : `${CSI}?7l`,
    MOUSE_TRACKING[modes.mouseTracking],
    MOUSE_ENCODING[modes.mouseEncoding],
    modes.cursorVisible ? '' : `${CSI}?25l`,
    modes.cursorStyle === 0 ? '' : `${CSI}${modes.cursorStyle} q`,
  ].join('');
}
