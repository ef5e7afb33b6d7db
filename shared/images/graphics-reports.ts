// What a terminal says of its graphics when a program asks: that it takes sixel, what a cell measures, how much it can show.
// In every emulator alike; sizes are those by which room is measured (picture.ts), not those of a window's font.
import type { ImageTerminal } from './emulator-core.ts';
import { cellPixels, MAX_SIDE } from './picture.ts';

/** A VT220 with sixel graphics and ANSI colours. */
const DEVICE_ATTRIBUTES = '\x1b[?62;4;22c';
const COLOUR_REGISTERS = 256;

/** XTSMGRAPHICS (xterm's ctlseqs): what is asked about, what shall be done, and how it went. */
const COLOURS = 1;
const SIXEL_GEOMETRY = 2;
const READ = 1;
const READ_MAX = 4;
const OK = 0;
const ITEM_ERROR = 1;
const ACTION_ERROR = 2;

export function reportGraphics(terminal: ImageTerminal): void {
  const { parser } = terminal;
  const answer = (data: string): true => {
    terminal.input(data, false);
    return true;
  };
  // The emulator asks nobody about window operations that are not allowed.
  terminal.options.windowOptions = { getWinSizePixels: true, getCellSizePixels: true, getWinSizeChars: true };
  const width = (): number => terminal.cols * cellPixels.width;
  const height = (): number => terminal.rows * cellPixels.height;
  parser.registerCsiHandler({ final: 'c' }, ([first = 0]) => first === 0 && answer(DEVICE_ATTRIBUTES));
  parser.registerCsiHandler({ final: 't' }, ([what, which = 0]) => {
    switch (what) {
      case 14:
        return which !== 2 && answer(`\x1b[4;${height()};${width()}t`);
      case 16:
        return answer(`\x1b[6;${cellPixels.height};${cellPixels.width}t`);
      case 18:
        return answer(`\x1b[8;${terminal.rows};${terminal.cols}t`);
      default:
        return false;
    }
  });
  parser.registerCsiHandler({ prefix: '?', final: 'S' }, ([item = 0, action = 0]) => {
    const isKnown = item === COLOURS || item === SIXEL_GEOMETRY;
    const status = !isKnown ? ITEM_ERROR : action === READ || action === READ_MAX ? OK : ACTION_ERROR;
    if (status !== OK) return answer(`\x1b[?${String(item)};${status}S`);
    if (item === COLOURS) return answer(`\x1b[?${COLOURS};${OK};${COLOUR_REGISTERS}S`);
    const size =
      action === READ_MAX
        ? { width: MAX_SIDE, height: MAX_SIDE }
        : { width: Math.min(width(), MAX_SIDE), height: Math.min(height(), MAX_SIDE) };
    return answer(`\x1b[?${SIXEL_GEOMETRY};${OK};${size.width};${size.height}S`);
  });
}
