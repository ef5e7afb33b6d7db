// From an emulator to a snapshot and back. Its invariant: restoring what was captured and capturing again gives the same.
import {
  ASCII,
  DEFAULT_PEN,
  hasAscii,
  type LastCell,
  type MouseEncoding,
  type MouseTracking,
  type ScreenContent,
  SNAPSHOT_VERSION,
  type TerminalModes,
  type ViewState,
  viewToWrites,
} from '../../shared/snapshot.ts';
import type { StreamPosition } from '../../shared/stream.ts';
import { type CharsetNames, charsetName } from './charsets.ts';
import { Emulator } from './emulator.ts';
import type { Cell, ScreenBuffer } from './internals.ts';
import { absolutePen, penOf } from './pen.ts';
import { serialiseLines } from './serialise-buffer.ts';

const DEFAULT_TAB_WIDTH = 8;
const MOUSE_ENCODINGS: Readonly<Record<string, MouseEncoding>> = { SGR: 'sgr', SGR_PIXELS: 'sgr-pixels' };
const CURSOR_STYLES = ['block', 'underline', 'bar'];

/** The emulator as it is now, said to stand at `position`. */
export function captureView(emulator: Emulator, position: StreamPosition, charsets: CharsetNames): ViewState {
  const { terminal, internals } = emulator;
  const { normal, alt } = internals._bufferService.buffers;
  const attributes = internals._inputHandler._curAttrData;
  const pen = absolutePen(penOf(attributes, emulator.links, true));
  const cellPen = absolutePen(penOf(attributes, emulator.links));
  const modes = captureModes(emulator);
  const designated = [0, 1, 2, 3].map((level) =>
    charsetName(internals._charsetService._charsets[level], charsets),
  );
  const active = internals._charsetService.glevel;
  const isAscii = active === 0 && designated.every((charset) => charset === ASCII);
  const capture = (buffer: ScreenBuffer, isActive: boolean): ScreenContent =>
    captureContent(
      emulator,
      buffer,
      isActive ? { pen, cellPen, isAscii, isInsert: modes.insert } : null,
      charsets,
    );
  return {
    version: SNAPSHOT_VERSION,
    position: { incarnation: position.incarnation, offset: position.offset },
    cols: terminal.cols,
    rows: terminal.rows,
    primary: capture(normal, !emulator.isAlternate),
    alternate: emulator.isAlternate ? capture(alt, true) : null,
    modes,
    pen,
    charsets: { active, designated },
    title: emulator.title,
    marks: emulator.marks,
    incarnationLine: emulator.incarnationLine,
    ...capturePictures(emulator),
  };
}

/** A view without pictures says nothing of them. */
function capturePictures({ images }: Emulator): Pick<ViewState, 'pictures'> {
  const pictures = images.capture();
  return pictures.primary.length + pictures.alternate.length === 0 ? {} : { pictures };
}

/** A new emulator in the state of a view. */
export function restoreView(view: ViewState, scrollbackLines: number): Emulator {
  const emulator = new Emulator({ cols: view.cols, rows: view.rows, scrollbackLines });
  writeView(emulator, view);
  return emulator;
}

/** `emulator`: new, and of the view's size. */
export function writeView(emulator: Emulator, view: ViewState): void {
  for (const text of viewToWrites(view)) {
    emulator.write(text);
  }
  emulator.title = view.title;
  const lineCount = emulator.normal.lines.length;
  // With a shorter scrollback than before, the oldest lines are gone.
  const lost = Math.max(0, countLines(view.primary.text) - lineCount);
  for (const mark of view.marks) {
    if (mark.line >= lost && mark.line - lost < lineCount) {
      emulator.addMark({ ...mark, line: mark.line - lost });
    }
  }
  emulator.beginIncarnation(Math.min(Math.max(0, view.incarnationLine - lost), lineCount - 1));
  if (view.pictures !== undefined) emulator.images.restore(view.pictures, countLines(view.primary.text));
}

function countLines(text: string): number {
  return text.split('\r\n').length;
}

function captureContent(
  emulator: Emulator,
  buffer: ScreenBuffer,
  writer: ActiveWriter | null,
  charsets: CharsetNames,
): ScreenContent {
  const { terminal, internals } = emulator;
  const { cols, rows } = terminal;
  const cell = newCell(emulator);
  const tools = { cols, rows, unicode: internals.unicodeService, links: emulator.links, cell };
  const hasMargins = buffer.scrollTop !== 0 || buffer.scrollBottom !== rows - 1;
  return {
    // The alternate screen has no scrollback, but xterm.js may leave lines above it when it shrinks.
    text: serialiseLines(buffer, buffer === emulator.normal ? 0 : buffer.ybase, tools),
    x: Math.min(buffer.x, cols - 1),
    y: buffer.y,
    lastCell: captureLastCell(emulator, buffer, writer, cell),
    saved: captureSavedCursor(emulator, buffer, charsets),
    margins: hasMargins ? { top: buffer.scrollTop, bottom: buffer.scrollBottom } : null,
    tabStops: captureTabStops(buffer, cols),
  };
}

