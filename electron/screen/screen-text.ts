// What a person would read: the lines of a screen or of a whole scrollback, plain or coloured, and the present
// incarnation's output as running text. Wrapped lines of running text are one line again.
import type { RunningLine } from './bounded-match.ts';
import type { Emulator } from './emulator.ts';
import type { Cell, Line, ScreenBuffer } from './internals.ts';
import { eraserOf, PLAIN_PEN, penChange } from './pen.ts';
import { PenCache } from './pen-cache.ts';
import { hasVisibleFlags, showsOnBlank, showsSomething } from './serialise-buffer.ts';
import type { ScreenText, TextOptions } from './types.ts';

export function readText(emulator: Emulator, { extent, ansi }: TextOptions): ScreenText {
  const { terminal, internals } = emulator;
  const buffer = internals._bufferService.buffers.active;
  const first = extent === 'screen' ? buffer.ybase : 0;
  const lines = linesFrom(buffer, first);
  const pens = new PenCache(emulator.links);
  const object: object = terminal.buffer.active.getNullCell();
  const cell = object as Cell;
  return {
    cols: terminal.cols,
    rows: terminal.rows,
    cursor: { x: Math.min(buffer.x, terminal.cols - 1), y: buffer.y },
    alt: emulator.isAlternate,
    lines: lines.map((line) => (ansi ? colouredLine(line, pens, cell) : plainLine(line, cell))),
    incarnationRow: incarnationRow(emulator, first, lines.length),
    wrapped: lines.map((line) => line.isWrapped),
    title: emulator.title,
  };
}

function incarnationRow(
  { isAlternate, incarnationLine }: Emulator,
  first: number,
  count: number,
): number | null {
  const row = incarnationLine - first;
  return isAlternate || row < 0 || row >= count ? null : row;
}

/**
 * From the incarnation's beginning to the last line that shows anything, separated by LF; behind it the alternate screen
 * while that is shown.
 */
export function readPlainText(emulator: Emulator): string {
  const { normal, internals } = emulator;
  const printed = joined(linesFrom(normal, emulator.incarnationLine));
  if (!emulator.isAlternate) return printed;
  return `${printed}\n${joined(linesFrom(internals._bufferService.buffers.active, 0))}`;
}

function joined(lines: readonly Line[]): string {
  let text = '';
  for (const [index, line] of lines.entries()) {
    const isJoined = line.isWrapped && index > 0;
    text += `${isJoined || index === 0 ? '' : '\n'}${runningText(line)}`;
  }
  return text.replace(/[ \n]+$/, '').replaceAll(/ +\n/g, '\n');
}

/** All that the shown buffer has, soft wraps joined; lines that show nothing are left out. */
export function readRunningLines({ internals }: Emulator): RunningLine[] {
  const running: { line: number; text: string }[] = [];
  for (const [line, row] of linesFrom(internals._bufferService.buffers.active, 0).entries()) {
    const last = running.at(-1);
    if (row.isWrapped && last !== undefined) last.text += runningText(row);
    else running.push({ line, text: runningText(row) });
  }
  return running.flatMap(({ line, text }) => {
    const shown = text.trimEnd();
    return shown === '' ? [] : [{ line, text: shown }];
  });
}

function linesFrom(buffer: ScreenBuffer, first: number): Line[] {
  const indices = Array.from(
    { length: Math.max(0, buffer.lines.length - first) },
    (_, index) => first + index,
  );
  return indices.flatMap((index) => buffer.lines.get(index) ?? []);
}

/** `cell`: to load into. */
function plainLine(line: Line, cell: Cell): string {
  const text = line.translateToString(true);
  const last = line.loadCell(line.length - 1, cell);
  const isCut = last.getWidth() === 2 && last.getChars() !== '';
  return (isCut ? text.slice(0, -last.getChars().length) : text).trimEnd();
}

/** A wide character that did not fit leaves a cell empty that no program printed. */
function runningText(line: Line): string {
  return line.translateToString(true);
}

/**
 * Complete by itself: starts from and ends with the plain rendition. Hyperlinks are left out. What nobody can see says nothing:
 * a blank that was never printed has no colour but the one behind it, and half of a wide character at the edge is a blank.
 */
function colouredLine(line: Line, pens: PenCache, cell: Cell): string {
  let text = '';
  let pen = PLAIN_PEN;
  const length = lengthWithoutBlanks(line, cell);
  for (let x = 0; x < length; x += 1) {
    line.loadCell(x, cell);
    const width = cell.getWidth();
    if (width > 0) {
      const chars = x + width > line.length ? '' : cell.getChars();
      const isSeen = chars !== '' || width > 1 || hasVisibleFlags(cell);
      const next = isSeen ? { ...pens.penOf(cell), link: '' } : eraserOf(cell.bg);
      text += `${penChange(pen, next)}${chars || ' '}`;
      pen = next;
    }
  }
  return pen.sgr === PLAIN_PEN.sgr ? text : `${text}${PLAIN_PEN.sgr}`;
}

/** Columns up to the last cell that is more than a blank nobody could see. */
function lengthWithoutBlanks(line: Line, cell: Cell): number {
  for (let x = line.length - 1; x >= 0; x -= 1) {
    line.loadCell(x, cell);
    const isCut = x + cell.getWidth() > line.length;
    if (isCut ? showsOnBlank(cell) : showsSomething(cell)) {
      return x + 1;
    }
  }
  return 0;
}
