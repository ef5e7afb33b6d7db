// What every emulator is made to do otherwise than xterm.js 6.0 does, visible or not, so that a view and what is saved of it agree.
// Each file beside this is one such thing and says why; each checks that the emulator is the one it was written for.
import { clampCsiCounts } from './clamp-csi.ts';
import { keepCombinedCells } from './combined-cells.ts';
import { keepCursorBlink } from './cursor-blink.ts';
import { dropLinesBeforeFirst } from './full-scrollback.ts';
import { guardParse } from './guarded-parse.ts';
import { keepScreenInBuffer } from './screen-place.ts';
import { joinSplitCharacters } from './split-characters.ts';

type EmulatorToMend = Parameters<typeof clampCsiCounts>[0];

/**
 * `terminal`: new, with its width provider if it gets one. `onFailure` hears of each exception that parsing ends in. Throws
 * UnknownEmulatorError for an emulator of another make.
 */
export function mendEmulator(terminal: EmulatorToMend, onFailure: (error: unknown) => void): void {
  guardParse(terminal, onFailure);
  clampCsiCounts(terminal);
  keepCursorBlink(terminal);
  joinSplitCharacters(terminal);
  keepCombinedCells(terminal);
  dropLinesBeforeFirst(terminal);
  keepScreenInBuffer(terminal);
}
