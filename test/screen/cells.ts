// Two terminals compared by what they show, cell by cell, without the code that is under test: characters, widths,
// rendition, links, wraps, cursor, modes. Blank cells count as equal when nobody could tell them apart.
import type { Emulator } from '../../electron/screen/emulator.ts';
import type { Cell, Line, ScreenBuffer } from '../../electron/screen/internals.ts';
import type { SavedPictures } from '../../shared/images/saved-pictures.ts';

const COLOR_MODE = 0x3000000;
const RGB = 0x3000000;
const HAS_EXTENDED = 0x10000000;
/** Inverse, underlined, struck through; overlined: seen on a blank. */
const FG_SEEN_ON_BLANK = 0x94000000;
const BG_SEEN_ON_BLANK = 0x40000000;

export interface ShownTerminal {
  readonly size: string;
  readonly modes: unknown;
  readonly alternate: boolean;
  readonly primary: ShownBuffer;
  readonly secondary: ShownBuffer | null;
  readonly pictures: SavedPictures;
}

interface ShownBuffer {
  readonly cursor: string;
  readonly saved: string;
  readonly margins: string;
  readonly tabs: string;
  readonly lines: readonly string[];
}

export function shown(emulator: Emulator): ShownTerminal {
  const { terminal, internals } = emulator;
  const { normal, alt } = internals._bufferService.buffers;
  return {
    size: `${terminal.cols}x${terminal.rows}`,
    modes: {
      ...terminal.modes,
      synchronizedOutputMode: false,
      newLine: terminal.options.convertEol,
      hidden: internals.coreService.isCursorHidden,
      style: `${internals.coreService.decPrivateModes.cursorStyle} ${internals.coreService.decPrivateModes.cursorBlink}`,
      mouse: internals.coreMouseService.activeEncoding,
      level: internals._charsetService.glevel,
      charsets: [0, 1, 2, 3].map(
        (level) => JSON.stringify(internals._charsetService._charsets[level]) ?? 'ascii',
      ),
    },
    alternate: emulator.isAlternate,
    primary: shownBuffer(emulator, normal),
    secondary: emulator.isAlternate ? shownBuffer(emulator, alt) : null,
    pictures: emulator.images.capture(),
  };
}

function shownBuffer(emulator: Emulator, buffer: ScreenBuffer): ShownBuffer {
  const { cols, rows } = emulator.terminal;
  const savedY = Math.min(Math.max(buffer.savedY - buffer.ybase, 0), rows - 1);
  const { fg, bg } = buffer.savedCurAttrData;
  const colours = `${colour(fg)} ${colour(bg)} ${(fg & ~RGB & ~0xffffff) >>> 0} ${(bg & 0x6c000000) >>> 0}`;
  const indices = Array.from({ length: buffer.lines.length }, (_, index) => index);
  const last =
    indices.filter((index) => isAnythingShown(buffer.lines.get(index), index, emulator)).at(-1) ?? -1;
  const isPrimary = buffer === emulator.normal;
  return {
    cursor: `${cursorColumn(emulator, buffer)},${buffer.y}${isPrimary ? ` of ${buffer.ybase}` : ''}`,
    saved: `${Math.min(buffer.savedX, cols - 1)},${savedY} ${colours} ${JSON.stringify(buffer.savedCharset) ?? 'ascii'}`,
    margins: `${buffer.scrollTop}..${buffer.scrollBottom}`,
    tabs: Object.keys(buffer.tabs)
      .filter((column) => buffer.tabs[Number(column)] && Number(column) < cols)
      .join(),
    lines: indices
      .slice(isPrimary ? 0 : buffer.ybase, isPrimary && buffer.ybase > 0 ? undefined : last + 1)
      .map((index, position) => shownLine(buffer.lines.get(index), position, emulator)),
  };
}

/** A wrap that is pending after a cell that was erased again cannot be told from the last column by anything but a print. */
function cursorColumn(emulator: Emulator, buffer: ScreenBuffer): number {
  const { cols } = emulator.terminal;
  const line = buffer.lines.get(buffer.ybase + buffer.y);
  const object: object = emulator.terminal.buffer.active.getNullCell();
  const cell = object as Cell;
  const isErased =
    line !== undefined && line.loadCell(cols - 1, cell).getChars() === '' && cell.getWidth() === 1;
  return isErased ? Math.min(buffer.x, cols - 1) : buffer.x;
}

function isAnythingShown(line: Line | undefined, index: number, emulator: Emulator): boolean {
  return line !== undefined && shownLine(line, index, emulator).replaceAll('|', '') !== '';
}

function shownLine(line: Line | undefined, index: number, emulator: Emulator): string {
  if (line === undefined) {
    return 'missing';
  }
  const object: object = emulator.terminal.buffer.active.getNullCell();
  const cell = object as Cell;
  const cells = Array.from({ length: Math.min(line.length, emulator.terminal.cols) }, (_, x) =>
    shownCell(line.loadCell(x, cell), emulator, x === emulator.terminal.cols - 1),
  );
  // What the first line goes on from has scrolled away.
  const wrapped = line.isWrapped && index > 0 ? '>' : '';
  return `${wrapped}${cells.join('|')}`;
}

function shownCell(cell: Cell, emulator: Emulator, isLast: boolean): string {
  const chars = cell.getChars();
  const width = cell.getWidth();
  const isHalf = width === 2 && isLast;
  const isBlank = chars === '' || isHalf;
  const isSeen = (cell.fg & FG_SEEN_ON_BLANK) !== 0 || (cell.bg & BG_SEEN_ON_BLANK) !== 0;
  if (isBlank && !isSeen && !isHalf) {
    return (cell.bg & COLOR_MODE) === 0 || width === 0 ? '' : `_${colour(cell.bg)}`;
  }
  if (width === 0) {
    return '';
  }
  const extended = (cell.bg & HAS_EXTENDED) === 0 ? null : cell.extended;
  const isUnderlined = (cell.fg & 0x10000000) !== 0;
  const style = isUnderlined ? Math.max(1, ((extended?._ext ?? 0) & 0x1c000000) >>> 26) : 0;
  const link = extended === null ? undefined : emulator.links.getLinkData(extended.urlId);
  return [
    isBlank ? ' ' : chars,
    isHalf ? 1 : width,
    colour(cell.fg),
    colour(cell.bg),
    ((cell.fg & 0xec000000) >>> 0).toString(16),
    ((cell.bg & 0x6c000000) >>> 0).toString(16),
    style,
    isUnderlined && extended !== null ? colour(extended._ext) : '-',
    link === undefined ? '' : `${link.id ?? ''};${link.uri}`,
  ].join(' ');
}

function colour(bits: number): string {
  const mode = bits & COLOR_MODE;
  return mode === 0 ? '-' : mode === RGB ? `#${bits & 0xffffff}` : `${mode >>> 24}:${bits & 0xff}`;
}