/** What the next character will be printed with. */
interface ActiveWriter {
  readonly pen: string;
  /** What it looks like in a cell. */
  readonly cellPen: string;
  /** No other character set is designated or shifted to. */
  readonly isAscii: boolean;
  readonly isInsert: boolean;
}

function newCell(emulator: Emulator): Cell {
  const cell: object = emulator.terminal.buffer.active.getNullCell();
  return cell as Cell;
}

/**
 * Wanted for a pending wrap, and (in the buffer that is being written to) where a combining mark that comes next would join what was printed last.
 */
function captureLastCell(
  emulator: Emulator,
  buffer: ScreenBuffer,
  writer: ActiveWriter | null,
  cell: Cell,
): LastCell | null {
  const { terminal, internals } = emulator;
  const isPending = buffer.x >= terminal.cols;
  const wasPrinted = internals._inputHandler._parser.precedingJoinState !== 0;
  const isJoinable = writer !== null && !writer.isInsert && wasPrinted;
  const line = buffer.lines.get(buffer.ybase + buffer.y);
  if ((!isPending && !isJoinable) || buffer.x === 0 || line === undefined) {
    return null;
  }
  let x = Math.min(buffer.x, terminal.cols) - 1;
  if (line.loadCell(x, cell).getWidth() === 0 && x > 0) {
    x -= 1;
    line.loadCell(x, cell);
  }
  const chars = cell.getChars();
  // Whatever else had to be written after it would part it from a combining mark.
  const cellPen = absolutePen(penOf(cell, emulator.links));
  const joins = isJoinable && cellPen === writer.cellPen && (writer.isAscii || !hasAscii(chars));
  // The pen in use knows more than the cell: an underline's colour while nothing is underlined.
  const printed = { x, pen: joins ? writer.pen : cellPen, chars, joins };
  if (printed.chars === '' || x + cell.getWidth() !== Math.min(buffer.x, terminal.cols)) {
    return null;
  }
  return isPending || printed.joins ? printed : null;
}

function captureSavedCursor(
  emulator: Emulator,
  buffer: ScreenBuffer,
  charsets: CharsetNames,
): ScreenContent['saved'] {
  const { terminal } = emulator;
  const { fg, bg, extended } = buffer.savedCurAttrData;
  // DECSC in xterm.js keeps colours and flags, but neither links nor underline styles.
  const pen = absolutePen(penOf({ fg, bg: bg & ~0x10000000, extended }, emulator.links));
  const saved = {
    x: Math.min(buffer.savedX, terminal.cols - 1),
    y: Math.min(Math.max(buffer.savedY - buffer.ybase, 0), terminal.rows - 1),
    pen,
    charset: charsetName(buffer.savedCharset, charsets),
  };
  const isFresh = saved.x === 0 && saved.y === 0 && pen === DEFAULT_PEN && saved.charset === ASCII;
  return isFresh ? null : saved;
}

function captureTabStops(buffer: ScreenBuffer, cols: number): readonly number[] | null {
  const columns = Array.from({ length: cols }, (_, column) => column);
  const isDefault = columns.every(
    (column) => (buffer.tabs[column] === true) === (column % DEFAULT_TAB_WIDTH === 0),
  );
  return isDefault ? null : columns.filter((column) => buffer.tabs[column] === true);
}

function captureModes({ terminal, internals }: Emulator): TerminalModes {
  const { modes } = terminal;
  const { cursorStyle, cursorBlink } = internals.coreService.decPrivateModes;
  const style = CURSOR_STYLES.indexOf(cursorStyle ?? '');
  const tracking: MouseTracking = modes.mouseTrackingMode;
  return {
    applicationCursorKeys: modes.applicationCursorKeysMode,
    applicationKeypad: modes.applicationKeypadMode,
    bracketedPaste: modes.bracketedPasteMode,
    focusReports: modes.sendFocusMode,
    insert: modes.insertMode,
    newLine: terminal.options.convertEol === true,
    origin: modes.originMode,
    reverseWraparound: modes.reverseWraparoundMode,
    wraparound: modes.wraparoundMode,
    mouseTracking: tracking,
    mouseEncoding: MOUSE_ENCODINGS[internals.coreMouseService.activeEncoding] ?? 'default',
    cursorVisible: !internals.coreService.isCursorHidden,
    cursorStyle: style === -1 ? 0 : style * 2 + (cursorBlink === true ? 1 : 2),
  };
}
