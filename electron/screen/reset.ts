// What stands between two processes in one pane: whatever the first left behind is reset, its text stays where it is,
// and the second begins on a line of its own. Its invariant: doing it again changes nothing. Nothing is erased that
// shows anything, and nothing moves, which rules out RIS, and the order of the sequences matters (margins home the cursor).
import type { Emulator } from './emulator.ts';
import type { Cell, Line, ScreenBuffer } from './internals.ts';
import { showsSomething } from './serialise-buffer.ts';

const ESC = '\x1b';
const CSI = `${ESC}[`;
const TAB_WIDTH = 8;

/** CAN ends half a sequence; the byte before it half a character. */
const ABORT = '\x18';
const RESET = [
  `${CSI}!p`,
  `${CSI}?9l${CSI}?1000l${CSI}?1002l${CSI}?1003l`,
  `${CSI}?1006l${CSI}?1016l`,
  `${CSI}?1004l${CSI}?2004l${CSI}?2026l${CSI}?45l`,
  `${CSI}4l${CSI}20l`,
  `${CSI}?7h${CSI}?25h`,
  `${ESC}>`,
  `${ESC}(B${ESC})B${ESC}*B${ESC}+B\x0f`,
  `${CSI}m${ESC}]8;;${ESC}\\`,
  `${CSI}0 q`,
].join('');

/** Puts the emulator at the beginning of a new process. The title stays. */
export function resetForNewProcess(emulator: Emulator): void {
  emulator.write(ABORT);
  if (emulator.isAlternate) {
    // Back to the primary screen as it was, its own cursor included: ?47 brings along that of the other screen, ?1049
    // goes to a saved one.
    const { x, y } = emulator.normal;
    emulator.write(`${CSI}?47l${CSI}?6l${CSI}${y + 1};${x + 1}H`);
  }
  emulator.write(`${RESET}${defaultTabStops(emulator.terminal.cols)}`);
  emulator.write(freshLine(emulator));
  emulator.beginIncarnation();
}

function defaultTabStops(cols: number): string {
  const stops = Array.from({ length: Math.ceil(cols / TAB_WIDTH) }, (_, index) => index * TAB_WIDTH);
  return `${CSI}3g${stops.map((column) => `${CSI}${column + 1}G${ESC}H`).join('')}\r`;
}

/** To the cursor's own line if nothing is on it or below, else to the first line below everything. */
function freshLine({ normal, terminal }: Emulator): string {
  const object: object = terminal.buffer.active.getNullCell();
  const lastRow = lastVisibleRow(normal, terminal.rows, object as Cell);
  if (normal.y > lastRow) {
    return `\r${CSI}2K`;
  }
  const isAtBottom = lastRow === terminal.rows - 1;
  return `${CSI}${lastRow + 1};1H${isAtBottom ? '\n' : `${CSI}B`}${CSI}2K`;
}

function lastVisibleRow(buffer: ScreenBuffer, rows: number, cell: Cell): number {
  for (let row = rows - 1; row >= 0; row -= 1) {
    const line = buffer.lines.get(buffer.ybase + row);
    if (line !== undefined && showsAnything(line, cell)) {
      return row;
    }
  }
  return -1;
}

function showsAnything(line: Line, cell: Cell): boolean {
  for (let x = 0; x < line.length; x += 1) {
    line.loadCell(x, cell);
    if (showsSomething(cell)) {
      return true;
    }
  }
  return false;
}
