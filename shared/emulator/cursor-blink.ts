// Whether the cursor blinks is the user's to say. xterm.js takes DECSET and DECRST 12 for a change of that setting, of which nothing
// is left to go back to (xtermjs/xterm.js#5314); ncurses resets it whenever it shows the cursor (cnorm). A program that wants
// another cursor for itself has DECSCUSR.
import { csiCoreOf } from './clamp-csi.ts';

const BLINKING = 12;
/** No terminal has a mode of this number. */
const NO_MODE = 0;

/** Leaves the setting to the user; other modes of the same sequence are set. Throws UnknownEmulatorError. */
export function keepCursorBlink(terminal: object): void {
  const core = csiCoreOf(terminal);
  for (const final of ['h', 'l']) {
    core.registerCsiHandler({ prefix: '?', final }, (sequence) => {
      for (let index = 0; index < sequence.length; index += 1) {
        if (sequence.params[index] === BLINKING) sequence.params[index] = NO_MODE;
      }
      return false;
    });
  }
}
