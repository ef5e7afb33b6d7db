// The reset between two processes, done to a saved screen instead of to an emulator: most panes are left at a prompt, and
// there it is a matter of a line more. Its invariant: the answer is the one that an emulator would give; what this cannot
// tell for certain is left to one.
import {
  ASCII,
  DEFAULT_MODES,
  DEFAULT_PEN,
  type ScreenContent,
  type TerminalModes,
  type ViewState,
} from '../../shared/snapshot.ts';

/** What a shell leaves switched on at its prompt, and the reset switches off without any other effect. */
const TRIFLES = new Set<keyof TerminalModes>([
  'applicationCursorKeys',
  'applicationKeypad',
  'bracketedPaste',
  'focusReports',
  'cursorVisible',
  'cursorStyle',
]);

/** The screen without its position, or null when it takes an emulator to know. */
export function restingView(view: ViewState, scrollbackLines: number): Omit<ViewState, 'position'> | null {
  const { cols, rows, primary, pictures } = view;
  if (!isPlain(view) || pictures !== undefined) return null;
  const lines = primary.text.split('\r\n');
  const height = countRows(lines, cols);
  const shown = lines.slice(-rows);
  const isRowByRow = height === lines.length || (lines.length >= rows && countRows(shown, cols) === rows);
  const lastRow = isRowByRow ? lastVisibleRow(shown) : null;
  if (height === null || lastRow === null) return null;
  const scrolls = primary.y <= lastRow && lastRow === rows - 1;
  const y = primary.y > lastRow ? primary.y : Math.min(lastRow + 1, rows - 1);
  const lost = Math.max(0, height + (scrolls ? 1 : 0) - rows - scrollbackLines);
  if (lost > 0 && countRows(lines.slice(0, lost), cols) !== lost) return null;
  const text = scrolls ? `${primary.text}\r\n` : primary.text;
  return {
    ...view,
    primary: { ...primary, text: withoutLines(text, lost), x: 0, y, lastCell: null },
    modes: DEFAULT_MODES,
    pen: DEFAULT_PEN,
    marks: view.marks.filter(({ line }) => line >= lost).map((mark) => ({ ...mark, line: mark.line - lost })),
    incarnationLine: Math.max(0, height + (scrolls ? 1 : 0) - lost - rows) + y,
  };
}

/** How many rows the lines take, null if that cannot be told. */
function countRows(lines: readonly string[], cols: number): number | null {
  let rows = 0;
  for (const line of lines) {
    const extent = extentOf(line);
    if (extent === null) return null;
    // Where a wide character or a gap meets the edge, the emulator decides.
    if (extent.columns > cols && !extent.isEven) return null;
    rows += Math.max(1, Math.ceil(extent.columns / cols));
  }
  return rows;
}

function isPlain({ alternate, charsets, modes, primary }: ViewState): boolean {
  return (
    alternate === null &&
    charsets.active === 0 &&
    charsets.designated.every((charset) => charset === ASCII) &&
    isAtRest(modes) &&
    isPlainContent(primary)
  );
}

function isPlainContent({ saved, margins, tabStops }: ScreenContent): boolean {
  return saved === null && margins === null && tabStops === null;
}

function isAtRest(modes: TerminalModes): boolean {
  return Object.entries(DEFAULT_MODES).every(
    ([name, value]) =>
      TRIFLES.has(name as keyof TerminalModes) || modes[name as keyof TerminalModes] === value,
  );
}

const ESCAPE = 0x1b;
const BRACKET = 0x5b;
const COLON = 0x3a;
const SEMICOLON = 0x3b;
const STYLE = 0x6d;
const GAP = 0x43;

interface LineExtent {
  /** At most so many columns: what is not ASCII counts as two, whatever it is. Exact if the line is even. */
  readonly columns: number;
  /** Where the last character that is no blank stands, from 1 on; 0 for none. */
  readonly visible: number;
  /** Nothing but characters of one column each. */
  readonly isEven: boolean;
}

/** Null for a line with more than text, colours and gaps: what moves elsewhere, or erases in colour. */
function extentOf(line: string): LineExtent | null {
  let columns = 0;
  let visible = 0;
  let isEven = true;
  for (let at = 0; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if (code !== ESCAPE) {
      columns += code < 0x80 ? 1 : 2;
      isEven &&= code < 0x80;
      if (code !== 0x20) visible = columns;
      continue;
    }
    if (line.charCodeAt(at + 1) !== BRACKET) return null;
    let count = 0;
    at += 2;
    for (; isDigit(line.charCodeAt(at)) || isSeparator(line.charCodeAt(at)); at += 1) {
      count = isDigit(line.charCodeAt(at)) ? count * 10 + line.charCodeAt(at) - 0x30 : 0;
    }
    const final = line.charCodeAt(at);
    if (final !== GAP && final !== STYLE) return null;
    if (final === GAP) {
      columns += Math.max(1, count);
      isEven = false;
    }
  }
  return { columns, visible, isEven };
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isSeparator(code: number): boolean {
  return code === COLON || code === SEMICOLON;
}

/** -1 when nothing is to be seen; null when that cannot be told (a blank may have a colour behind it). */
function lastVisibleRow(lines: readonly string[]): number | null {
  for (let row = lines.length - 1; row >= 0; row -= 1) {
    const line = lines[row] ?? '';
    if (line !== '') return (extentOf(line)?.visible ?? 0) > 0 ? row : null;
  }
  return -1;
}

function withoutLines(text: string, count: number): string {
  let from = 0;
  for (let left = count; left > 0; left -= 1) from = text.indexOf('\r\n', from) + 2;
  return text.slice(from);
}
